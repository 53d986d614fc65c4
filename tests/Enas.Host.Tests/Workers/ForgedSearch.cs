using Enas.Pipeline.Steps.Train;
using Enas.Storage.Folders;
using Enas.Storage.Log;
using Enas.Storage.Stores;

namespace Enas.Host.Tests.Workers;

/// <summary>A search whose log says something else than was computed, in chains that are as they must be: only who makes it again finds
/// it.</summary>
internal static class ForgedSearch
{
    /// <summary>Writes one beside another.</summary>
    /// <param name="from">The honest one.</param>
    /// <param name="to">Where the other is to be.</param>
    /// <param name="step">The step of the shared weights whose loss is changed.</param>
    public static async Task MakeAsync(string from, string to, long step)
    {
        var honest = await SearchFolder.OpenAsync(from, StorageOptions.OfHost(), CancellationToken.None);
        var job = await File.ReadAllBytesAsync(Path.Combine(from, "job.json"));
        var resolved = await File.ReadAllBytesAsync(Path.Combine(from, "job.resolved.json"));
        var forged = SearchFolder.Create(to, job, resolved);
        await using var log = await ParquetEventLog.OpenReadAsync(honest, CancellationToken.None);
        await using var written = await ParquetEventLog.OpenWriterAsync(
            forged, new WriterDescription("forger", "test", []), TimeProvider.System, CancellationToken.None);
        var isForged = false;
        await foreach (var row in log.ReadAsync(0, CancellationToken.None))
        {
            if (row.Row.EventType is "writer-opened" or "writer-closed")
            {
                continue;
            }

            var isIt = row.Row.EventType == SharedWeightsTrained.Name && row.Row.Step == step;
            isForged |= isIt;
            await written.AppendAsync(
                written.NextSequence,
                [isIt ? (SharedWeightsTrained.FromRow(row.Row) with { Loss = 7 }).ToRow() : row.Row],
                CancellationToken.None);
        }

        foreach (var checkpoint in Directory.GetFiles(Path.Combine(from, "checkpoints")))
        {
            File.Copy(checkpoint, Path.Combine(to, "checkpoints", Path.GetFileName(checkpoint)));
        }

        Assert.True(isForged, $"step {step} trains no weights");
    }
}
