using System.Text.RegularExpressions;

namespace Enas.Host.Tests.Cli;

/// <summary>What the README promises to every user.</summary>
public sealed partial class ReadmeTests
{
    private static readonly Lazy<Task<EnasResult>> s_quickstart = new(RunAsync);

    [Fact]
    public async Task The_quick_start_has_the_fingerprint_that_the_readme_prints()
    {
        var printed = Fingerprints().Matches(await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "README.md")))
            .Select(match => match.Value).Distinct().ToArray();
        Assert.Equal(Fingerprints().Matches((await s_quickstart.Value).Output).Select(match => match.Value).Distinct(), printed);
    }

    [Fact]
    public async Task What_you_see_is_what_the_quick_start_prints()
    {
        var readme = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "README.md"));
        var seen = UpToFingerprint(readme[readme.IndexOf("## What you see", StringComparison.Ordinal)..]);
        Assert.Equal(seen, UpToFingerprint((await s_quickstart.Value).Output));
    }

    // Once for all that is said of it.
    private static async Task<EnasResult> RunAsync()
    {
        using var work = new WorkFolder();
        var run = await work.Program("run", "quickstart.json");
        Assert.True(run.ExitCode == 0, run.Error);
        return run;
    }

    // Where the search lies and how long it took are the reader's own.
    private static string UpToFingerprint(string text)
    {
        var from = text.IndexOf("\nchosen ", StringComparison.Ordinal);
        return text[from..text.IndexOf('\n', text.IndexOf("\nfingerprint ", from, StringComparison.Ordinal) + 1)];
    }

    [GeneratedRegex("\\b[0-9a-f]{64}\\b")]
    private static partial Regex Fingerprints();
}
