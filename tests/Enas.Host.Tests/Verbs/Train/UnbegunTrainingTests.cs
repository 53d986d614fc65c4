using Enas.Host.Tests.Cli;

namespace Enas.Host.Tests.Verbs.Train;

/// <summary>A training whose process died before its first fact.</summary>
public sealed class UnbegunTrainingTests : IDisposable
{
    private readonly WorkFolder _work = new();

    public void Dispose() => _work.Dispose();

    [Fact]
    public async Task Training_that_died_before_its_first_fact_is_begun_in_its_place_by_the_same_command()
    {
        await _work.TinySearch("search");
        var whole = await _work.Enas("train", "search", "--out", "own", "--json");
        Assert.True(whole.ExitCode == 0, whole.Error);
        KeepOpening("own");

        var resumed = await _work.Enas("resume", "own");
        Assert.Equal(66, resumed.ExitCode);
        Assert.Contains("enas train with the same options and this folder as --out", resumed.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("Remove the folder", resumed.Error, StringComparison.Ordinal);

        // Another training does not take its place.
        Assert.Equal(64, (await _work.Enas("train", "search", "--out", "own", "--set", "train.learningRate=0.5")).ExitCode);

        var again = await _work.Enas("train", "search", "--out", "own", "--json");
        Assert.True(again.ExitCode == 0, again.Error);
        Assert.Equal(whole.Json().GetProperty("fingerprint").GetString(), again.Json().GetProperty("fingerprint").GetString());
        Assert.Equal(0, (await _work.Enas("audit", "own")).ExitCode);

        // One that has begun is none of these.
        Assert.Equal(64, (await _work.Enas("train", "search", "--out", "own")).ExitCode);
    }

    // What a process leaves that was killed after it had opened the log.
    private void KeepOpening(string folder)
    {
        var segments = Directory.GetFiles(Path.Combine(_work.Root, folder, "segments")).Order(StringComparer.Ordinal).ToArray();
        Assert.True(segments.Length > 1);
        foreach (var file in segments.Skip(1).Concat(Directory.GetFiles(Path.Combine(_work.Root, folder, "checkpoints"))))
        {
            File.Delete(file);
        }
    }
}
