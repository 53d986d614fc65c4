using Enas.Host.Tests.Cli;

namespace Enas.Host.Tests.Verbs.Rank;

/// <summary>How many architectures can be ranked.</summary>
public sealed class RankCountTests : IDisposable
{
    private readonly WorkFolder _work = new();

    public void Dispose() => _work.Dispose();

    [Fact]
    public async Task More_than_were_scored_are_refused_with_how_many_there_are()
    {
        await _work.TinySearch("search");
        var scored = (await _work.Enas("derive", "search", "--json")).Json().GetProperty("candidates").EnumerateArray()
            .Count(candidate => candidate.GetProperty("source").GetString() == "random");
        var result = await _work.Enas("rank", "search", "--count", "50");
        Assert.Equal(64, result.ExitCode);
        Assert.Contains($"--count 50: search scored {scored} random candidates beside its choice, and rank trains those; allowed: at most "
            + $"{scored}. A search scores as many as it has candidates (derive.candidates)", result.Error, StringComparison.Ordinal);
    }
}
