namespace Enas.Pipeline.Jobs;

/// <summary>Reads a job: file, preset, defaults and <c>--set</c> into typed options, or every error at once.</summary>
public static class JobReader
{
    /// <summary>Reads the file at a path, which may be relative to the working directory.</summary>
    /// <param name="path">The job file; errors name it as it is given.</param>
    /// <param name="sets">The <c>key=value</c> of every <c>--set</c>; a later one wins.</param>
    /// <param name="workingDirectory">What paths in <paramref name="sets"/> are relative to.</param>
    /// <param name="environment">Looks an environment variable up; the process's own when left out.</param>
    public static JobDocument Read(
        string path, IReadOnlyList<string> sets, string workingDirectory, Func<string, string?>? environment = null)
    {
        try
        {
            return Read(File.ReadAllBytes(Path.GetFullPath(path, workingDirectory)), path, sets, workingDirectory, environment);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            return Failed(JobErrorCodes.NotFound, JobErrorKind.NotFound, path, "there is no such job file");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            if (Directory.Exists(Path.GetFullPath(path, workingDirectory)))
            {
                return Failed(JobErrorCodes.Unreadable, JobErrorKind.BadJobFile, path, "is a folder; expected a job file");
            }

            return Failed(JobErrorCodes.Unreadable, JobErrorKind.BadJobFile, path, $"cannot be read: {error.Message}");
        }
    }

    /// <summary>Reads bytes that are, or would be, the file at a path.</summary>
    public static JobDocument Read(
        ReadOnlyMemory<byte> bytes, string path, IReadOnlyList<string> sets, string workingDirectory, Func<string, string?>? environment = null) =>
        new JobReading(path, workingDirectory, environment ?? Environment.GetEnvironmentVariable).Read(bytes, sets);

    internal static JobDocument Failed(string code, JobErrorKind kind, string path, string message, TextPosition position = default) => new()
    {
        Options = null,
        Errors = [new JobError(code, kind, path, position, "", message)],
        Values = [],
        Bytes = default,
    };
}
