using Enas.Pipeline.Jobs;

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
    /// <summary>Reads every job file and every schedule.</summary>
    public static JobFolder Read(string folder)
    {
        var jobs = new List<ServedJob>();
        var broken = new List<BrokenFile>();
        var files = Directory.EnumerateFiles(folder, "*.json").Order(StringComparer.Ordinal).ToArray();
        foreach (var path in files.Where(IsJob))
        {
            var faults = JobReader.Read(path, [], folder).Errors;
            broken.AddRange(faults.Select(fault => BrokenFile.Of(Path.GetFileName(path), fault)));
            var (schedule, brokenSchedule) = ScheduleOf(path);
            broken.AddRange(brokenSchedule);
            if (faults.Count == 0 && brokenSchedule.Count == 0)
            {
                jobs.Add(new ServedJob(Path.GetFileNameWithoutExtension(path), path, schedule));
            }
        }

        broken.AddRange(files.Where(path => IsSchedule(path) && !File.Exists(JobPath(path))).Select(path => new BrokenFile(Path.GetFileName(path), 0, 0, $"there is no job file {Path.GetFileName(JobPath(path))}")));
        return new JobFolder(jobs, broken);
    }

    /// <summary>The schedule of a job file as it is now, null where it has none, or what is wrong with it.</summary>
    public static (ScheduleOptions? Schedule, IReadOnlyList<BrokenFile> Broken) ScheduleOf(string job) =>
        File.Exists(SchedulePath(job)) ? ScheduleFile.Read(SchedulePath(job)) : (null, []);

    /// <summary>The schedule file of a job file.</summary>
    public static string SchedulePath(string job) => Path.ChangeExtension(job, null) + ScheduleFile.Suffix;

    private static string JobPath(string schedule) => schedule[..^ScheduleFile.Suffix.Length] + ".json";

    private static bool IsSchedule(string path) => path.EndsWith(ScheduleFile.Suffix, StringComparison.Ordinal);

    private static bool IsJob(string path) => !IsSchedule(path) && !path.EndsWith(".schema.json", StringComparison.Ordinal);
}
