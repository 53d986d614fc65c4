using System.Text.Json;

namespace Enas.Host.Tests.Cli;

/// <summary><c>enas sql</c> of the real executable, on searches in every condition but damage, which <see cref="AuditTests"/>
/// has.</summary>
public sealed class SqlTests : IDisposable
{
    private readonly WorkFolder _work = new();

    public void Dispose() => _work.Dispose();

    [Fact]
    public async Task Help_names_all_that_can_be_asked()
    {
        var help = await _work.Enas("help", "sql");
        var words = System.Text.RegularExpressions.Regex.Split(help.Output + help.Error, "[^a-z_]+");
        string[] views =
        [
            .. Enas.Storage.Sql.SqlViews.Definitions.Select(statement => System.Text.RegularExpressions.Regex.Match(
                statement, "CREATE (VIEW|TABLE) ([a-z_]+)").Groups[2].Value).Where(name => name.Length > 0),
        ];
        Assert.Contains("costs", views);
        Assert.Empty(views.Except(words));
    }

    [Fact]
    public async Task Every_view_answers_on_a_real_search_and_nothing_changes()
    {
        var run = await SearchAsync("one");
        var before = Listing();
        Assert.Equal(run.GetProperty("events").GetInt64(), await CountAsync("one", "events"));
        var top = (await _work.Enas("top", "one", "--json")).Json().GetProperty("architectures")[0];
        var best = (await RowsAsync(
            "one", "SELECT architecture, max(reward) AS reward FROM rewards GROUP BY ALL ORDER BY reward DESC, min(step) LIMIT 1"))[0];
        Assert.Equal((top.GetProperty("architecture").GetString(), top.GetProperty("reward").GetDouble()),
            (best.GetProperty("architecture").GetString(), best.GetProperty("reward").GetDouble()));
        Assert.Equal((8, 4, 4, 2, 4), (await CountAsync("one", "architectures"), await CountAsync("one", "rewards"),
            await CountAsync("one", "training"), await CountAsync("one", "policy"), await CountAsync("one", "candidates")));
        var ordinals = await RowsAsync("one", "SELECT ordinal, count(*) AS times FROM rewards GROUP BY ALL ORDER BY ordinal");
        Assert.Equal([(0, 2), (1, 2)],
            ordinals.Select(row => (row.GetProperty("ordinal").GetInt32(), row.GetProperty("times").GetInt32())));
        var sources = await RowsAsync("one", "SELECT DISTINCT source FROM candidates ORDER BY source");
        Assert.Equal(["policy", "random"], sources.Select(row => row.GetProperty("source").GetString()));
        var shares = await RowsAsync(
            "one", "SELECT decision, sum(chosen) AS chosen, sum(share) AS share FROM operation_shares GROUP BY ALL ORDER BY decision");
        Assert.Equal(["node0/activation", "node1/activation", "node1/source", "node2/activation", "node2/source"],
            shares.Select(row => row.GetProperty("decision").GetString()));
        Assert.All(shares, row =>
            Assert.Equal((8, 1.0), (row.GetProperty("chosen").GetInt32(), Math.Round(row.GetProperty("share").GetDouble(), 12))));
        Assert.Equal(before, Listing());
    }

    [Fact]
    public async Task Several_searches_are_told_apart_by_name_or_path()
    {
        await SearchAsync("a/same");
        await SearchAsync("b/same", "--set", "seed=2");
        await SearchAsync("other");
        var result = await _work.Enas(
            "sql", "a/same", "b/same", "other", "other", "SELECT DISTINCT search FROM events ORDER BY search", "--json");
        Assert.Equal(0, result.ExitCode);
        Assert.Equal([Path.Combine(_work.Root, "a", "same"), Path.Combine(_work.Root, "b", "same"), "other"],
            result.Json().GetProperty("rows").EnumerateArray().Select(row => row.GetProperty("search").GetString()));
        Assert.Equal(3, result.Json().GetProperty("searches").GetArrayLength());
    }

    [Fact]
    public async Task People_get_a_table_that_says_what_it_leaves_out()
    {
        await SearchAsync("one");
        var narrow = await _work.Enas("sql", "one", "SELECT 'a,b' AS text, 0.5 AS half, NULL AS nothing, [1, 2] AS list");
        Assert.Equal("text half nothing list  \na,b   0.5       - [1, 2]\n1 row\n", narrow.Output);
        var wide = await _work.Enas("sql", "one", "SELECT * FROM events");
        Assert.Contains("not shown for want of width: ", wide.Output, StringComparison.Ordinal);
        Assert.All(wide.Output.Split('\n')[..^3], line => Assert.InRange(line.Length, 0, 200));
        Assert.DoesNotContain("not shown",
            (await _work.Enas("sql", "one", "SELECT * FROM events", "--all")).Output, StringComparison.Ordinal);
        var many = await _work.Enas("sql", "one", "SELECT * FROM range(101)");
        Assert.EndsWith("the first 100 rows; there are more: --all, --json or --csv\n", many.Output, StringComparison.Ordinal);
        Assert.EndsWith("101 rows\n", (await _work.Enas("sql", "one", "SELECT * FROM range(101)", "--all")).Output,
            StringComparison.Ordinal);
        Assert.EndsWith("0 rows\n", (await _work.Enas("sql", "one", "SELECT * FROM rewards WHERE false")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Programs_get_json_or_csv()
    {
        await SearchAsync("one");
        const string query = "SELECT 'a,\"b' AS text, '' AS empty, NULL AS nothing, 1/0 AS infinite, "
            + "sum(1) AS total, {'x': [1, 2], 'y': NULL} AS nested, '\\xAB'::BLOB AS bytes, TIMESTAMPTZ '2026-01-02 03:04:05.5+00' AS time";
        var json = await _work.Enas("sql", "one", query, "--json");
        Assert.Equal(
            """[{"text":"a,\"b","empty":"","nothing":null,"infinite":"Infinity","total":1,"nested":{"x":[1,2],"y":null},"""
                + "\"bytes\":\"ab\",\"time\":\"2026-01-02T03:04:05.5Z\"}]",
            json.Json().GetProperty("rows").GetRawText());
        var csv = await _work.Enas("sql", "one", query, "--csv");
        Assert.Equal("text,empty,nothing,infinite,total,nested,bytes,time\n\"a,\"\"b\",\"\",,Infinity,1,\"{x: "
            + "[1, 2], y: NULL}\",ab,2026-01-02T03:04:05.5Z\n", csv.Output);
        Assert.Equal(64, (await _work.Enas("sql", "one", query, "--csv", "--json")).ExitCode);
    }

    [Theory]
    [InlineData("SELECT nonsense FROM rewards", "at line 1, column 8")]
    [InlineData("DROP TABLE events", "this is no query")]
    [InlineData("COPY events TO 'stolen.csv'", "stolen.csv")]
    public async Task A_wrong_statement_is_64_in_one_line(string statement, string words)
    {
        await SearchAsync("one");
        var before = Listing();
        var result = await _work.Enas("sql", "one", statement);
        Assert.Equal((64, string.Empty), (result.ExitCode, result.Output));
        Assert.Contains(words, Assert.Single(result.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
        var json = await _work.Enas("sql", "one", statement, "--json");
        Assert.Equal(64, json.Json().GetProperty("error").GetProperty("exitCode").GetInt32());
        Assert.Equal(before, Listing());
    }

    [Fact]
    public async Task Without_a_search_or_a_statement_it_is_64_and_an_absent_search_66()
    {
        await SearchAsync("one");
        Assert.Equal(64, (await _work.Enas("sql")).ExitCode);
        Assert.Equal(64, (await _work.Enas("sql", "one")).ExitCode);
        Assert.Equal(64, (await _work.Enas("sql", "SELECT 1")).ExitCode);
        Assert.Equal(66, (await _work.Enas("sql", "absent", "SELECT 1")).ExitCode);
    }

    [Fact]
    public async Task A_stopped_search_says_so_beside_its_answer()
    {
        Assert.Equal(75, (await _work.TinySearch("one", "--stop-after-steps", "3")).ExitCode);
        var result = await _work.Enas("sql", "one", "SELECT max(step) AS step FROM training", "--json");
        Assert.Equal(0, result.ExitCode);
        Assert.Equal(1, result.Json().GetProperty("rows")[0].GetProperty("step").GetInt64());
        Assert.StartsWith("one: stopped cleanly before its end", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_empty_search_has_empty_views_and_a_half_made_one_names_what_is_missing()
    {
        await SearchAsync("one");
        foreach (var file in ((string[])["segments", "checkpoints"])
            .SelectMany(name => Directory.GetFiles(Path.Combine(_work.Root, "one", name))))
        {
            File.Delete(file);
        }

        var empty = await _work.Enas(
            "sql", "one", "SELECT (SELECT count(*) FROM events) + (SELECT count(*) FROM operation_shares) AS n", "--json");
        Assert.Equal((0, 0), (empty.ExitCode, empty.Json().GetProperty("rows")[0].GetProperty("n").GetInt32()));
        Assert.Equal(
            "one: there are no segments: nothing was committed yet, or all of the log was removed; its views are empty\n", empty.Error);
        foreach (var missing in (string[])["job.resolved.json", "segments", "job.json"])
        {
            Remove(Path.Combine(_work.Root, "one", missing));
            var (sql, show) = (await _work.Enas("sql", "one", "SELECT 1"), await _work.Enas("show", "one"));
            Assert.NotEqual(0, sql.ExitCode);
            Assert.NotEqual(70, sql.ExitCode);
            Assert.Equal((show.ExitCode, show.Error), (sql.ExitCode, sql.Error));
        }
    }

    [Fact]
    public async Task A_search_that_runs_is_queried_without_an_effect_on_it()
    {
        var undisturbed = (await SharedSearches.QuickstartRoundAsync()).Json().GetProperty("fingerprint").GetString();
        using var enas = EnasProcess.Start(
            _work.Root, "run", "quickstart.json", "--out", "live", "--json", "--set", "log.groupSeconds=0", "--set", "budget.rounds=1",
            "--set", "derive.candidates=8", "--threads", "1");
        await _work.HasSegments("live", 3);

        var seen = 0L;
        do
        {
            var result = await _work.Enas("sql", "live", "SELECT count(*) AS n, max(sequence) + 1 AS next FROM events", "--json");
            Assert.True(result.ExitCode == 0, result.Error);
            Assert.DoesNotContain("interrupted", enas.Process.HasExited ? string.Empty : result.Error, StringComparison.Ordinal);
            var row = result.Json().GetProperty("rows")[0];
            Assert.Equal(row.GetProperty("n").GetInt64(), row.GetProperty("next").GetInt64());
            Assert.True(row.GetProperty("n").GetInt64() >= seen);
            seen = row.GetProperty("n").GetInt64();
        }
        while (!enas.Process.HasExited);

        Assert.True(seen > 0);
        Assert.Equal(undisturbed, (await enas.EndAsync()).Json().GetProperty("fingerprint").GetString());
    }

    private async Task<JsonElement> SearchAsync(string folder, params string[] more)
    {
        var run = await _work.TinySearch(folder, more);
        Assert.True(run.ExitCode == 0, run.Error);
        return run.Json();
    }

    private async Task<JsonElement[]> RowsAsync(string search, string query)
    {
        var result = await _work.Enas("sql", search, query, "--json");
        Assert.True(result.ExitCode == 0, result.Error);
        Assert.Empty(result.Error);
        return [.. result.Json().GetProperty("rows").EnumerateArray()];
    }

    private async Task<long> CountAsync(string search, string view) =>
        (await RowsAsync(search, $"SELECT count(*) AS n FROM {view}"))[0].GetProperty("n").GetInt64();

    private static void Remove(string path)
    {
        if (Directory.Exists(path))
        {
            Directory.Delete(path, recursive: true);
        }
        else
        {
            File.Delete(path);
        }
    }

    private string[] Listing() => [.. Directory.EnumerateFileSystemEntries(_work.Root, "*", SearchOption.AllDirectories)
        .Order(StringComparer.Ordinal)
        .Select(path => $"{path} {File.GetLastWriteTimeUtc(path):O}")];
}
