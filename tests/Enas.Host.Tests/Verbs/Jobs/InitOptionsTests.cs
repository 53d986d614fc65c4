using Enas.Host.Tests.Cli;

namespace Enas.Host.Tests.Verbs.Jobs;

/// <summary>Options of <c>init</c> that cannot mean anything together.</summary>
public sealed class InitOptionsTests : IDisposable
{
    private readonly WorkFolder _work = new();

    public void Dispose() => _work.Dispose();

    [Theory]
    [InlineData("--template and --data: one of them", "--data", "text", "--template", "tiny")]
    [InlineData("--template and --data: one of them", "--template", "quickstart", "--data", "text")]
    [InlineData("--minutes is for a job that --data is made for", "--minutes", "15")]
    [InlineData("--strategy is for a job that --data is made for", "--strategy", "predictor")]
    [InlineData("--set is for a job that --data is made for", "--template", "tiny", "--set", "seed=2")]
    public async Task What_would_be_passed_over_is_refused(string words, params string[] options)
    {
        _work.Write("text/input.txt", "the cat sat\n");
        var refused = await _work.Enas(["init", "--out", "made.json", .. options]);
        Assert.Equal(64, refused.ExitCode);
        Assert.Contains(words, refused.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(_work.Root, "made.json")));
    }
}
