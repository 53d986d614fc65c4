using Enas.Pipeline.Files;
using Enas.Pipeline.Options;

namespace Enas.Host.Service;

/// <summary>A job that the service knows.</summary>
/// <param name="Name">Its file without <c>.json</c>.</param>
/// <param name="Path">The job file.</param>
/// <param name="Schedule">Its schedule, or null for one that runs on demand.</param>
internal sealed record ServedJob(string Name, string Path, ScheduleOptions? Schedule);

/// <summary>One look at a folder of job files. A broken file hides no other.</summary>
/// <param name="Jobs">The good ones, by name.</param>
/// <param name="Broken">The faults of the others.</param>
internal sealed record JobFolder(IReadOnlyList<ServedJob> Jobs, IReadOnlyList<BrokenFile> Broken)
{
    /// <summary>Jobs whose files are good and whose schedules cannot be used, by name: they are not served until that is mended.</summary>
    public IReadOnlyList<string> Unscheduled { get; init; } = [];

    /// <summary>Every job and how it stands with its schedule, by name: those without a usable one too.</summary>
    public IReadOnlyList<(ServedJob Job, ScheduleState State)> States(DateTimeOffset now) =>
    [
        .. Jobs.Select(job => (Job: job, State: ScheduleState.Of(job, now)))
            .Concat(Unscheduled.Select(name => (Job: new ServedJob(name, name + ".json", null), State: ScheduleState.Broken)))
            .OrderBy(one => one.Job.Name, StringComparer.Ordinal),
    ];

    /// <summary>Reads every job file and every schedule.</summary>
    public static JobFolder Read(string folder) => new JobFolderReader(folder, TimeProvider.System).Read();

    /// <summary>The schedule of a job file as it is now, null where it has none, or what is wrong with it.</summary>
    /// <param name="job">The job file.</param>
    /// <param name="options">The job: what its schedule does after a search has to go with it. Null where the job itself does not
    /// matter.</param>
    public static (ScheduleOptions? Schedule, IReadOnlyList<BrokenFile> Broken) ScheduleOf(string job, JobOptions? options)
    {
        var path = SchedulePath(job);
        var read = IsThere(path) ? ScheduleFile.Read(path, options) : (null, []);
        return read.Broken.Count > 0 && !IsThere(path) ? (null, []) : read; // It may be taken away just now.
    }

    /// <summary>The schedule file of a job file.</summary>
    public static string SchedulePath(string job) => Path.ChangeExtension(job, null) + ScheduleFile.Suffix;

    /// <summary>Whether anything has a name; a link that leads nowhere is something.</summary>
    public static bool IsThere(string path) => FileNames.KindOf(path, followLinks: false) != FileKind.Absent;
}
