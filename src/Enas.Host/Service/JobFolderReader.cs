using Enas.Pipeline.Files;
using Enas.Pipeline.Jobs;

namespace Enas.Host.Service;

/// <summary>
/// Reads a folder of job files again and again. A file that did not change since it was read is not read again: a folder of thousands of
/// jobs costs a look at their names. Each file is a risk of its own: whatever happens while it is read is its fault and nobody else's.
/// </summary>
internal sealed class JobFolderReader(string folder, TimeProvider time)
{
    private Dictionary<string, ReadJob> _read = new(StringComparer.Ordinal);
    private JobFolder? _last;
    private string[] _orphans = [];

    /// <summary>The folder as it is now; the same object as before where nothing changed.</summary>
    /// <exception cref="IOException">The folder cannot be read.</exception>
    public JobFolder Read()
    {
        var files = Directory.EnumerateFileSystemEntries(folder, "*.json").Order(StringComparer.Ordinal).ToArray();
        var now = new Dictionary<string, ReadJob>(files.Length, StringComparer.Ordinal);
        var isSame = _last is not null;
        foreach (var path in files.Where(IsJob))
        {
            var known = _read.GetValueOrDefault(path);
            var job = ReadOf(path, known);
            isSame &= ReferenceEquals(job, known);
            now.Add(path, job);
        }

        var orphans = files.Where(path => IsSchedule(path) && !JobFolder.IsThere(JobPath(path))).ToArray();
        if (isSame && now.Count == _read.Count && orphans.AsSpan().SequenceEqual(_orphans))
        {
            return _last!;
        }

        (_read, _orphans) = (now, orphans);
        var read = files.Where(now.ContainsKey).Select(path => now[path]).ToArray();
        return _last = new JobFolder(
            [.. read.Select(job => job.Job).OfType<ServedJob>()], [.. read.SelectMany(job => job.Broken), .. orphans.Select(Orphan)])
        {
            Unscheduled =
            [
                .. files.Where(path => now.TryGetValue(path, out var job) && job.IsUnscheduled)
                    .Select(path => Path.GetFileNameWithoutExtension(path)),
            ],
        };
    }

    private ReadJob ReadOf(string path, ReadJob? known)
    {
        var stamps = (FileNames.StampOf(path), FileNames.StampOf(JobFolder.SchedulePath(path)));
        if (known is { IsSettled: true } && known.Stamps == stamps)
        {
            return known;
        }

        var at = time.GetUtcNow().UtcDateTime;
        var (job, broken) = JobAt(path);
        var isSettled = stamps.Item1.IsSettledAt(at) && stamps.Item2.IsSettledAt(at);
        return known is not null && known.Job == job && known.Broken.SequenceEqual(broken)
            ? known.At(stamps, isSettled)
            : new ReadJob(job, broken).At(stamps, isSettled);
    }

    private (ServedJob? Job, IReadOnlyList<BrokenFile> Broken) JobAt(string path)
    {
        try
        {
            var name = Path.GetFileNameWithoutExtension(path);
            if (JobNames.Fault(name) is { } fault)
            {
                return (null, [new BrokenFile(Path.GetFileName(path), 0, 0, fault)]);
            }

            var read = JobReader.Read(path, [], folder);
            if (!JobFolder.IsThere(path))
            {
                return (null, []); // It was taken away since its name was read.
            }

            var (schedule, brokenSchedule) = JobFolder.ScheduleOf(path, read.Options);
            IReadOnlyList<BrokenFile> broken = [.. BrokenFile.Of(Path.GetFileName(path), read.Errors), .. brokenSchedule];
            return (broken.Count == 0 ? new ServedJob(name, path, schedule) : null, broken);
        }
        catch (Exception error)
        {
            // Whatever it is, a bug of ours too: it is this file's, and the others are read.
            return (null, [BrokenFile.Unreadable(path, error)]);
        }
    }

    private static BrokenFile Orphan(string path) =>
        new(Path.GetFileName(path), 0, 0, $"there is no job file {Path.GetFileName(JobPath(path))}");

    private static string JobPath(string schedule) => schedule[..^ScheduleFile.Suffix.Length] + ".json";

    private static bool IsSchedule(string path) => path.EndsWith(ScheduleFile.Suffix, StringComparison.Ordinal);

    private static bool IsJob(string path) => !IsSchedule(path) && !path.EndsWith(".schema.json", StringComparison.Ordinal);

    /// <summary>What was read of one job, and of which content.</summary>
    private sealed class ReadJob(ServedJob? job, IReadOnlyList<BrokenFile> broken)
    {
        public ServedJob? Job => job;

        public IReadOnlyList<BrokenFile> Broken => broken;

        /// <summary>Whether nothing but its schedule is wrong.</summary>
        public bool IsUnscheduled => broken.Count > 0 && broken.All(fault => IsSchedule(fault.File));

        public (FileStamp Job, FileStamp Schedule) Stamps { get; private set; }

        public bool IsSettled { get; private set; }

        public ReadJob At((FileStamp Job, FileStamp Schedule) stamps, bool isSettled)
        {
            (Stamps, IsSettled) = (stamps, isSettled);
            return this;
        }
    }
}
