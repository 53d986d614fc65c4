using Enas.Host.Tests.Cli;

namespace Enas.Host.Tests.Verbs.Train;

/// <summary>What is made of a search sees the data that the search saw, or says that it does not.</summary>
public sealed class OtherDataTests : IDisposable
{
    private const string OtherData = "the data are not those of the search s: their digest is ";
    private static readonly string[] s_run = ["run", "tiny.json", "--out", "s", "--set", "data.kind=tokens", "--set", "data.path=text"];

    private readonly WorkFolder _work = new();

    public OtherDataTests()
    {
        foreach (var name in (string[])["train", "valid", "test"])
        {
            WriteText(name, string.Empty);
        }
    }

    public void Dispose() => _work.Dispose();

    [Fact]
    public async Task A_ranking_is_refused_before_anything_is_trained()
    {
        await EnasAsync(0, s_run);
        string[] rank = ["rank", "s", "--count", "2", "--set", "train.epochs=1"];
        WriteText("train", "the cat the\n");
        var refused = await EnasAsync(65, rank);
        Assert.Contains(OtherData, refused.Error, StringComparison.Ordinal);
        Assert.Contains("Scores and trainings have to see the same data", refused.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(_work.Root, "s-rank")));
        WriteText("train", string.Empty);
        await EnasAsync(0, rank);
    }

    /// <summary>By an earlier version, or by somebody who moved it there.</summary>
    [Fact]
    public async Task A_training_of_other_data_in_a_ranking_is_named()
    {
        await EnasAsync(0, s_run);
        WriteText("train", "the cat the\n");
        await EnasAsync(0, "train", "s", "--set", "train.epochs=1", "--out", "s-rank/chosen");
        WriteText("train", string.Empty);
        var refused = await EnasAsync(65, "rank", "s", "--count", "2", "--set", "train.epochs=1");
        Assert.Contains($"{Path.Combine(_work.Root, "s-rank", "chosen")} was made of other data than those of the search s: ",
            refused.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_training_says_so_and_is_made()
    {
        await EnasAsync(0, s_run);
        var alike = await EnasAsync(0, "train", "s", "--out", "alike", "--set", "train.epochs=1", "--json");
        Assert.True(alike.Json().GetProperty("isOfSearchData").GetBoolean());
        Assert.DoesNotContain(OtherData, alike.Error, StringComparison.Ordinal);
        WriteText("train", "the cat the\n");
        var other = await EnasAsync(0, "train", "s", "--out", "other", "--set", "train.epochs=1", "--json");
        Assert.False(other.Json().GetProperty("isOfSearchData").GetBoolean());
        Assert.Contains($"note         {OtherData}", other.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_follows_a_search_goes_on_with_its_data_alone()
    {
        await EnasAsync(0, s_run);
        WriteText("train", "the cat the\n");
        var refused = await EnasAsync(65, "resume", "s", "--then", "train");
        Assert.Contains(OtherData, refused.Error, StringComparison.Ordinal);
        WriteText("train", string.Empty);
        await EnasAsync(0, "resume", "s", "--then", "train");
    }

    private void WriteText(string name, string more) => _work.Write($"text/{name}.txt",
        string.Concat(Enumerable.Range(0, 200).Select(i => $"a b c d {(char)('a' + (i * 7 % 13))}\n")) + more);

    private async Task<EnasResult> EnasAsync(int exitCode, params string[] arguments)
    {
        var result = await _work.Enas(arguments);
        Assert.True(result.ExitCode == exitCode, result.Error);
        return result;
    }
}
