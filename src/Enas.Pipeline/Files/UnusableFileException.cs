namespace Enas.Pipeline.Files;

/// <summary>A name that is there and is not a file that Enas reads: a pipe, a device, a folder, or larger than what it may be.</summary>
/// <remarks>The message is one line that begins with the path and says what is allowed.</remarks>
internal sealed class UnusableFileException(string message) : IOException(message);
