namespace Enas.Host.Tests.Cli;

/// <summary>Audit, repair and export of the real executable.</summary>
public sealed class AuditTests : IDisposable
{
    private readonly WorkFolder _work = new();

    public void Dispose() => _work.Dispose();

    [Fact]
    public async Task An_intact_search_is_audited_and_exported_and_nothing_changes()
    {
        var fingerprint = await SearchAsync();
        var before = Listing();
        var audit = await _work.Enas("audit", "search", "--json", "--expect-head", fingerprint.ToUpperInvariant());
        Assert.Equal(0, audit.ExitCode);
        Assert.True(audit.Json().GetProperty("clean").GetBoolean());
        Assert.Equal(("fingerprint", 0L), (audit.Json().GetProperty("expectedHead").GetProperty("kind").GetString(),
            audit.Json().GetProperty("expectedHead").GetProperty("eventsAfter").GetInt64()));
        Assert.StartsWith("search: intact", audit.Error, StringComparison.Ordinal);
        var repair = await _work.Enas("repair", "search", "--yes");
        Assert.Equal((0, "search: intact; nothing was changed\n"), (repair.ExitCode, repair.Output));
        Assert.Equal(before, Listing());

        foreach (var format in (string[])["parquet", "csv", "jsonl"])
        {
            var export = await _work.Enas("export", "search", "--format", format, "--json");
            Assert.Equal(0, export.ExitCode);
            Assert.Equal(fingerprint, export.Json().GetProperty("fingerprint").GetString());
            Assert.Equal(audit.Json().GetProperty("intactEvents").GetInt64(), export.Json().GetProperty("events").GetInt64());
            Assert.True(File.Exists(Path.Combine(_work.Root, "search", "export", $"events.{format}")));
        }

        Assert.Equal(before, Listing());
        Assert.Equal(0, (await _work.Enas("export", "search", "--out", "mine.csv", "--format", "csv")).ExitCode);
        Assert.Equal(64, (await _work.Enas("export", "search", "--out", "mine.csv", "--format", "csv")).ExitCode);
    }

    [Fact]
    public async Task A_head_of_another_log_is_10_and_what_is_no_head_64()
    {
        await SearchAsync();
        var audit = await _work.Enas("audit", "search", "--expect-head", new string('0', 64));
        Assert.Equal(10, audit.ExitCode);
        Assert.Contains("the expected head is not in this log", audit.Output, StringComparison.Ordinal);
        Assert.Equal(64, (await _work.Enas("audit", "search", "--expect-head", "69f3")).ExitCode);
        Assert.Equal(64, (await _work.Enas("audit", "search", "--expect-head", new string('g', 64))).ExitCode);
    }

    /// <summary>Verbs that read a log: nothing but their words and 10 may come of a damaged one.</summary>
    private static readonly string[][] s_readingVerbs =
    [
        ["show", "search"], ["top", "search"],
            ["derive", "search"], ["draw", "search"], ["sql", "search", "SELECT 1"], ["export", "search"], ["replay", "search"],
        ["resume", "search"], ["fork", "search", "--at", "2", "--out", "branch"],
            ["train", "search", "--out", "training"], ["run", "tiny.json", "--out", "search"],
    ];

    // One of each way in which a verb opens a log: at a glance, as a state, event by event, into DuckDB, to write.
    private static readonly string[][] s_readers =
        [.. s_readingVerbs.Where(arguments => arguments[0] is "top" or "export" or "sql" or "resume")];

    [Fact]
    public async Task Every_verb_says_the_same_of_a_damaged_log()
    {
        await SearchAsync();
        Flip(Segments()[2]);
        var before = Listing();
        const string words = "the log is damaged: segment 2: its bytes do not match its digest";
        await VerbsSay(words, s_readingVerbs);
        var audit = await _work.Enas("audit", "search");
        Assert.Equal(10, audit.ExitCode);
        Assert.StartsWith($"search: {words}\n", audit.Output, StringComparison.Ordinal);
        var finding = (await _work.Enas("audit", "search", "--json")).Json().GetProperty("firstDamage");
        Assert.Equal(("segment-damaged", 2L), (finding.GetProperty("code").GetString(), finding.GetProperty("segment").GetInt64()));
        var plan = await _work.Enas("repair", "search");
        Assert.Equal(10, plan.ExitCode);
        Assert.StartsWith($"search: {words}\n", plan.Output, StringComparison.Ordinal);
        Assert.Equal(before, Listing());
        var show = await _work.Enas("show", "search", "--recovery", "until-damage", "--json");
        Assert.Equal(10, show.ExitCode);
        Assert.Equal(2, show.Json().GetProperty("commits").GetInt64());
    }

    [Theory]
    [InlineData("first", "segment 0: its bytes do not match its digest")]
    [InlineData("last", "its bytes do not match its digest")]
    [InlineData("cut", "segment 2: ")]
    [InlineData("emptied", "segment 2: ")]
    [InlineData("missing", "segment 2: it is missing, but segment ")]
    [InlineData("swapped", "segment 2: ")]
    [InlineData("foreign", "segments/notes.txt does not belong there")]
    [InlineData("no-folder", "the folder ")]
    public async Task Verbs_say_the_same_of_every_kind_of_damage(string damage, string words)
    {
        await SearchAsync();
        Damage(damage);
        var before = Listing();
        var show = await _work.Enas("show", "search");
        Assert.StartsWith(damage == "no-folder"
            ? "enas: search is not as enas left it: " : "enas: the log is damaged: ", show.Error, StringComparison.Ordinal);
        Assert.Contains(words, show.Error, StringComparison.Ordinal);
        await VerbsSay(show.Error.Split('\n')[0]["enas: ".Length..], s_readers);
        Assert.Equal(before, Listing());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    [InlineData(-1)]
    public async Task A_repaired_search_resumes_to_the_fingerprint_of_the_whole(int damaged)
    {
        var whole = await SearchAsync();
        Flip(Segments()[damaged < 0 ? ^-damaged : damaged]);
        var repair = await _work.Enas("repair", "search", "--yes", "--json");
        Assert.True(repair.ExitCode == 0, repair.Error);
        Assert.Single(repair.Json().GetProperty("repairs").EnumerateArray());
        var audit = await _work.Enas("audit", "search");
        Assert.True(audit.ExitCode == 0, audit.Output);
        var resumed = await _work.Enas("resume", "search", "--json");
        Assert.True(resumed.ExitCode == 0, resumed.Error);
        Assert.Equal(whole, resumed.Json().GetProperty("fingerprint").GetString());
        audit = await _work.Enas("audit", "search", "--expect-head", whole);
        Assert.True(audit.ExitCode == 0, audit.Output);
        Assert.Contains("it is the fingerprint", audit.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_repair_does_not_touch_a_search_that_runs()
    {
        await SearchAsync();
        Flip(Segments()[3]);
        await using (new FileStream(
            Path.Combine(_work.Root, "search", "_tmp", "writer.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None))
        {
            var before = Listing();
            var refused = await _work.Enas("repair", "search", "--yes");
            Assert.Equal(75, refused.ExitCode);
            Assert.Equal(before, Listing());
        }
    }

    [Fact]
    public async Task A_branch_that_lost_its_beginning_is_said_to_need_its_parent()
    {
        await SearchAsync();
        Assert.Equal(0, (await _work.Enas("fork", "search", "--at", "4", "--out", "branch")).ExitCode);
        Flip(Directory.GetFiles(Path.Combine(_work.Root, "branch", "segments")).Order(StringComparer.Ordinal).ElementAt(1));
        var repair = await _work.Enas("repair", "branch", "--yes");
        Assert.Equal(0, repair.ExitCode);
        Assert.Contains("begin it again from its parent", repair.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("next ", repair.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_changed_job_is_damage_that_no_repair_gives_back()
    {
        await SearchAsync();
        await File.AppendAllTextAsync(Path.Combine(_work.Root, "search", "job.json"), "\n");
        var audit = await _work.Enas("audit", "search");
        Assert.Equal(10, audit.ExitCode);
        Assert.Contains("job.json: it is not the file that the search was begun with", audit.Output, StringComparison.Ordinal);
        var repair = await _work.Enas("repair", "search", "--yes");
        Assert.Equal(10, repair.ExitCode);
        Assert.Contains("A repair cannot give that back", repair.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_segment_that_is_no_file_is_damage_which_a_repair_leaves_where_it_is()
    {
        await SearchAsync();
        var segment = Segments()[1];
        File.Delete(segment);
        Directory.CreateDirectory(segment);
        foreach (var verb in (string[][])[["audit", "search"],
            ["repair", "search"], ["export", "search"], ["show", "search"], ["sql", "search", "SELECT 1"]])
        {
            var result = await _work.Enas([.. verb, "--json"]);
            Assert.Equal(10, result.ExitCode);
            Assert.Contains("is a folder", result.Output + result.Error, StringComparison.Ordinal);
            Assert.True(Directory.Exists(segment));
        }
    }

    private async Task VerbsSay(string words, string[][] verbs)
    {
        var results = await Task.WhenAll(verbs.Select(async arguments => (arguments, await _work.Enas(arguments))));
        foreach (var (arguments, result) in results)
        {
            Assert.True(result.ExitCode == 10, $"{arguments[0]}: {result.ExitCode} {result.Error}");
            Assert.True(result.Error.StartsWith($"enas: {words}\n", StringComparison.Ordinal), $"{arguments[0]}: {result.Error}");
            Assert.Equal(string.Empty, result.Output);
        }

        Assert.False(Directory.Exists(Path.Combine(_work.Root, "branch")) || Directory.Exists(Path.Combine(_work.Root, "training")));
    }

    private void Damage(string kind)
    {
        var segments = Segments();
        switch (kind)
        {
            case "first" or "last":
                Flip(segments[kind == "first" ? 0 : ^1]);
                break;
            case "cut":
                File.WriteAllBytes(segments[2], File.ReadAllBytes(segments[2])[..^100]);
                break;
            case "emptied":
                File.WriteAllBytes(segments[2], []);
                break;
            case "missing":
                File.Delete(segments[2]);
                break;
            case "swapped":
                var bytes = File.ReadAllBytes(segments[2]);
                File.Copy(segments[3], segments[2], overwrite: true);
                File.WriteAllBytes(segments[3], bytes);
                break;
            case "foreign":
                File.WriteAllText(Path.Combine(_work.Root, "search", "segments", "notes.txt"), "mine");
                break;
            default:
                Directory.Delete(Path.Combine(_work.Root, "search", "segments"), recursive: true);
                break;
        }
    }

    private async Task<string> SearchAsync()
    {
        var run = await _work.TinySearch("search", "--set", "log.groupSeconds=0", "--set", "checkpoint.everySteps=2");
        Assert.True(run.ExitCode == 0, run.Error);
        return run.Json().GetProperty("fingerprint").GetString()!;
    }

    private string[] Segments() => [.. Directory.GetFiles(Path.Combine(_work.Root, "search", "segments")).Order(StringComparer.Ordinal)];

    private static void Flip(string path)
    {
        var bytes = File.ReadAllBytes(path);
        bytes[bytes.Length / 2] ^= 1;
        File.WriteAllBytes(path, bytes);
    }

    private string[] Listing() => [.. Directory.EnumerateFiles(Path.Combine(_work.Root, "search"), "*", SearchOption.AllDirectories)
        .Where(path => !path.Contains("/export/", StringComparison.Ordinal))
        .Order(StringComparer.Ordinal)
        .Select(path => $"{path} {File.GetLastWriteTimeUtc(path):O}")];
}
