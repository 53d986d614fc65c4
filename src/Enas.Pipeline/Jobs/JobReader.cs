using System.Text;
using Enas.Pipeline.Files;
using Enas.Pipeline.Messages;
using Enas.Pipeline.Options;

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
        string path, IReadOnlyList<string> sets, string workingDirectory, Func<string, string?>? environment = null) =>
        Read(path, sets, workingDirectory, environment, strategy: null);

    /// <summary>Reads the file at a path as a job of another strategy than its own: options that only its own strategy has are left
    /// out.</summary>
    /// <param name="path">The job file; errors name it as it is given.</param>
    /// <param name="sets">The <c>key=value</c> of every <c>--set</c>, of its own strategy.</param>
    /// <param name="strategy">The name of the other strategy.</param>
    /// <param name="strategySets">The <c>key=value</c> of what is set under that one.</param>
    /// <param name="workingDirectory">What paths in <paramref name="sets"/> are relative to.</param>
    /// <param name="environment">Looks an environment variable up; the process's own when left out.</param>
    public static JobDocument ReadUnder(
        string path, IReadOnlyList<string> sets, string strategy, IReadOnlyList<string> strategySets, string workingDirectory,
        Func<string, string?>? environment = null) =>
        Read(path, sets, workingDirectory, environment, new OtherStrategy(strategy, strategySets));

    private static JobDocument Read(string path, IReadOnlyList<string> sets, string workingDirectory,
        Func<string, string?>? environment, OtherStrategy? strategy)
    {
        var file = Path.GetFullPath(path, workingDirectory);
        try
        {
            var bytes = RegularFile.ReadAllBytes(file, JsonPositions.MaximumBytes);
            return new JobReading(path, workingDirectory, environment ?? Environment.GetEnvironmentVariable) { Under = strategy }
                .Read(bytes, sets);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            var isLink = FileNames.KindOf(file, followLinks: false) == FileKind.SymbolicLink;
            return Failed(JobErrorCodes.NotFound, JobErrorKind.NotFound, path, isLink
                ? "is a link to a file that is not there" : "there is no such job file");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return Failed(JobErrorCodes.Unreadable, JobErrorKind.BadJobFile, path, Unreadable(file, error));
        }
    }

    /// <summary>Reads the file at a path, which may be relative to the working directory.</summary>
    /// <param name="path">The job file.</param>
    /// <param name="sets">The <c>key=value</c> of what is to be another than the file says; a later one wins.</param>
    public static JobDocument ReadFile(string path, params IReadOnlyList<string> sets) =>
        Read(path, sets, Environment.CurrentDirectory);

    /// <summary>Reads a job that is no file. Its paths are relative to the working directory.</summary>
    /// <param name="json">What the job file would hold.</param>
    /// <param name="sets">The <c>key=value</c> of what is to be another than the text says; a later one wins.</param>
    public static JobDocument ReadText(string json, params IReadOnlyList<string> sets) =>
        Read(Encoding.UTF8.GetBytes(json), Path.GetFullPath("job.json"), sets, Environment.CurrentDirectory);

    /// <summary>Reads bytes that are, or would be, the file at a path.</summary>
    public static JobDocument Read(
        ReadOnlyMemory<byte> bytes, string path,
            IReadOnlyList<string> sets, string workingDirectory, Func<string, string?>? environment = null) =>
        new JobReading(path, workingDirectory, environment ?? Environment.GetEnvironmentVariable).Read(bytes, sets);

    private static string Unreadable(string file, Exception error) => FileNames.KindOf(file) switch
    {
        FileKind.Regular when error is UnusableFileException =>
            $"is larger than {JsonPositions.MaximumBytes} bytes, which a job has at most; it was not read",
        FileKind.Regular or FileKind.Absent => $"cannot be read: {ForeignText.Escaped(error.Message)}",
        var kind => $"is {RegularFile.WordsOf(kind)}; expected a job file",
    };

    internal static JobDocument Failed(
        string code, JobErrorKind kind, string path, string message, TextPosition position = default) => new()
        {
            Options = null,
            Errors = [new JobError(code, kind, path, position, "", message)],
            Values = [],
            Bytes = default,
        };
}
