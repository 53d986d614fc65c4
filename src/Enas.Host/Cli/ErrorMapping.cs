using System.Security.Cryptography;
using Enas.Backends.Torch;
using Enas.Pipeline.Architectures;
using Enas.Pipeline.Events;
using Enas.Pipeline.Jobs;
using Enas.Pipeline.Messages;
using Enas.Pipeline.Ports;
using Enas.Pipeline.Tasks.Folders;
using Enas.Pipeline.Work;

namespace Enas.Host.Cli;

/// <summary>What a failure means to the caller.</summary>
/// <param name="ExitCode">See <see cref="ExitCodes"/>.</param>
/// <param name="Lines">For people, the first line says what happened.</param>
internal sealed record Failure(int ExitCode, IReadOnlyList<string> Lines);

/// <summary>The one place that turns an exception into an exit code and words.</summary>
internal static class ErrorMapping
{
    /// <summary>How the words begin where another process has a search that this one would write.</summary>
    public const string HeldElsewhere = "another process writes this search: ";

    /// <summary>The failure that an exception is.</summary>
    public static Failure Of(Exception error) => error switch
    {
        JobRefusedException e =>
            new((int)e.Kind, [.. e.Errors.Select(job => job.ToString()), $"{Count(e.Errors.Count)}. Nothing was started."]),
        FolderOccupiedException e => new(ExitCodes.BadCommandLine, [e.Message]),
        CommandLineException e => new(ExitCodes.BadCommandLine, [e.Message]),
        ArchitectureFormatException e => new(ExitCodes.BadCommandLine, [e.Message]),
        SqlStatementException e => new(ExitCodes.BadCommandLine, [e.Message]),
        BadInputException e => new(ExitCodes.BadInput, e.Lines),
        RefusedException e => new(ExitCodes.GateFailed, [e.Message]),
        DataCheckException e => new(e.ExitCode, [.. e.Faults, $"{e.Faults.Count} faults in all."]),
        DataException { Kind: DataErrorKind.NotFound } e => new(ExitCodes.NotFound, [e.Message]),
        DataException e => new(ExitCodes.BadInput, [e.Message]),
        DataDownloadException e => new(e.ExitCode, [e.Message]),
        NotFoundException e => new(ExitCodes.NotFound, [e.Message]),
        BackendUnavailableException e => new(ExitCodes.Unavailable, [e.Message]),
        WorkUnavailableException e => new(ExitCodes.Unavailable, [e.Message]),
        EngineUnavailableException e => new(ExitCodes.Unavailable, [e.Message]),
        MachineLacksException e => new(ExitCodes.Unavailable, [e.Message]),
        ListenException e => new(ExitCodes.Unavailable, [e.Message]),
        SqlUnavailableException e => new(ExitCodes.Unavailable, [e.Message]),
        LogDamagedException { IsBeyondRepair: true } e => new(ExitCodes.Difference,
            [$"{(e.Search is null ? "this search" : CommandText.PathFromHere(e.Search))} is not as enas left it: {e.Message}"]),
        LogDamagedException e => new(ExitCodes.Difference, ["the log is damaged: " + e.Message, .. e.Search is null ? Array.Empty<string>()
            : [$"All of the damage, and what can be done: {CommandText.Of("audit", CommandText.PathFromHere(e.Search))}"]]),
        ReplayDivergedException e => new(ExitCodes.Difference, ["what was recorded does not come out again: " + e.Message]),
        InconclusiveException e => new(ExitCodes.Inconclusive, ["could not conclude: " + e.Message]),
        CheckpointSectionException e => new(ExitCodes.Inconclusive, ["could not conclude: " + e.Message]),
        LogFencedException e => new(ExitCodes.Stopped, [HeldElsewhere + e.Message]),
        AlreadyServedException e => new(ExitCodes.Stopped, [e.Message]),
        NothingStartedException { InnerException: LogUnavailableException { InnerException: TransientStoreException } } e =>
            new(ExitCodes.Unavailable, [e.Message, "Nothing was started."]),
        LogUnavailableException { InnerException: TransientStoreException } e =>
            new(ExitCodes.Unavailable, [e.Message, "What the log acknowledged is intact."]),
        TransientStoreException e => new(ExitCodes.Unavailable, [e.Message]),
        NothingStartedException e => new(ExitCodes.InputOutput, [e.Message, "Nothing was started."]),
        LogUnavailableException e => new(ExitCodes.InputOutput, [e.Message, "What the log acknowledged is intact."]),
        OperationCanceledException => new(ExitCodes.Stopped, ["stopped"]),
        FileNotFoundException e => new(ExitCodes.NotFound, [e.Message]),
        DirectoryNotFoundException e => new(ExitCodes.NotFound, [e.Message]),
        IOException or UnauthorizedAccessException => new(ExitCodes.InputOutput, [error.Message]),
        AggregateException { InnerExceptions.Count: 1 } e => Of(e.InnerException!),
        _ when TorchBackend.IsOutOfMemory(error) => new(ExitCodes.Unavailable, ["the device has not enough memory for this job: "
            + FirstLine(error), "What the log acknowledged is intact: resume when there is more memory, or on another device."]),
        _ => Bug(error),
    };

    /// <summary>Keeps what is known of a bug in a new file that only this user reads: it holds the command line, and a name that somebody
    /// guesses can be a link.</summary>
    internal static string WriteDetails(string folder, Exception error)
    {
        var path = Path.Combine(folder, $"enas-bug-{RandomNumberGenerator.GetHexString(16, lowercase: true)}.txt");
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using var writer = new StreamWriter(path, options);
        writer.Write(ForeignText.EscapedLines($"enas {Product.Version}\n{Environment.CommandLine}\n{error}\n"));
        return path;
    }

    private static Failure Bug(Exception error)
    {
        var first = $"this is a bug in enas: {error.Message}";
        try
        {
            var path = WriteDetails(Path.GetTempPath(), error);
            return new(ExitCodes.Bug,
                [first, $"The details are in {path}; please send them with your report. A search that ran is intact in its folder."]);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new(ExitCodes.Bug, [first, $"The details could not be written: {e.Message}"]);
        }
    }

    private static string FirstLine(Exception error) => error.Message.Split('\n')[0];

    private static string Count(int errors) => errors == 1 ? "1 error" : $"{errors} errors";
}
