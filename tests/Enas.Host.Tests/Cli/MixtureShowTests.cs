namespace Enas.Host.Tests.Cli;

/// <summary>A search that learns from gradients is not told by the samples and rewards that it has none of.</summary>
public sealed class MixtureShowTests : IDisposable
{
    private readonly WorkFolder _work = new();

    public void Dispose() => _work.Dispose();

    [Theory]
    [InlineData("tiny-darts.json", "a step runs all options at once, so no architecture is drawn before the end")]
    [InlineData("tiny-gdas.json", " drawn, one a step")]
    public async Task Show_says_what_was_learned(string job, string words)
    {
        _work.Job(job);
        Assert.Equal(75, (await _work.Enas("run", job, "--out", "m", "--stop-after-steps", "6")).ExitCode);
        var shown = await _work.Enas("show", "m");
        Assert.Matches(@"(?m)^learned +\d+ steps? of the architecture parameters, from gradients; ", shown.Output);
        Assert.Contains(words, shown.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("rewards", shown.Output, StringComparison.Ordinal);
    }
}
