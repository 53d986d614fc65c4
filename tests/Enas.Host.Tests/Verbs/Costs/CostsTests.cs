using Enas.Host.Tests.Cli;

namespace Enas.Host.Tests.Verbs.Costs;

/// <summary><c>enas costs</c> on networks that are as small as can be.</summary>
public sealed class CostsTests : IDisposable
{
    private static readonly string[] s_small = ["--set", "costs.repeats=2", "--set", "costs.warmUp=1", "--set", "train.network.filters=2"];

    private readonly WorkFolder _work = new();

    public void Dispose() => _work.Dispose();

    [Fact]
    public async Task A_fitted_table_is_checked_and_limits_a_search()
    {
        var fit = await _work.Enas(["costs", "fit", "tiny-micro.json", "--count", "4", "--out", "ms.csv", "--json", .. s_small]);
        Assert.True(fit.ExitCode == 0, fit.Error);
        Assert.Equal(3, fit.Json().GetProperty("heldOut").GetProperty("networks").GetInt32());
        var lines = await File.ReadAllLinesAsync(Path.Combine(_work.Root, "ms.csv"));
        Assert.Equal("decision,option,ms", lines[0]);
        Assert.StartsWith("(constant),,", lines[1], StringComparison.Ordinal);
        Assert.Contains(lines, line => line.StartsWith("(held-out error),,", StringComparison.Ordinal));
        Assert.Contains("mean relative error", fit.Error, StringComparison.Ordinal);
        var check = await _work.Enas(["costs", "check", "ms.csv", "tiny-micro.json", "--count", "3", "--json", .. s_small]);
        Assert.True(check.ExitCode == 0, check.Error);
        Assert.Equal(fit.Json().GetProperty("digest").GetString(), check.Json().GetProperty("digest").GetString());
        Assert.Equal(3, check.Json().GetProperty("checked").GetProperty("networks").GetInt32());

        // The same stream would give the ones that it was made of: others are timed, and of an older table nobody knows.
        Assert.Equal(0, check.Json().GetProperty("checked").GetProperty("madeOf").GetInt32());
        Assert.Contains("3 other networks: mean", check.Error, StringComparison.Ordinal);
        _work.Write("old.csv", string.Concat(lines.Where(line => !line.StartsWith("(networks)", StringComparison.Ordinal))
            .Select(line => line + "\n")));
        var old = await _work.Enas(["costs", "check", "old.csv", "tiny-micro.json", "--count", "3", .. s_small]);
        Assert.Contains("the file does not say which it was made of", old.Error + old.Output, StringComparison.Ordinal);

        // What the table says is a fact, and so is which table it was.
        string[] limited = ["--set", "costs.table=ms.csv", "--set", "limits.tableLatencyMs=1000", "--set", "budget.rounds=1", .. s_small];
        var run = await _work.Enas(["run", "tiny-micro.json", "--out", "one", .. limited]);
        Assert.True(run.ExitCode == 0, run.Error);
        var facts = await _work.Enas("sql", "one", "SELECT facts ->> '$.cost_table' AS d FROM events WHERE event_type = 'search-started'",
            "--json");
        Assert.Equal(check.Json().GetProperty("digest").GetString(), facts.Json().GetProperty("rows")[0].GetProperty("d").GetString());
        var replay = await _work.Enas("replay", "one", "--mode", "full");
        Assert.True(replay.ExitCode == 0, replay.Output + replay.Error);
    }

    /// <summary>One node whose two inputs are free in each of two cells: sixteen networks.</summary>
    [Fact]
    public async Task In_a_space_that_is_used_up_a_check_says_how_many_it_was_made_of()
    {
        string[] few = ["--set", "space.nodes=1", "--set", "space.operations=[\"identity\"]", .. s_small];
        var fit = await _work.Enas(["costs", "fit", "tiny-micro.json", "--count", "9", "--out", "few.csv", .. few]);
        Assert.True(fit.ExitCode == 0, fit.Error);
        var check = await _work.Enas(["costs", "check", "few.csv", "tiny-micro.json", "--count", "16", "--json", .. few]);
        Assert.True(check.ExitCode == 0, check.Error);
        Assert.Equal(12, check.Json().GetProperty("checked").GetProperty("madeOf").GetInt32());
        Assert.Contains("16 networks, of which the table was made of 12, as the space has no more others", check.Error,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_cannot_be_done_is_one_clear_error()
    {
        Assert.Equal(64, (await _work.Enas("costs", "fit", "tiny-micro.json", "--count", "1", "--out", "ms.csv")).ExitCode);
        var none = await _work.Enas("costs", "check", "none.csv", "tiny-micro.json");
        Assert.Equal(66, none.ExitCode);
        Assert.Contains("Give costs.table the CSV file", none.Error, StringComparison.Ordinal);
        _work.Write("bad.csv", "decision,option\n");
        var bad = await _work.Enas("costs", "check", "bad.csv", "tiny-micro.json");
        Assert.Equal(65, bad.ExitCode);
        Assert.Contains("the first line has to be decision,option,ms", bad.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(_work.Root, "ms.csv")));
    }
}
