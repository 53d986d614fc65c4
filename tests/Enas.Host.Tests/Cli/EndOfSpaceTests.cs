using System.Globalization;
using System.Text.RegularExpressions;
using Enas.Host.Tests.Programs;

namespace Enas.Host.Tests.Cli;

/// <summary>A search that has evaluated all that there is says so, wherever its end is told.</summary>
public sealed class EndOfSpaceTests : IDisposable
{
    private const string End = "all 9 architectures of the space were evaluated, so the rest of the budget was not needed";

    private readonly WorkFolder _work = new();

    public void Dispose() => _work.Dispose();

    [Theory]
    [InlineData("local-search")]
    [InlineData("evolution")]
    [InlineData("predictor")]
    public async Task A_search_that_used_its_space_up_says_why_it_ended(string strategy)
    {
        var job = ProgramJobs.Write(_work, Job(strategy), ProgramJobs.Script);
        var run = await _work.Enas("run", job, "--out", "search", "--json");
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Contains($"ended    {End}\n", run.Error, StringComparison.Ordinal);
        Assert.Equal(End, run.Json().GetProperty("endOfSpace").GetString());
        Assert.All(Regex.Matches(run.Error, @"step=(\d+)/(\d+)"), step =>
            Assert.True(Number(step.Groups[1]) <= Number(step.Groups[2]), step.Value));

        var show = await _work.Enas("show", "search", "--json");
        Assert.Contains($"ended        {End}\n", show.Error, StringComparison.Ordinal);
        Assert.Equal(End, show.Json().GetProperty("endOfSpace").GetString());
        Assert.Equal(0, (await _work.Enas("report", "search", "--out", "page.html")).ExitCode);
        Assert.Contains($"The search ended before its budget: {End}.", File.ReadAllText(Path.Combine(_work.Root, "page.html")),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_search_that_its_budget_ends_says_nothing_of_it()
    {
        var job = ProgramJobs.Write(_work, Job("local-search"), ProgramJobs.Script);
        var run = await _work.Enas("run", job, "--out", "search", "--set", "budget.evaluations=3");
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.DoesNotContain("ended ", run.Output, StringComparison.Ordinal);
    }

    private static int Number(Group group) => int.Parse(group.Value, CultureInfo.InvariantCulture);

    private static string Job(string strategy) => $$"""
        {
          "name": "own", "preset": "small", "seed": 5,
          "space": { "kind": "custom", "decisions": [
            { "name": "a", "kind": "integer", "low": 1, "high": 3 }, { "name": "b", "kind": "integer", "low": 1, "high": 3 } ] },
          "strategy": { "kind": "{{strategy}}" },
          "evaluator": { "command": ["sh", "value.sh", "{a}", "{b}", "{a}"] },
          "budget": { "evaluations": 15 }, "derive": { "candidates": 1 }
        }
        """;
}
