using System.Text.Json;
using Enas.Host.Report;
using Enas.Host.Tests.Cli;
using Enas.Host.Tests.Programs;
using Enas.Pipeline.Measures;

namespace Enas.Host.Tests.Report;

/// <summary>A comparison tells name, direction, best and worst in the measure of its searches, whatever that is.</summary>
public sealed class ComparisonMeasureTests : IDisposable
{
    private readonly WorkFolder _work = new();

    public void Dispose() => _work.Dispose();

    [Theory]
    [InlineData("f1", "higher", "f1")]
    [InlineData("mistakes", "lower", "minus mistakes")]
    [InlineData("accuracy", "higher", "accuracy from 0 to 1")]
    public async Task A_measure_of_ones_own_has_its_name_and_its_direction(string measure, string better, string reward)
    {
        await ProgramAsync("a", measure, better, value: "0.7", seed: 1);
        await ProgramAsync("b", measure, better, value: "0.9", seed: 2);
        var result = await _work.Enas("compare", "a", "b", "--json", "--out", "page.html");
        Assert.True(result.ExitCode == 0, result.Error);
        Assert.Equal([(measure, better), (measure, better)], MeasuresOf(result));
        var group = result.Json().GetProperty("seeds")[0];
        Assert.Equal(better == "higher" ? (0.9, 0.7) : (0.7, 0.9),
            (group.GetProperty("best").GetDouble(), group.GetProperty("worst").GetDouble()));
        var page = File.ReadAllText(Path.Combine(_work.Root, "page.html"));
        var unit = measure == "accuracy" ? " in %" : string.Empty;
        Assert.All([page, result.Error], text =>
        {
            Assert.Contains($"Searches: {measure}{unit}, {better} is better; reward {reward}, higher is better", text,
                StringComparison.Ordinal);
            Assert.DoesNotContain("perplexity", text.Split("job.json")[0], StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task Measures_of_one_name_and_other_directions_are_told_apart()
    {
        await ProgramAsync("up", "size", "higher", "0.7", 1);
        await ProgramAsync("down", "size", "lower", "0.9", 1);
        var result = await _work.Enas("compare", "up", "down", "--json");
        Assert.Contains("size, higher is better; reward size, higher is better", result.Error, StringComparison.Ordinal);
        Assert.Contains("size, lower is better; reward minus size, higher is better", result.Error, StringComparison.Ordinal);
        Assert.Equal([("size", "higher"), ("size", "lower")], MeasuresOf(result));
    }

    [Fact]
    public async Task A_search_by_a_proxy_is_told_in_it_and_beside_one_with_finals_in_words()
    {
        _work.Job("tiny-zero-cost.json");
        foreach (var (name, finals) in new[] { ("a", "0"), ("finals", "5") })
        {
            var run = await _work.Enas("run", "tiny-zero-cost.json", "--out", name, "--set", $"finals.count={finals}",
                "--set", "strategy.warmStart=none", "--set", "proxies.recorded=[]", "--set", "child.steps=2");
            Assert.True(run.ExitCode == 0, run.Error);
        }

        var result = await _work.Enas("compare", "a", "finals", "--json");
        Assert.Equal([("naswot", "higher"), ("accuracy", "higher")], MeasuresOf(result));
        Assert.Contains("trained alone, by their accuracy in %, higher is better, all else is as the search evaluated it", result.Error,
            StringComparison.Ordinal);
        Assert.Contains("chosen naswot", result.Error, StringComparison.Ordinal);
        Assert.Contains("chosen accuracy", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Perplexities_and_their_trainings_stay_what_they_were()
    {
        var one = await RealSearch.TrainAsync(Path.Combine(_work.Root, "one"), "tiny.json", "0 0 1 1 2");
        Assert.Equal(Measure.Perplexity, one.ChoiceMeasure);
        var validation = TrainingCharts.Of(one)[0];
        Assert.StartsWith("The perplexity on the whole validation set after each epoch", validation.Note, StringComparison.Ordinal);
        Assert.Equal("Cross-entropy of each step in nats per token.", ReportCharts.Loss(one, "loss", "none").Note);
    }

    private static (string?, string?)[] MeasuresOf(EnasResult result) => [.. result.Json().GetProperty("searches").EnumerateArray()
        .Select(one => (one.GetProperty("measure").GetString(), one.GetProperty("better").GetString()))];

    // One evaluation by a program that says a value of the test.
    private async Task ProgramAsync(string name, string measure, string better, string value, int seed)
    {
        var job = ProgramJobs.Write(_work, ProgramJobs.Text("random", $", \"measure\": \"{measure}\", \"direction\": \"{better}\""
            + ", \"worst\": 0.5", evaluations: 1), $"printf '{{\"{measure}\": {value}}}\\n'");
        var run = await _work.Enas("run", job, "--out", name, "--set", $"seed={seed}");
        Assert.True(run.ExitCode == 0, run.Error);
    }
}
