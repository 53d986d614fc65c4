using System.Text.RegularExpressions;

namespace Enas.Host.Tests.Cli;

/// <summary>What the README promises to every user.</summary>
public sealed partial class ReadmeTests : IDisposable
{
    private readonly WorkFolder _work = new();

    public void Dispose() => _work.Dispose();

    [Fact]
    public async Task The_quick_start_has_the_fingerprint_that_the_readme_prints()
    {
        var printed = Fingerprints().Matches(await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "README.md"))).Select(match => match.Value).Distinct().ToArray();
        var run = await _work.Enas("run", "quickstart.json", "--json");
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Equal([run.Json().GetProperty("fingerprint").GetString()], printed);
    }

    [GeneratedRegex("\\b[0-9a-f]{64}\\b")]
    private static partial Regex Fingerprints();
}
