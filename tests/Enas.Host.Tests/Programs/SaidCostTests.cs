using System.Globalization;
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
        AssertEachLabelOnce(run.Output);
        AssertEachLabelOnce((await _work.Enas("show", "search")).Output);
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
        Assert.Contains(string.Create(CultureInfo.InvariantCulture, $"front        {best.Length} architectures, from accuracy "
            + $"{100 * best[0].Value:0.00} % at ms {best[0].Cost} to accuracy {100 * best[^1].Value:0.00} % at ms {best[^1].Cost}; "
            + $"hypervolume of reward and cost {area:G8} against ms 10\n"), show, StringComparison.Ordinal);
        Assert.Contains("work         not counted: architectures are evaluated outside of Enas", show, StringComparison.Ordinal);
        Assert.Contains(" ms ", (await _work.Enas("top", "search")).Output, StringComparison.Ordinal);
        Assert.Equal(0, (await _work.Enas("report", "search", "--out", "page.html")).ExitCode);
        Assert.Contains("Accuracy beside ms", File.ReadAllText(Path.Combine(_work.Root, "page.html")), StringComparison.Ordinal);
    }

    // A program that says a cost of 0 fails, in words: the objective takes a power of it.
    [Fact]
    public async Task A_cost_that_is_not_positive_is_told_where_a_power_of_it_is_taken()
    {
        ProgramJobs.Write(_work, ProgramJobs.Text(evaluations: 14).Replace("\"derive\"",
            "\"objective\": { \"kind\": \"soft\", \"cost\": \"mem-mb\" }, \"derive\"", StringComparison.Ordinal),
            """printf 'accuracy=0.%s%s mem-mb=%s\n' "$1" "$2" "$(( $1 - 1 ))" """);
        var run = await _work.Enas("run", "own.json", "--out", "search");
        Assert.True(run.ExitCode == 0, run.Output + run.Error);
        Assert.Matches("failed: rung-0-[0-9a-f]+ said mem-mb 0, and objective.kind \"soft\" takes a power of it", run.Output + run.Error);
        Assert.Matches("for the best value weighed by mem-mb of [0-9]+ that were evaluated", run.Output);
        Assert.Matches("without a value \\(cost-not-positive [0-9]+\\)", (await _work.Enas("show", "search")).Output);
        Assert.NotEqual(0, (await _work.Enas("sql", "search", "SELECT count(*) AS n FROM children WHERE failure = 'cost-not-positive'",
            "--json")).Json().GetProperty("rows")[0].GetProperty("n").GetInt64());
    }

    [Fact]
    public async Task What_is_best_so_far_is_told_as_the_program_said_it()
    {
        ProgramJobs.Write(_work, ProgramJobs.Text(more: ", \"measure\": \"loss\", \"direction\": \"lower\", \"worst\": 9"),
            """printf 'loss=0.00001%s\n' "$1" """);
        var run = await _work.Enas("run", "own.json", "--out", "search", "--stop-after-steps", "3");
        Assert.Equal(75, run.ExitCode);
        Assert.Matches("so far, by reward -0.000 \\(loss 1[.][1-4]E-05, as its program said\\)", run.Output);
        Assert.Matches("best reward +-0.0000 \\(loss 1[.][1-4]E-05\\) at step", (await _work.Enas("show", "search")).Output);
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

    // Several lines of one kind, as the rungs of finals, would be a list.
    private static void AssertEachLabelOnce(string output)
    {
        var labels = output.Split('\n').Where(line => line.Contains("  ", StringComparison.Ordinal) && char.IsLetter(line.FirstOrDefault()))
            .Select(line => line[..line.IndexOf("  ", StringComparison.Ordinal)]).ToArray();
        Assert.Contains("verdict", labels);
        Assert.Equal(labels.Distinct(), labels);
    }
}
