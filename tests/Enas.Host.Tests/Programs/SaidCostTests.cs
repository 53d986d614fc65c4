using Enas.Host.Tests.Cli;

namespace Enas.Host.Tests.Programs;

/// <summary>Costs that a program says: a front of them is shown, limits are kept, and what is missing is told in words.</summary>
public sealed class SaidCostTests : IDisposable
{
    private const string Script = """printf 'accuracy=0.%s%s ms=%s\n' "$1" "$2" "$1" """;

    private readonly WorkFolder _work = new();

    public void Dispose() => _work.Dispose();

    // Of a from 1 to 4 and b from 1 to 2 the accuracy is 0.ab and the cost a. The front is found again by going through all pairs.
    [Fact]
    public async Task A_front_is_shown_and_reported()
    {
        ProgramJobs.Write(_work, ProgramJobs.Text(evaluations: 14, more: ", \"lag\": 4").Replace("\"derive\"",
            "\"objective\": { \"kind\": \"pareto\", \"cost\": \"ms\", \"reference\": 10 }, \"derive\"",
            StringComparison.Ordinal), Script);
        var run = await _work.Enas("run", "own.json", "--out", "search", "--set", "strategy.elimination=worst");
        Assert.True(run.ExitCode == 0, run.Output + run.Error);
        var said = await _work.Enas("sql", "search",
            "SELECT DISTINCT metric, costs['ms'] AS ms FROM children WHERE phase = 'policy'", "--json");
        var rows = said.Json().GetProperty("rows").EnumerateArray()
            .Select(row => (Value: row.GetProperty("metric").GetDouble(), Cost: row.GetProperty("ms").GetDouble())).ToArray();
        (double Value, double Cost)[] best = [.. rows.Where(one => !rows.Any(other => other != one
            && other.Value >= one.Value && other.Cost <= one.Cost)).OrderBy(one => one.Cost)];

        // The area under the stairs of the front, up to a cost of 10.
        var area = best.Select((one, i) => (10 - one.Cost) * (one.Value - (i == 0 ? 0 : best[i - 1].Value))).Sum();
        var front = (await _work.Enas("show", "search", "--json")).Json().GetProperty("front");
        Assert.Equal("ms", front.GetProperty("cost").GetString());
        Assert.Equal(area, front.GetProperty("hypervolume").GetDouble(), 12);
        Assert.Equal(best, front.GetProperty("architectures").EnumerateArray()
            .Select(one => (one.GetProperty("reward").GetDouble(), one.GetProperty("cost").GetDouble())));
        var show = (await _work.Enas("show", "search")).Output;
        Assert.Contains("costs        ms ", show, StringComparison.Ordinal);
        Assert.Contains($"front        {best.Length} architectures from {best[0].Cost} at ", show, StringComparison.Ordinal);
        Assert.Contains(" ms ", (await _work.Enas("top", "search")).Output, StringComparison.Ordinal);
        Assert.Equal(0, (await _work.Enas("report", "search", "--out", "page.html")).ExitCode);
        Assert.Contains("Reward beside ms", File.ReadAllText(Path.Combine(_work.Root, "page.html")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_above_a_limit_and_what_says_no_cost_is_told()
    {
        ProgramJobs.Write(_work, ProgramJobs.Text("random", ", \"lag\": 4", evaluations: 16).Replace("\"derive\"",
            "\"limits\": { \"costs\": { \"ms\": 2 } }, \"derive\"", StringComparison.Ordinal),
            "[ \"$1\" = 1 ] && echo accuracy=0.5 && exit 0\n" + Script);
        var run = await _work.Enas("run", "own.json", "--out", "search");
        Assert.True(run.ExitCode == 0, run.Output + run.Error);
        Assert.Contains("said accuracy and no finite number for the cost ms", run.Output + run.Error, StringComparison.Ordinal);
        var show = await _work.Enas("show", "search", "--json");
        Assert.Equal(0.22, show.Json().GetProperty("chosen").GetProperty("score").GetDouble(), 9);
        var reasons = await _work.Enas("sql", "search",
            "SELECT DISTINCT failure FROM rewards WHERE failure IS NOT NULL ORDER BY 1", "--csv");
        Assert.EndsWith("failure\nabove-limit\nno-cost\n", reasons.Output, StringComparison.Ordinal);
        Assert.Matches("evaluated outside of Enas, [0-9]+ without a value \\(no-cost [0-9]+\\), [0-9]+ above a limit",
            (await _work.Enas("show", "search")).Output);
    }
}
