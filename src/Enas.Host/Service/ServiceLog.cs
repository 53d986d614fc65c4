using Microsoft.Extensions.Logging;

namespace Enas.Host.Service;

/// <summary>What the service logs. Ids are never reused for something else.</summary>
internal static partial class ServiceLog
{
    [LoggerMessage(1, LogLevel.Information, "serving {Jobs} jobs of {Folder} into {Root}; at most {MaxConcurrent} searches at a time")]
    public static partial void Serving(this ILogger log, int jobs, string folder, string root, int maxConcurrent);

    [LoggerMessage(2, LogLevel.Error, "broken file: {Fault}")]
    public static partial void Broken(this ILogger log, string fault);

    [LoggerMessage(3, LogLevel.Information, "{Job} fired for {At:O}: {State}")]
    public static partial void Fired(this ILogger log, string job, DateTimeOffset at, string state);

    [LoggerMessage(4, LogLevel.Information, "{Search} started as process {Process}")]
    public static partial void Started(this ILogger log, string search, int process);

    [LoggerMessage(5, LogLevel.Information, "{Search} ended with exit code {ExitCode}: {State}")]
    public static partial void Ended(this ILogger log, string search, int exitCode, string state);

    [LoggerMessage(EventId = 14, Message = "{Search} ended with exit code {ExitCode}: {State}, {Reason}")]
    public static partial void EndedBecause(this ILogger log, LogLevel level, string search, int exitCode, string state, string reason);

    [LoggerMessage(6, LogLevel.Information, "draining: {Count} searches stop at their next step")]
    public static partial void Draining(this ILogger log, int count);

    [LoggerMessage(7, LogLevel.Information, "health and metrics on http://{Address}/")]
    public static partial void Listening(this ILogger log, string address);

    [LoggerMessage(21, LogLevel.Information, "pages on {Url}/; the token for actions is in {File}")]
    public static partial void ShowingPages(this ILogger log, string url, string file);

    [LoggerMessage(22, LogLevel.Information, "asked on the page from {Address}: {Action} {Job}")]
    public static partial void Acted(this ILogger log, string action, string job, string address);

    [LoggerMessage(8, LogLevel.Error, "nothing is started until this is cured: {Problem}")]
    public static partial void NotReady(this ILogger log, string problem);

    [LoggerMessage(15, LogLevel.Information, "ready again")]
    public static partial void ReadyAgain(this ILogger log);

    [LoggerMessage(9, LogLevel.Information, "{Search} was found in the output folder and is not in the history; added")]
    public static partial void Found(this ILogger log, string search);

    [LoggerMessage(10, LogLevel.Warning, "{Search} is not measured any more: {Reason}")]
    public static partial void NotMeasured(this ILogger log, string search, string reason);

    [LoggerMessage(12, LogLevel.Information, "{Search} was found unfinished in the output folder; the service goes on with it")]
    public static partial void Adopted(this ILogger log, string search);

    [LoggerMessage(13, LogLevel.Warning, "{Search} in the output folder is left alone: {Reason}")]
    public static partial void NotAdopted(this ILogger log, string search, string reason);

    [LoggerMessage(11, LogLevel.Warning,
        "{Path} is damaged ({Fault}); it is put aside as {Aside} and made anew from the schedules and the searches that are there")]
    public static partial void StoreDamaged(this ILogger log, string path, string fault, string aside);

    [LoggerMessage(16, LogLevel.Error, "put aside: {Fault}")]
    public static partial void PutAside(this ILogger log, string fault);

    [LoggerMessage(17, LogLevel.Error, "{Search} {Reason}")]
    public static partial void NotStarted(this ILogger log, string search, string reason);

    [LoggerMessage(18, LogLevel.Error, "what became of a search cannot be recorded, and the next service goes on with it: {Reason}")]
    public static partial void NotRecorded(this ILogger log, string reason);

    [LoggerMessage(19, LogLevel.Error, "the scheduler could not be stopped: {Reason}")]
    public static partial void NotStopped(this ILogger log, string reason);

    [LoggerMessage(20, LogLevel.Error,
        "the service did not end within {Seconds} s of being asked to; it ends at once, and the next one goes on with what it ran")]
    public static partial void EndsAtOnce(this ILogger log, double seconds);
}
