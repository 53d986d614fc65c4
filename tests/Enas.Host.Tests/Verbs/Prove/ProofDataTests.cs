using System.Text.Json.Nodes;
using Enas.Host.Tests.Cli;

namespace Enas.Host.Tests.Verbs.Prove;

/// <summary>All pairs of a proof are made of the data that it was begun with.</summary>
public sealed class ProofDataTests : IDisposable
{
    private const string OtherData = "the data are not those of the proof in ";

    private readonly WorkFolder _work = new();
    private readonly string[] _text = [.. Enumerable.Range(0, 200).Select(i => $"a b c d {(char)('a' + (i * 7 % 13))}\n")];

    public ProofDataTests()
    {
        foreach (var name in (string[])["train", "valid", "test"])
        {
            WriteText(name, string.Empty);
        }
    }

    public void Dispose() => _work.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_pair_of_other_data_than_the_first_is_not_begun(bool isRecorded)
    {
        await ProveAsync(0, "p", 1);
        if (!isRecorded)
        {
            var plan = JsonNode.Parse(await File.ReadAllTextAsync(At("p/proof.json")))!.AsObject();
            Assert.True(plan.Remove("data"));
            _work.Write("p/proof.json", plan.ToJsonString());
        }

        WriteText("train", "the cat the\n");
        var refused = await ProveAsync(12, "p", 2);
        Assert.Contains(OtherData, refused.Error, StringComparison.Ordinal);
        Assert.Contains("Put those data back, or give another --out", refused.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(At("p/seed-2")));

        // What is made still counts, and with the data of before it goes on.
        await ProveAsync(0, "p", 1);
        WriteText("train", string.Empty);
        await ProveAsync(0, "p", 2);
    }

    [Fact]
    public async Task Nothing_is_trained_of_other_data_so_that_the_right_ones_go_on()
    {
        await ProveAsync(0, "p", 1);
        WriteText("test", "a b c\n");
        var training = At("p/seed-1/random-trainings/001");
        Directory.Delete(training, recursive: true);
        Assert.Contains(OtherData, (await ProveAsync(12, "p", 1)).Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(training));
        WriteText("test", string.Empty);
        await ProveAsync(0, "p", 1);
    }

    [Theory]
    [InlineData("seed-1/random-trainings/001", "seed-1/random-trainings/001")]
    [InlineData("seed-2", "seed-2")]
    public async Task A_folder_that_was_made_of_other_data_is_named_to_be_removed(string moved, string named)
    {
        await ProveAsync(0, "p", 2);
        WriteText("test", "a b c\n");
        await ProveAsync(0, "q", 2);
        WriteText("test", string.Empty);
        Directory.Delete(At($"p/{moved}"), recursive: true);
        Directory.Move(At($"q/{moved}"), At($"p/{moved}"));
        var refused = await ProveAsync(12, "p", 2);
        Assert.Contains($"{At($"p/{named}")} was made of other data than those of the proof in ", refused.Error, StringComparison.Ordinal);
        Assert.Contains("Remove that folder", refused.Error, StringComparison.Ordinal);
        Directory.Delete(At($"p/{named}"), recursive: true);
        await ProveAsync(0, "p", 2);
    }

    [Fact]
    public async Task A_proof_that_is_done_needs_no_data()
    {
        await ProveAsync(0, "p", 1);
        Directory.Delete(At("text"), recursive: true);
        await ProveAsync(0, "p", 1);
    }

    private string At(string path) => Path.Combine(_work.Root, path);

    private void WriteText(string name, string more) => _work.Write($"text/{name}.txt", string.Concat(_text) + more);

    private async Task<EnasResult> ProveAsync(int exitCode, string folder, int pairs)
    {
        var result = await _work.Enas("prove", "tiny.json", "--pairs", $"{pairs}", "--out", folder, "--set", "data.kind=tokens", "--set",
            "data.path=text", "--set", "train.epochs=1");
        Assert.True(result.ExitCode == exitCode, result.Error);
        return result;
    }
}
