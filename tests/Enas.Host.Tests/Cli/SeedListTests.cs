using Enas.Host.Cli;

namespace Enas.Host.Tests.Cli;

/// <summary>Seeds as people give them, and one job run with several.</summary>
public sealed class SeedListTests : IDisposable
{
    private readonly WorkFolder _work = new();

    public void Dispose() => _work.Dispose();

    [Theory]
    [InlineData("7", new ulong[] { 7 })]
    [InlineData("1..3", new ulong[] { 1, 2, 3 })]
    [InlineData("1..2, 9,4..4", new ulong[] { 1, 2, 9, 4 })]
    [InlineData("18446744073709551614..18446744073709551615", new ulong[] { 18446744073709551614, 18446744073709551615 })]
    public void Ranges_and_single_ones_are_read_in_their_order(string text, ulong[] seeds) => Assert.Equal(seeds, SeedList.Parse(text));

    [Theory]
    [InlineData("")]
    [InlineData("a")]
    [InlineData("-1")]
    [InlineData("3..1")]
    [InlineData("1...3")]
    [InlineData("1..2..3")]
    [InlineData("1,1..2")]
    [InlineData("0..1000")]
    [InlineData("0..18446744073709551615")]
    public void What_is_no_list_of_seeds_is_refused_with_what_is_allowed(string text) => Assert.Equal(
        $"--seeds {text}: allowed are different seeds as in 1..5, 7 or 1..3,10, at most 1000",
        Assert.Throws<CommandLineException>(() => SeedList.Parse(text)).Message);

    [Fact]
    public async Task A_job_runs_with_several_seeds_and_goes_on_where_it_was()
    {
        var first = await _work.Enas("run", "tiny.json", "--seeds", "1..2", "--out", "all", "--json");
        Assert.Equal(0, first.ExitCode);
        Assert.True(first.Json().GetProperty("complete").GetBoolean());
        var alone = (await _work.Enas("run", "tiny.json", "--set", "seed=2", "--json")).Json();
        var searches = first.Json().GetProperty("searches");
        Assert.Equal((2, 2UL), (searches.GetArrayLength(), searches[1].GetProperty("seed").GetUInt64()));
        Assert.Equal(alone.GetProperty("fingerprint").GetString(), searches[1].GetProperty("fingerprint").GetString());
        Assert.Equal(Path.Combine(_work.Root, "all", "seed-2"), searches[1].GetProperty("search").GetString());
        Assert.Equal("too-few", searches[1].GetProperty("verdict").GetProperty("kind").GetString());

        // One was stopped on the way and one is not there yet; the third is as it was.
        Directory.Delete(Path.Combine(_work.Root, "all", "seed-1"), recursive: true);
        Assert.Equal(75, (await _work.Enas(
            "run", "tiny.json", "--set", "seed=1", "--out", "all/seed-1", "--stop-after-steps", "3")).ExitCode);
        var again = await _work.Enas("run", "tiny.json", "--seeds", "1..3", "--out", "all", "--json");
        Assert.Contains("seed-2 is complete; nothing was changed", again.Error, StringComparison.Ordinal);
        Assert.Equal(
            searches.EnumerateArray().Select(one => one.GetProperty("fingerprint").GetString()),
            again.Json().GetProperty("searches").EnumerateArray().Take(2).Select(one => one.GetProperty("fingerprint").GetString()));

        var groups = (await _work.Enas("compare", "all/seed-1", "all/seed-2", "all/seed-3", "--json")).Json().GetProperty("groups");
        Assert.Equal((1, 3), (groups.GetArrayLength(), groups[0].GetArrayLength()));

        var other = await _work.Enas("run", "tiny.json", "--seeds", "1..2", "--out", "all", "--set", "space.nodes=4");
        Assert.Equal(65, other.ExitCode);
        Assert.Contains("holds a search of another job or budget", other.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_folder_they_lie_under_the_runs_by_name_and_seed()
    {
        Assert.Equal(0, (await _work.Enas("run", "tiny.json", "--seeds", "5")).ExitCode);
        Assert.True(File.Exists(Path.Combine(_work.Root, "runs", "tiny-seed-5", "job.json")));
        Assert.Equal(64, (await _work.Enas("run", "tiny.json", "--seeds", "5", "--stop-after-steps", "1")).ExitCode);
        Assert.Equal(64, (await _work.Enas("run", "tiny.json", "--seeds", "5..1")).ExitCode);
    }
}
