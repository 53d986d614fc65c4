using Enas.Host.Report;
using Enas.Host.Tests.Cli;
using Enas.Storage.Export;

namespace Enas.Host.Tests.Report;

/// <summary>Where too few architectures were trained alone, the report says what there is and how to get more.</summary>
public sealed class FidelityWordsTests : IDisposable
{
    private readonly WorkFolder _work = new();

    public void Dispose() => _work.Dispose();

    [Fact]
    public async Task Search_with_finals_is_not_told_to_train_what_it_has_trained()
    {
        _work.Job("tiny-finals.json");
        Assert.Equal(0, (await _work.Enas("run", "tiny-finals.json", "--out", "finals", "--set", "budget.rounds=1",
            "--set", "finals.count=3", "--set", "finals.rungs=1", "--set", "finals.steps=4")).ExitCode);
        var words = await WordsAsync("finals");
        Assert.Contains("Its finals trained 3 architectures alone too", words, StringComparison.Ordinal);
        Assert.DoesNotContain("Train some beside it", words, StringComparison.Ordinal);
        Assert.EndsWith("enas rank SEARCH.", words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Search_without_finals_is_told_how_to_train_some()
    {
        await _work.TinySearch("one");
        Assert.Equal("0 of this search's architectures were also trained from scratch by one recipe; two are needed at least. "
            + "Train some beside it: enas rank SEARCH.", await WordsAsync("one"));
    }

    private async Task<string> WordsAsync(string search)
    {
        var report = await ReportedSearch.OpenAsync(Path.Combine(_work.Root, search), RecoveryMode.Strict);
        var chart = Assert.Single(ReportCharts.Of(report, StandAlone.None), chart => chart.Id == "fidelity");
        Assert.Equal(FidelityWords.TooFew(report, 0), chart.Note);
        return chart.Note;
    }
}
