using Enas.Pipeline.Events;
using Enas.Pipeline.Ports;
using Enas.Pipeline.Steps.Checkpoint;

namespace Enas.Storage.Tests.Faults;

/// <summary>
/// The life of a log on a disk where anything may happen, what its writers were told, and the check that what they were told is true.
/// Step n is always the same events, so a log that lost nothing has a known fact head.
/// </summary>
/// <param name="disk">The disk.</param>
/// <param name="wrap">What stands between the program and the disk.</param>
internal sealed class LogLife(SimulatedDisk disk, Func<IFileSystem, IFileSystem>? wrap = null)
{
    /// <summary>Steps that a complete log has.</summary>
    public const int Steps = 6;

    private const string Root = "/search";
    private const int EventsPerStep = 4;
    private const int StepsPerCheckpoint = 2;

    private readonly IFileSystem _files = wrap is null ? disk : wrap(disk);

    /// <summary>The rows of every append that returned, of all writers.</summary>
    public List<CommittedRow> Acknowledged { get; } = [];

    /// <summary>Clock of the writers.</summary>
    public TimeProvider Time { get; init; } = new StoppedClock();

    /// <summary>The search's folder, created when the disk has none.</summary>
    public SearchFolder OpenFolder() => _files.FileExists(Path.Combine(Root, "job.json"))
        ? SearchFolder.Open(_files, Root)
        : SearchFolder.Create(_files, Root, "job"u8, "resolved"u8);

    /// <summary>Opens the log and goes on until a number of steps is done in total; a checkpoint after every second step.</summary>
    public async Task WriteAsync(int untilStep)
    {
        var folder = OpenFolder();
        var checkpoints = new SafetensorsCheckpointStore(folder);
        await using var log = await LogOpening.OpenWriterAsync(
            folder, TestSearch.Writer, Time, useLock: false, verifyAll: false, CancellationToken.None);
        for (var step = (int)(log.FactCount / EventsPerStep); step < untilStep; step++)
        {
            Acknowledged.AddRange(await log.AppendAsync(log.NextSequence, Rows.Step(step), CancellationToken.None));
            if ((step + 1) % StepsPerCheckpoint == 0)
            {
                var reference = await checkpoints.PublishAsync(CheckpointOf(step + 1), CancellationToken.None);
                var saved = new CheckpointSaved(new StepPosition(step + 1, Phases.Host, 0), reference);
                Acknowledged.AddRange(await log.AppendAsync(log.NextSequence, [saved.ToRow()], CancellationToken.None));
            }
        }
    }

    /// <summary>
    /// A writer works; before one operation of its, another one takes the log over; then a third opens the log and goes on.
    /// </summary>
    /// <param name="takeOverAt">Number of the operation, from 1, since the folder was there.</param>
    /// <param name="amongPublications">Count only the operations that give a segment its number: the takeover is then always
    /// inside a commit.</param>
    public async Task RunAsync(int takeOverAt, bool amongPublications)
    {
        OpenFolder();
        var reached = 0;
        disk.Fault = (_, operation, path) =>
        {
            if ((!amongPublications || (operation is "link" or "move" && path.EndsWith(".parquet", StringComparison.Ordinal)))
                && ++reached == takeOverAt)
            {
                WriteAsync(untilStep: 3).GetAwaiter().GetResult();
            }

            return null;
        };
        try
        {
            await WriteAsync(untilStep: 4);
        }
        catch (LogFencedException)
        {
            // As it should be: it was replaced.
        }

        await WriteAsync(untilStep: 5);
    }

    /// <summary>
    /// Holds the promises against the log on a disk that came back: everything acknowledged is there, unchanged, at its place; a step is
    /// there whole or not at all; every checkpoint that an event names is there; the log goes on to the end, and its fact head is that of
    /// a log to which nothing ever happened.
    /// </summary>
    public async Task HoldsOnAsync(SimulatedDisk survivor)
    {
        var after = new LogLife(survivor);
        await after.WriteAsync(Steps);
        var folder = after.OpenFolder();
        await CheckAsync(folder);
        await using var log = await ParquetEventLog.OpenReadAsync(folder, CancellationToken.None);
        Assert.Equal(UninterruptedFactHead(), log.FactHead);
        Assert.Equal("job"u8, folder.ReadJob());
        Assert.Equal("resolved"u8, folder.ReadResolvedJob());
    }

    private async Task CheckAsync(SearchFolder folder)
    {
        await using var log = await ParquetEventLog.OpenReadAsync(folder, CancellationToken.None);
        var rows = await TestSearch.ReadAllAsync(log);
        foreach (var told in Acknowledged)
        {
            Assert.True(told.Sequence < rows.Count, $"event {told.Sequence} was acknowledged and is gone");
            Assert.True(rows[(int)told.Sequence].EventHash.Span.SequenceEqual(told.EventHash.Span),
                $"event {told.Sequence} was acknowledged and is another now");
        }

        Assert.Equal(0, log.FactCount % EventsPerStep);
        var store = new SafetensorsCheckpointStore(folder);
        foreach (var row in rows.Where(row => row.Row.EventType == CheckpointSaved.Name))
        {
            Assert.NotNull(await store.TryReadAsync(CheckpointSaved.FromRow(row.Row).Reference, CancellationToken.None));
        }
    }

    private static Checkpoint CheckpointOf(long step) =>
        new(step, [new("baseline", $"{step}")],
            [new CheckpointTensor("w", [2, 3], Enumerable.Range(0, 6).Select(i => (float)(step * i)).ToArray())]);

    private static string UninterruptedFactHead()
    {
        var chain = new FactChain();
        foreach (var row in Enumerable.Range(0, Steps).SelectMany(step => Rows.Step(step)))
        {
            chain.Append(row.EventType, row.SchemaVersion, row.Facts);
        }

        return chain.Fingerprint;
    }
}
