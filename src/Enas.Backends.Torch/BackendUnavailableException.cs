namespace Enas.Backends.Torch;

/// <summary>A backend that was asked for cannot run here; the message says why and what to do. Exit code 69.</summary>
public sealed class BackendUnavailableException(string message) : Exception(message);
