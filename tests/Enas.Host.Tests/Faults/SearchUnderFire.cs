using System.Globalization;
using Enas.Host.Tests.Cli;

namespace Enas.Host.Tests.Faults;

/// <summary>How one process of a search is to die.</summary>
/// <param name="Failpoint">Where it kills itself, as <c>NAME:COUNT</c>; null to be killed from outside.</param>
/// <param name="After">When it is killed from outside.</param>
internal sealed record Kill(string? Failpoint, TimeSpan After);

/// <summary>
/// One search run by a chain of processes that are killed. What each was told to be durable is kept outside the search, line by line, and
/// held against the log afterwards.
/// </summary>
/// <param name="work">Where the processes run, and where the journal of what they were told is.</param>
/// <param name="job">What they run.</param>
/// <param name="name">Name of the search's folder.</param>
/// <param name="parent">Where the search's folder is; the working directory when null.</param>
internal sealed class SearchUnderFire(WorkFolder work, FaultJob job, string name, string? parent = null)
{
    private static readonly TimeSpan s_longest = TimeSpan.FromMinutes(5);

    public string Folder { get; } = Path.Combine(parent ?? work.Root, name);

    /// <summary>Kills that hit a process before it had ended.</summary>
    public int Kills { get; private set; }

    /// <summary>Kills that left a staged file, so hit inside a publication.</summary>
    public int KillsInsidePublication { get; private set; }

    /// <summary>Processes killed while they resumed.</summary>
    public int KilledResumes { get; private set; }

    private string Journal { get; } = Path.Combine(work.Root, $"{name}-{Guid.NewGuid():N}.acknowledged");

    private bool Exists => IsSearch(Folder);

    /// <summary>Whether there is a search: a process may be killed between its folder and its <c>job.json</c>, and the next one makes
    /// it again.</summary>
    private static bool IsSearch(string folder) => File.Exists(Path.Combine(folder, "job.json"));

    /// <summary>Runs or resumes the search and kills it; false when it had ended before.</summary>
    public async Task<bool> KillAsync(Kill kill)
    {
        var resumes = Exists;
        using var enas = Start(kill.Failpoint is null ? [] : [new("ENAS_FAILPOINT", kill.Failpoint)]);
        var ended = enas.EndAsync(s_longest);
        if (kill.Failpoint is null && await Task.WhenAny(ended, Task.Delay(kill.After)) != ended)
        {
            enas.Process.Kill();
        }

        var result = await ended;
        Assert.True(result.ExitCode is 0 or 137, $"exit code {result.ExitCode} after {kill}: {result.Error}");
        if (result.ExitCode == 0)
        {
            return false;
        }

        Kills++;
        KilledResumes += resumes ? 1 : 0;
        KillsInsidePublication += LeftStagedFile() ? 1 : 0;
        await CheckAsync();
        return true;
    }

    /// <summary>Lets it end, and returns its result.</summary>
    public async Task<EnasResult> FinishAsync()
    {
        using var enas = Start([]);
        var result = await enas.EndAsync(s_longest);
        Assert.True(result.ExitCode == 0, result.Error);
        await CheckAsync();
        return result;
    }

    /// <summary>Runs or resumes it with an environment of the test's own.</summary>
    public EnasProcess Start(IEnumerable<KeyValuePair<string, string>> environment, params string[] more) => EnasProcess.StartWithHooks(
        work.Root,
        [new("ENAS_ACKNOWLEDGED", Journal), .. environment],
        [.. Exists ? (string[])["resume", Folder] : ["run", .. job.Arguments, "--out", Folder], "--json", "--threads", "1", .. more]);

    /// <summary>Every event that any process was told to be durable is in the log, with the very head it was told;
    /// the log verifies.</summary>
    public async Task CheckAsync()
    {
        if (!Exists)
        {
            Assert.Empty(Acknowledged());
            return;
        }

        // The processes tell of the commits of children, too, which have logs of their own.
        var children = Folder + "-children";
        var logs = new List<List<string>>();
        var begun = Directory.Exists(children) ? Directory.GetDirectories(children).Where(IsSearch) : [];
        foreach (var folder in (string[])[Folder, .. begun])
        {
            logs.Add(await HeadsAsync(folder));
        }

        foreach (var (sequence, head) in Acknowledged())
        {
            Assert.True(logs.Exists(heads => sequence < heads.Count && heads[sequence] == head),
                $"event {sequence} with head {head} was acknowledged and is gone");
        }
    }

    private static async Task<List<string>> HeadsAsync(string folder)
    {
        var heads = new List<string>();
        await using var log = await ParquetEventLog.OpenReadAsync(SearchFolder.Open(folder), CancellationToken.None);
        await foreach (var row in log.ReadAsync(0, CancellationToken.None))
        {
            heads.Add(Convert.ToHexStringLower(row.EventHash.Span));
        }

        return heads;
    }

    /// <summary>What the processes were told: the last event of each commit, with its head.</summary>
    public IReadOnlyList<(int Sequence, string Head)> Acknowledged() => !File.Exists(Journal) ? [] :
    [
        .. File.ReadLines(Journal).Where(line => line.Length > 0).Select(line => line.Split(' '))
            .Select(parts => (int.Parse(parts[0], CultureInfo.InvariantCulture), parts[1])),
    ];

    private bool LeftStagedFile()
    {
        var staging = Path.Combine(Folder, "_tmp");
        return Directory.Exists(staging) && Directory.EnumerateFiles(staging).Any(path => Path.GetFileName(path) != "writer.lock");
    }
}
