using System.Text.Json;

namespace Enas.Host.Tests.Cli;

/// <summary>What a search cost, in every place that says so.</summary>
public sealed class CostTests : IDisposable
{
    private const string Counted = "budget.cost=multiply-adds";

    private readonly WorkFolder _work = new();

    public void Dispose() => _work.Dispose();

    [Fact]
    public async Task A_search_that_counts_nothing_says_why_there_is_no_cost()
    {
        const string Why = "not counted: the job has budget.cost \"none\"; a search with \"multiply-adds\" has it";
        await SearchAsync("plain");
        var shown = await _work.Enas("show", "plain", "--json");
        Assert.Equal(JsonValueKind.Null, shown.Json().GetProperty("cost").ValueKind);
        Assert.Equal(Why, shown.Json().GetProperty("costNotCounted").GetString());
        Assert.Contains($"work         {Why}\n", shown.Error, StringComparison.Ordinal);
        Assert.Equal(0, await ScalarAsync("plain", "SELECT count(*) AS n FROM costs"));
    }

    [Fact]
    public async Task Totals_are_the_sums_of_the_facts_in_show_sql_and_compare()
    {
        await SearchAsync("one", "--set", Counted);
        await SearchAsync("two", "--set", Counted, "--set", "seed=2");
        var shown = (await _work.Enas("show", "one", "--json")).Json();
        Assert.Equal(JsonValueKind.Null, shown.GetProperty("costNotCounted").ValueKind);
        var cost = shown.GetProperty("cost");
        var phases = cost.GetProperty("phases").EnumerateObject().ToDictionary(phase => phase.Name, phase => phase.Value.GetInt64());
        Assert.Equal(["weights", "policy", "derive"], phases.Keys);
        Assert.Equal(phases.Values.Sum(), cost.GetProperty("total").GetInt64());
        foreach (var (phase, sum) in phases)
        {
            Assert.Equal(sum, await ScalarAsync("one", $"SELECT multiply_adds AS n FROM costs WHERE phase = '{phase}'"));
        }

        Assert.Equal(phases["weights"], await ScalarAsync("one",
            "SELECT CAST(sum(3 * multiply_adds * CAST(facts ->> '$.tokens' AS BIGINT)) AS BIGINT) AS n "
            + "FROM events JOIN work USING (search, sequence) WHERE events.event_type = 'shared-weights-trained'"));
        Assert.Equal(phases["derive"], await ScalarAsync("one",
            "SELECT CAST(sum(candidates.multiply_adds * CAST(facts ->> '$.tokens' AS BIGINT)) AS BIGINT) AS n "
            + "FROM events JOIN candidates USING (search, sequence)"));
        Assert.Equal(0, await ScalarAsync("one", "SELECT count(*) AS n FROM architectures WHERE parameters IS NULL"));
        var compared = (await _work.Enas("compare", "one", "two", "--json")).Json().GetProperty("searches")[0];
        Assert.Equal(cost.ToString().Replace(" ", "", StringComparison.Ordinal),
            compared.GetProperty("cost").ToString().Replace(" ", "", StringComparison.Ordinal));

        // By stage for people too: seeds of one job by their mean, others one by one.
        var seeds = await _work.Enas("compare", "one", "two", "--out", "seeds.html");
        Assert.Matches("\ncost of [^\n]+, mean of 2: [0-9.]+ [kMGTP] multiply-adds: weights [^\n]*, derive [^\n]*\n", seeds.Output);
        Assert.Matches("<p>Cost of [^<]+, mean of 2: [^<]+ multiply-adds: weights [^<]*, derive [^<]*\\.</p>",
            File.ReadAllText(Path.Combine(_work.Root, "seeds.html")));
        await SearchAsync("other", "--set", Counted, "--set", "reward.c=70");
        var others = await _work.Enas("compare", "one", "other");
        Assert.Matches("\ncost of one: [^\n]* multiply-adds: weights ", others.Output);
        Assert.Matches("\ncost of other: [^\n]* multiply-adds: weights ", others.Output);
    }

    [Fact]
    public async Task Costs_come_out_again_in_a_full_replay_and_in_that_of_the_policy()
    {
        await SearchAsync("one", "--set", Counted);
        Assert.Equal(0, (await _work.Enas("replay", "one", "--mode", "full")).ExitCode);
        Assert.Equal(0, (await _work.Enas("replay", "one", "--mode", "policy")).ExitCode);
    }

    [Fact]
    public async Task Counting_changes_no_number_but_the_fingerprint()
    {
        var plain = await SearchAsync("plain");
        var counted = await SearchAsync("one", "--set", Counted);
        Assert.NotEqual(plain.GetProperty("fingerprint").GetString(), counted.GetProperty("fingerprint").GetString());
        Assert.Equal(plain.GetProperty("best").GetRawText(), counted.GetProperty("best").GetRawText());
    }

    [Fact]
    public async Task A_training_counts_too()
    {
        await SearchAsync("one", "--set", Counted);
        var trained = await _work.Enas("train", "one", "--out", "net", "--set", "train.epochs=1", "--json");
        Assert.True(trained.ExitCode == 0, trained.Error);
        var shown = (await _work.Enas("show", "net", "--json")).Json().GetProperty("cost").GetProperty("phases");
        Assert.True(shown.GetProperty("weights").GetInt64() > 0);
        Assert.True(shown.GetProperty("end").GetInt64() > 0);
    }

    private async Task<JsonElement> SearchAsync(string folder, params string[] more)
    {
        var run = await _work.TinySearch(folder, more);
        Assert.True(run.ExitCode == 0, run.Error);
        return run.Json();
    }

    private async Task<long> ScalarAsync(string search, string query)
    {
        var result = await _work.Enas("sql", search, query, "--json");
        Assert.True(result.ExitCode == 0, result.Error);
        return result.Json().GetProperty("rows")[0].GetProperty("n").GetInt64();
    }
}
