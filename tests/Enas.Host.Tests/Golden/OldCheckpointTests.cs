using System.Security.Cryptography;
using Enas.Host.Tests.Cli;

namespace Enas.Host.Tests.Golden;

/// <summary>
/// Searches and trainings whose checkpoints have no sections, made by the last program that wrote such and never again: they are made
/// again, gone on with, branched and exported as on the day they were written.
/// </summary>
public sealed class OldCheckpointTests : IDisposable
{
    private const string ImageTraining = "format-1-image-training";
    private const string TextTraining = "format-1-text-training";

    private readonly WorkFolder _work = new();

    public void Dispose() => _work.Dispose();

    [Theory]
    [InlineData("format-1", 2)]
    [InlineData("format-1-fork", 1)]
    [InlineData(TextTraining, 2)]
    [InlineData(ImageTraining, 2)]
    public async Task They_replay_with_the_weights_of_every_checkpoint(string name, int checkpoints)
    {
        Copy(name);
        var replay = await _work.Enas("replay", name, "--mode", "full");
        Assert.True(replay.ExitCode == 0, replay.Error);
        Assert.Contains($"{checkpoints} checkpoint{(checkpoints == 1 ? string.Empty : "s")} came out bit for bit", replay.Output,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("format-1")]
    [InlineData("format-1-fork")]
    public async Task Their_policy_is_derived_again(string name)
    {
        Copy(name);
        var replay = await _work.Enas("replay", name, "--mode", "policy");
        Assert.True(replay.ExitCode == 0, replay.Error);
    }

    [Theory]
    [InlineData("format-1", 5, "c50f76ff94f1af938258021de2551064a8a3cdd09c45a3c5915f644a61d61784")]
    [InlineData("format-1-fork", 3, "3a94ee77d65c2d40122b845af557c0afc3326ad9c56dc699dffc966f1d064d1b")]
    [InlineData(TextTraining, 9, "79cdcea9f4fbe48b7ccb469208f29c861154e87e72b33345bb9b9fc12c66dfcf")]
    [InlineData(ImageTraining, 5, "320653f001eeb8cb7a30be9a74da3dae28bd77bebaf3f2f474ed0ac6e1488ebb")]
    public async Task Cut_some_steps_after_a_checkpoint_they_are_gone_on_with_to_their_fingerprint(
        string name, int kept, string fingerprint)
    {
        var folder = Copy(name);
        foreach (var later in Directory.GetFiles(Path.Combine(folder, "segments")).Order(StringComparer.Ordinal).Skip(kept))
        {
            File.Delete(later);
        }

        var resumed = await _work.Enas("resume", name, "--json");
        Assert.True(resumed.ExitCode == 0, resumed.Error);
        Assert.Equal(fingerprint, resumed.Json().GetProperty("fingerprint").GetString());
        Assert.Contains("from the checkpoint of step", resumed.Error, StringComparison.Ordinal);
        Assert.Equal(0, (await _work.Enas("replay", name, "--mode", "full")).ExitCode);
    }

    [Fact]
    public async Task A_branch_has_the_fingerprint_that_it_had()
    {
        Copy("format-1");
        var branch = await _work.Enas("fork", "format-1", "--at", "3", "--set", "seed=9", "--out", "branch", "--json");
        Assert.True(branch.ExitCode == 0, branch.Error);
        Assert.Equal("3a94ee77d65c2d40122b845af557c0afc3326ad9c56dc699dffc966f1d064d1b",
            branch.Json().GetProperty("fingerprint").GetString());
    }

    [Theory]
    [InlineData(TextTraining, "5616401f52ff68ebc286c4149f4687251a3bd37f47cec549f1ef025d4f907b46")]
    [InlineData(ImageTraining, "bafc4111752bafc80f416ab6d5b065cbdb0b872d5e2c39ad13e69401b0dadd2e")]
    public async Task The_same_network_is_taken_away(string name, string weights)
    {
        Copy(name);
        foreach (var format in (string[])["onnx", "safetensors", "json"])
        {
            var export = await _work.Enas("export", name, "--format", format, "--out", "network." + format);
            Assert.True(export.ExitCode == 0, export.Error);
        }

        // Eight bytes of length, then a header that says which version wrote it, then the weights.
        var bytes = await File.ReadAllBytesAsync(Path.Combine(_work.Root, "network.safetensors"));
        Assert.Equal(weights, Convert.ToHexStringLower(SHA256.HashData(bytes.AsSpan(8 + (int)BitConverter.ToInt64(bytes)))));
    }

    private string Copy(string name)
    {
        var (from, to) = (Path.Combine(AppContext.BaseDirectory, "Golden", name), Path.Combine(_work.Root, name));
        foreach (var file in Directory.GetFiles(from, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }

        return to;
    }
}
