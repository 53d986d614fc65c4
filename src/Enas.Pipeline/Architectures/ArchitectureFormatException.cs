namespace Enas.Pipeline.Architectures;

/// <summary>A token string that does not name an architecture of the space. Exit code 64 when it came from the command line.</summary>
public sealed class ArchitectureFormatException(string message) : FormatException(message);
