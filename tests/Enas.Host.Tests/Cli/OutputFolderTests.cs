using Enas.Host.Cli;
using Enas.Pipeline.Jobs;

namespace Enas.Host.Tests.Cli;

/// <summary>A place where nothing can be written is found out before anything is computed for it.</summary>
public sealed class OutputFolderTests : IDisposable
{
    private const string Timed = "timed  ";

    private readonly WorkFolder _work = new();

    public void Dispose() => _work.Dispose();

    [Fact]
    public void What_is_tried_leaves_nothing()
    {
        var before = Directory.GetFileSystemEntries(_work.Root).Order();
        OutputFolder.Require("--out", Path.Combine(_work.Root, "a", "b"));
        OutputFolder.Require("--out", _work.Root);
        Assert.Equal(before, Directory.GetFileSystemEntries(_work.Root).Order());
    }

    [Theory]
    [InlineData("prove", "tiny.json", "--pairs", "1")]
    [InlineData("rank", "s", "--count", "2")]
    [InlineData("auto", "text", "--minutes", "0.1")]
    [InlineData("run", "tiny.json")]
    [InlineData("run", "tiny.json", "--seeds", "1..2")]
    [InlineData("train", "s")]
    [InlineData("fork", "s", "--at", "2")]
    public async Task A_file_in_the_place_of_a_folder_is_a_wrong_command_line(params string[] verb)
    {
        await PrepareAsync();
        _work.Write("taken", "mine");
        foreach (var place in (string[])["taken", "taken/below"])
        {
            var refused = await _work.Enas([.. verb, "--out", place]);
            Assert.True(refused.ExitCode == 64, refused.Error);
            Assert.Matches("taken is a (regular )?file", refused.Error);
            Assert.DoesNotContain(Timed, refused.Output, StringComparison.Ordinal);
        }

        Assert.Equal("mine", await File.ReadAllTextAsync(Path.Combine(_work.Root, "taken")));
    }

    /// <summary>Nothing can be made under <c>/proc</c>, whoever asks.</summary>
    [Theory]
    [InlineData("x/y", "prove", "tiny.json", "--pairs", "1")]
    [InlineData("x/y", "rank", "s", "--count", "2")]
    [InlineData("x/y", "auto", "text", "--minutes", "0.1")]
    [InlineData("x/job.json", "init", "--data", "text", "--minutes", "0.1")]
    [InlineData("job.json", "init", "--data", "text", "--minutes", "0.1")]
    [InlineData("x/page.html", "compare", "s", "t")]
    public async Task A_place_that_cannot_be_written_is_named(string place, params string[] verb)
    {
        await PrepareAsync();
        await _work.TinySearch("t");
        var refused = await _work.Enas([.. verb, "--out", $"/proc/{place}"]);
        Assert.True(refused.ExitCode == 74, refused.Error);
        Assert.Contains($"--out /proc/{place}: ", refused.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("Could not find", refused.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(Timed, refused.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_network_of_somebody_else_is_seen_before_anything_is_timed()
    {
        await PrepareAsync();
        _work.Write("out/network.onnx", "mine");
        var refused = await _work.Enas("auto", "text", "--minutes", "0.1", "--out", "out");
        Assert.Equal(64, refused.ExitCode);
        Assert.Contains("network.onnx is there and would be replaced", refused.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(Timed, refused.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_schema_of_somebody_else_is_seen_before_anything_is_timed()
    {
        await PrepareAsync();
        _work.Write(JobSchema.FileName, "mine");
        var refused = await _work.Enas("init", "--data", "text", "--minutes", "0.1", "--out", "made.json");
        Assert.Equal(64, refused.ExitCode);
        Assert.DoesNotContain(Timed, refused.Output, StringComparison.Ordinal);
    }

    private async Task PrepareAsync()
    {
        await _work.TinySearch("s");
        _work.Write("text/input.txt", string.Concat(Enumerable.Repeat("the cat sat\nthe dog ran\n", 400)));
    }
}
