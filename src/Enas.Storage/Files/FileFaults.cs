using Enas.Pipeline.Events;

namespace Enas.Storage.Files;

/// <summary>Turns what the file system throws into the one exception that callers know, with words for people.</summary>
internal static class FileFaults
{
    private const int NoSpace = 28;
    private const int QuotaExceeded = 122;
    private const int TooManyFilesInSystem = 23;
    private const int TooManyFiles = 24;
    private const int ReadOnlyFileSystem = 30;
    private const int WindowsDiskFull = unchecked((int)0x80070070);

    public static bool IsFileFault(Exception fault) => fault is IOException or UnauthorizedAccessException;

    /// <param name="what">What was being done, as a sentence start: <c>cannot commit segment 4</c>.</param>
    /// <param name="fault">The failure.</param>
    public static LogUnavailableException Unavailable(string what, Exception fault) =>
        new($"{what}: {Reason(fault)}", fault);

    private static string Reason(Exception fault) => fault switch
    {
        _ when IsDiskFull(fault) => $"the disk is full ({fault.Message})",
        { HResult: ReadOnlyFileSystem } => $"the file system is read-only ({fault.Message})",
        { HResult: TooManyFiles or TooManyFilesInSystem } =>
            $"this process has too many files open; raise the limit (ulimit -n) ({fault.Message})",
        UnauthorizedAccessException => $"permission denied ({fault.Message})",
        _ => fault.Message,
    };

    // The runtime leaves the errno in HResult on Unix, for some calls only; its text is the fallback.
    private static bool IsDiskFull(Exception fault) =>
        fault.HResult is NoSpace or QuotaExceeded or WindowsDiskFull
        || fault.Message.Contains("No space left", StringComparison.Ordinal);
}
