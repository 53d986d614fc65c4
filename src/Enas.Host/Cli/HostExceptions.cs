namespace Enas.Host.Cli;

/// <summary>The command line asks for something that cannot be. Exit code 64.</summary>
internal sealed class CommandLineException(string message) : Exception(message);

/// <summary>What was done cannot be put together to a result. Exit code 12.</summary>
internal sealed class RefusedException(string message) : Exception(message);

/// <summary>An address to listen on cannot be had. Exit code 69.</summary>
internal sealed class ListenException(string message, Exception reason) : Exception(message, reason);

/// <summary>This machine has not what it takes to ask an engine for work, or the engine refuses what is asked. Exit code 69.</summary>
internal sealed class EngineUnavailableException(string message) : Exception(message);

/// <summary>This machine has not, or may not, what an item of work needs; another one may. Exit code 69.</summary>
internal sealed class MachineLacksException(string message) : Exception(message);

/// <summary>Another service has the folder; it may let go of it. Exit code 75.</summary>
internal sealed class AlreadyServedException(string root) : Exception($"another enas serve has {root}");
