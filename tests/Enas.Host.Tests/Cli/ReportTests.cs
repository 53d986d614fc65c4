
namespace Enas.Host.Tests.Cli;

/// <summary><c>enas report</c>, <c>show</c>, <c>sql</c> and <c>compare</c> on searches in every condition: a clear word, and never an
/// effect on the search.</summary>
public sealed class ReportTests : IDisposable
{
    private readonly WorkFolder _work = new();

    public void Dispose() => _work.Dispose();

    [Theory]
    [InlineData("whole", 0, "", "")]
    [InlineData("stopped", 0, "stopped cleanly before its end", "stopped cleanly")]
    [InlineData("killed", 0, "ended without a word", "interrupted: ended without a word")]
    [InlineData("half-written", 0, "", "")]
    [InlineData("empty", 0, "here are no segments: nothing was committed yet, or all of the log was removed",
        "there are no segments: nothing was committed yet")]
    [InlineData("removed", 10, "there are no segments, but checkpoints/ has ", "there are no segments, but checkpoints/ has ")]
    [InlineData("damaged", 10, "the log is damaged: segment 1", "the log is damaged: segment 1")]
    public async Task Every_condition_has_its_exit_code_and_its_word_and_nothing_changes(
        string condition, int exitCode, string word, string sqlWord)
    {
        await MakeAsync(condition);
        var before = Contents();
        var report = await _work.Enas("report", "search", "--out", "../" + Path.GetFileName(_work.Root) + ".html");
        var (show, sql) = (await _work.Enas("show", "search"), await _work.Enas("sql", "search", "SELECT count(*) FROM events"));
        var page = _work.Root + ".html";
        try
        {
            Assert.Equal((exitCode, exitCode, exitCode), (report.ExitCode, show.ExitCode, sql.ExitCode));
            Assert.Contains(word, report.Output + report.Error, StringComparison.Ordinal);
            Assert.Contains(sqlWord, sql.Output + sql.Error, StringComparison.Ordinal);
            Assert.Equal(exitCode == 0, File.Exists(page));
            Assert.True(exitCode != 0 || (await File.ReadAllTextAsync(page)).Contains(word, StringComparison.Ordinal));
            Assert.Equal(before, Contents());
        }
        finally
        {
            File.Delete(page);
        }
    }

    [Fact]
    public async Task Up_to_the_damage_a_report_says_how_far_it_goes()
    {
        await MakeAsync("damaged");
        var report = await _work.Enas("report", "search", "--recovery", "until-damage", "--json");
        Assert.Equal(10, report.ExitCode);
        Assert.Contains("segment 1", report.Json().GetProperty("damage").GetString(), StringComparison.Ordinal);
        Assert.Contains("The log is damaged. This report shows what comes before",
            await File.ReadAllTextAsync(Path.Combine(_work.Root, "search", "export", "report.html")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_search_that_runs_is_reported_without_an_effect_on_it()
    {
        var undisturbed = (await SharedSearches.QuickstartRoundAsync()).Json().GetProperty("fingerprint").GetString();
        using var enas = EnasProcess.Start(
            _work.Root, "run", "quickstart.json", "--out", "live", "--json", "--set", "log.groupSeconds=0", "--set", "budget.rounds=1",
            "--set", "derive.candidates=8", "--threads", "1");
        await _work.HasSegments("live", 3);

        do
        {
            var report = await _work.Enas("report", "live", "--out", "live.html", "--force", "--json");
            Assert.True(report.ExitCode == 0, report.Error);
        }
        while (!enas.Process.HasExited);

        Assert.Equal(undisturbed, (await enas.EndAsync()).Json().GetProperty("fingerprint").GetString());
    }

    [Fact]
    public async Task What_a_job_says_cannot_become_part_of_the_page()
    {
        var job = _work.Write("evil.json", (await File.ReadAllTextAsync(_work.Tiny))
            .Replace("\"name\":", "// </pre><script>alert(1)</script>\n  \"name\":", StringComparison.Ordinal));
        Assert.Equal(0, (await _work.Enas("run", job, "--out", "search")).ExitCode);
        Assert.Equal(0, (await _work.Enas("report", "search", "--out", "page.html")).ExitCode);
        var page = await File.ReadAllTextAsync(Path.Combine(_work.Root, "page.html"));
        Assert.Contains("&lt;script&gt;alert(1)", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script>alert(1)", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Searches_are_compared_seeds_of_one_job_together_and_differences_named()
    {
        foreach (var (name, set) in new[] { ("a", "seed=1"), ("b", "seed=2"), ("c", "strategy.kind=random") })
        {
            Assert.Equal(0, (await _work.Enas("run", "tiny.json", "--out", name, "--set", set)).ExitCode);
        }

        var result = await _work.Enas("compare", "a", "b", "c", "--out", "compare.html", "--json");
        Assert.True(result.ExitCode == 0, result.Error);
        Assert.Equal([2, 1], result.Json().GetProperty("groups").EnumerateArray().Select(group => group.GetArrayLength()));
        Assert.Equal(["seed", "strategy.kind"],
            result.Json().GetProperty("differences").EnumerateArray().Select(row => row.GetProperty("option").GetString()));
        Assert.Equal("enas", result.Json().GetProperty("seeds")[0].GetProperty("name").GetString());
        Assert.StartsWith("enas: 2 seeds of one job", result.Json().GetProperty("seeds")[0].GetProperty("words")[0].GetString(),
            StringComparison.Ordinal);
        Assert.Equal(["strategy.kind"],
            result.Json().GetProperty("groupDifferences").EnumerateArray().Select(row => row.GetProperty("option").GetString()));
        Assert.True(File.Exists(Path.Combine(_work.Root, "compare.html")));
        Assert.Equal(64, (await _work.Enas("compare", "a", "a")).ExitCode);
        Assert.Equal(66, (await _work.Enas("compare", "a", "absent")).ExitCode);
    }

    [Fact]
    public async Task A_final_training_has_a_report_and_joins_the_rank_fidelity_of_its_parent()
    {
        Assert.Equal(0, (await _work.TinySearch("search")).ExitCode);
        var candidates = (await _work.Enas("derive", "search", "--json")).Json().GetProperty("candidates")
            .EnumerateArray().Select(c => c.GetProperty("architecture").GetString()!).Distinct().Take(2).ToArray();
        foreach (var (i, tokens) in candidates.Index())
        {
            Assert.Equal(0, (await _work.Enas("train", "search", "--arch", tokens, "--out", $"trained{i}")).ExitCode);
        }

        // The same training in another folder is the same training.
        Assert.Equal(0, (await _work.Enas("train", "search", "--arch", candidates[0], "--out", "again")).ExitCode);
        // Another budget says nothing beside theirs.
        Assert.Equal(0, (await _work.Enas("train", "search", "--set", "train.epochs=2", "--out", "longer")).ExitCode);
        var report = await _work.Enas("report", "search", "--out", "search.html", "--json");
        Assert.Equal(candidates.Order(), report.Json().GetProperty("standAlone").GetProperty("architectures").EnumerateArray()
            .Select(row => row.GetProperty("architecture").GetString()!).Order());
        Assert.Contains("over the random ones, n = ", await File.ReadAllTextAsync(Path.Combine(_work.Root, "search.html")),
            StringComparison.Ordinal);
        Assert.Equal(0, (await _work.Enas("report", "trained0", "--out", "trained.html")).ExitCode);
    }

    private async Task MakeAsync(string condition)
    {
        string[] stop = condition == "stopped" ? ["--stop-after-steps", "3"] : [];
        Assert.Equal(condition == "stopped" ? 75 : 0, (await _work.TinySearch("search", ["--set", "log.groupEvents=4", .. stop])).ExitCode);
        var segments = Directory.GetFiles(Path.Combine(_work.Root, "search", "segments")).Order(StringComparer.Ordinal).ToArray();
        Assert.True(segments.Length > 4, $"{segments.Length} segments");
        switch (condition)
        {
            case "killed":
                Array.ForEach(segments[^3..], File.Delete);
                break;
            case "half-written":
                Directory.CreateDirectory(Path.Combine(_work.Root, "search", "_tmp"));
                await File.WriteAllBytesAsync(
                    Path.Combine(_work.Root, "search", "_tmp", "half.parquet"), (await File.ReadAllBytesAsync(segments[1]))[..100]);
                break;
            case "removed":
                Array.ForEach(segments, File.Delete);
                break;
            case "empty":
                Array.ForEach([.. segments, .. Directory.GetFiles(Path.Combine(_work.Root, "search", "checkpoints"))], File.Delete);
                break;
            case "damaged":
                var bytes = await File.ReadAllBytesAsync(segments[1]);
                bytes[bytes.Length / 2] ^= 1;
                await File.WriteAllBytesAsync(segments[1], bytes);
                break;
            default:
                break;
        }
    }

    private string[] Contents() => [.. Directory.EnumerateFiles(_work.Root, "*", SearchOption.AllDirectories)
        .Order(StringComparer.Ordinal)
        .Select(path => $"{path} {File.GetLastWriteTimeUtc(path):O} "
            + $"{Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(path)))}")];
}
