using Enas.Pipeline.Events;
using Enas.Pipeline.Networks;
using Enas.Pipeline.Ports;
using Enas.Pipeline.Search;
using Enas.Pipeline.Steps.Checkpoint;
using Enas.TestKit;

namespace Enas.Host.Tests.Cli;

/// <summary>Checkpoints that a newer program wrote: one error that says which section and what to do, and doing it helps.</summary>
public sealed class NewerCheckpointTests : IDisposable
{
    private readonly WorkFolder _work = new();

    public void Dispose() => _work.Dispose();

    [Fact]
    public async Task A_search_goes_on_without_the_checkpoint_of_a_newer_program()
    {
        var whole = (await _work.TinySearch("whole", "--json")).Json().GetProperty("fingerprint").GetString();
        Assert.Equal(75, (await _work.TinySearch("part", "--stop-after-steps", "4")).ExitCode);
        var newer = await AddAsync("part", "policy");
        string[][] verbs = [["resume", "part"], ["fork", "part", "--at", "4", "--out", "branch"], ["replay", "part", "--mode", "full"]];
        foreach (var verb in verbs)
        {
            var refused = await _work.Enas(verb);
            Assert.Equal(11, refused.ExitCode);
            Assert.Contains(
                "the checkpoint of step 4 has its section \"policy\" in version 2, and this program knows versions up to 1",
                refused.Error, StringComparison.Ordinal);
            Assert.Contains("move the file checkpoints/000000000004-*.safetensors away", refused.Error, StringComparison.Ordinal);
        }

        Assert.False(Directory.Exists(Path.Combine(_work.Root, "branch")));
        Assert.Equal(0, (await _work.Enas("audit", "part")).ExitCode);
        File.Delete(newer);
        var resumed = await _work.Enas("resume", "part", "--json");
        Assert.True(resumed.ExitCode == 0, resumed.Error);
        Assert.Equal(whole, resumed.Json().GetProperty("fingerprint").GetString());
    }

    [Fact]
    public async Task A_network_of_a_newer_program_is_not_taken_away_by_guess()
    {
        Assert.Equal(0, (await _work.TinySearch("search")).ExitCode);
        Assert.Equal(0, (await _work.Enas("train", "search", "--out", "trained")).ExitCode);
        await AddAsync("trained", "best");
        var refused = await _work.Enas("export", "trained", "--format", "safetensors", "--out", "network.safetensors");
        Assert.Equal(11, refused.ExitCode);
        Assert.Contains("section \"best\" in version 2", refused.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(_work.Root, "network.safetensors")));
    }

    /// <summary>Publishes the newest checkpoint again as a newer program would write it; returns the path of its file.</summary>
    private async Task<string> AddAsync(string name, string section)
    {
        var folder = SearchFolder.Open(Path.Combine(_work.Root, name));
        var store = new SafetensorsCheckpointStore(folder);
        await using var log = await ParquetEventLog.OpenWriterAsync(
            folder, new WriterDescription(name, "newer", []), TimeProvider.System, CancellationToken.None);
        var saved = (await log.StateAsync()).Checkpoints[^1];
        var checkpoint = (await store.TryReadAsync(saved.Reference, CancellationToken.None))!;
        var reference = await store.PublishAsync(
            checkpoint with
            {
                Sections = [.. checkpoint.Sections!.Select(kind => kind.Name == section ? kind with { Version = kind.Version + 1 } : kind)],
            },
            CancellationToken.None);
        await log.AppendAsync(log.NextSequence, [new CheckpointSaved(saved.Position, reference).ToRow()], CancellationToken.None);
        return Path.Combine(folder.Checkpoints, reference.Name);
    }
}
