using Enas.Host.Tests.Cli;

namespace Enas.Host.Tests.Verbs.Jobs;

/// <summary>An option in a section that there is none of.</summary>
public sealed class UnknownSectionTests : IDisposable
{
    private readonly WorkFolder _work = new();

    public void Dispose() => _work.Dispose();

    [Theory]
    [InlineData("foo.bar=1", "foo.bar  unknown key; there is no section \"foo\", known are: schemaVersion name ")]
    [InlineData("budget.more.bananas=1", "there is no section \"budget.more\", in \"budget\" known are: rounds evaluations cost")]
    [InlineData("budget.bananas=1", "budget.bananas  unknown key; known here: rounds evaluations cost")]
    public async Task What_is_known_is_named(string set, string words)
    {
        var refused = await _work.Enas("validate", "tiny.json", "--set", set);
        Assert.Equal(64, refused.ExitCode);
        Assert.Contains(words, refused.Error, StringComparison.Ordinal);
    }
}
