using Enas.Pipeline.Events;

namespace Enas.Storage.Tests;

/// <summary>A search folder that disappears after the test.</summary>
internal sealed class TestSearch : IDisposable
{
    public static readonly WriterDescription Writer = new("test-search", "0.0.0-test", [new("backend", "none")]);

    private readonly string _parent = Directory.CreateTempSubdirectory("enas-storage-").FullName;

    public TestSearch()
    {
        Folder = SearchFolder.Create(Path.Combine(_parent, "search"), "{\"name\":\"test\"}"u8, "{}"u8);
    }

    public SearchFolder Folder { get; }

    public string Parent => _parent;

    public ValueTask<ParquetEventLog> WriteAsync(TimeProvider? time = null) =>
        ParquetEventLog.OpenWriterAsync(Folder, Writer, time ?? new StoppedClock(), CancellationToken.None);

    public ValueTask<ParquetEventLog> ReadAsync() => ParquetEventLog.OpenReadAsync(Folder, CancellationToken.None);

    /// <summary>Reads and verifies everything.</summary>
    public async Task<List<CommittedRow>> ReadAllAsync()
    {
        await using var log = await ReadAsync();
        return await ReadAllAsync(log);
    }

    public static async Task<List<CommittedRow>> ReadAllAsync(ParquetEventLog log)
    {
        var rows = new List<CommittedRow>();
        await foreach (var row in log.ReadAsync(0, CancellationToken.None))
        {
            rows.Add(row);
        }

        return rows;
    }

    /// <summary>A log of some steps, one commit each; without a clean close the next opening has to verify all of it.</summary>
    public async Task FillAsync(int steps, TimeProvider? time = null, bool close = true)
    {
        await using var log = await WriteAsync(time);
        for (var step = 0; step < steps; step++)
        {
            await log.AppendAsync(log.NextSequence, Rows.Step(step), CancellationToken.None);
        }

        if (close)
        {
            await log.CloseAsync("completed", CancellationToken.None);
        }
    }

    public string Segment(long number) => Path.Combine(Folder.Segments, SegmentName.Of(number));

    public void Dispose() => Directory.Delete(_parent, recursive: true);
}

/// <summary>A clock that always shows the same time, with a fraction that microseconds cannot hold.</summary>
internal sealed class StoppedClock : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => new DateTimeOffset(2026, 3, 4, 5, 6, 7, TimeSpan.Zero).AddTicks(1234567);
}
