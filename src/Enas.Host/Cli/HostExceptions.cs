using Enas.Pipeline.Options;

namespace Enas.Host.Cli;

/// <summary>The command line asks for something that cannot be. Exit code 64.</summary>
internal sealed class CommandLineException(string message) : Exception(message);

/// <summary>A search or a file that was named is not there. Exit code 66.</summary>
internal sealed class NotFoundException(string message) : Exception(message);

/// <summary>Something that was read cannot be used. Exit code 65.</summary>
internal sealed class BadInputException(params IReadOnlyList<string> lines) : Exception(string.Join('\n', lines))
{
    /// <summary>What is wrong, a line each.</summary>
    public IReadOnlyList<string> Lines { get; } = lines;
}

/// <summary>What was done cannot be put together to a result. Exit code 12.</summary>
internal sealed class RefusedException(string message) : Exception(message);

/// <summary>An address to listen on cannot be had. Exit code 69.</summary>
internal sealed class ListenException(string message, Exception reason) : Exception(message, reason);

/// <summary>Another service has the folder; it may let go of it. Exit code 75.</summary>
internal sealed class AlreadyServedException(string root) : Exception($"another enas serve has {root}");

/// <summary>The folder of a search could not be made; there is no log yet, and nothing of it is left. Exit code 74.</summary>
internal sealed class NothingStartedException(Exception reason) : Exception(reason.Message, reason);

/// <summary>A replay cannot tell: what it would need is not there. Exit code 11.</summary>
internal sealed class InconclusiveException(string message) : Exception(message);

/// <summary>A job that has errors; nothing was started. The exit code is that of the gravest error.</summary>
internal sealed class JobRefusedException(IReadOnlyList<JobError> errors, JobErrorKind kind) : Exception("the job has errors")
{
    /// <summary>All errors.</summary>
    public IReadOnlyList<JobError> Errors { get; } = errors;

    /// <summary>The gravest kind; as a number it is the exit code.</summary>
    public JobErrorKind Kind { get; } = kind;
}
