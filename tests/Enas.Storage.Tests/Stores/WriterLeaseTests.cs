using Enas.Pipeline.Events;
using Enas.TestKit.Stores;

namespace Enas.Storage.Tests.Stores;

/// <summary>The courtesy lock of an object store: a second writer is refused while the first lives, and not for longer.</summary>
public sealed class WriterLeaseTests
{
    private static readonly TimeSpan s_short = TimeSpan.FromMilliseconds(100);

    // A beat is a third of it, and a machine with a lot else to do may be late with one.
    private static readonly TimeSpan s_long = TimeSpan.FromSeconds(3);

    private readonly FaultyObjects _objects = new();

    [Fact]
    public async Task A_second_writer_is_refused_while_the_first_lives_and_the_first_goes_on()
    {
        var folder = await CreateAsync(s_long);
        await using (var log = await WriteAsync(folder))
        {
            var refusal = await Assert.ThrowsAsync<LogFencedException>(async () => await WriteAsync(folder));
            Assert.Contains("open for writing", refusal.Message, StringComparison.Ordinal);
            Assert.True(await ParquetEventLog.HasWriterAsync(folder, CancellationToken.None));
            await log.AppendAsync(1, Rows.Step(0), CancellationToken.None);
            Assert.Single(_objects.Keys, key => key.Contains("_tmp/writer-", StringComparison.Ordinal));
        }

        Assert.DoesNotContain(_objects.Keys, key => key.Contains("_tmp/", StringComparison.Ordinal));
        await using var next = await WriteAsync(folder);
        Assert.Equal(2, next.WriterEpoch);
    }

    [Fact]
    public async Task What_a_dead_writer_left_stops_nobody_and_goes()
    {
        var folder = await CreateAsync(s_short);
        const string dead = "a/search/_tmp/writer-dead-000000000004";
        _objects.Put(dead, [1], ifAbsent: true);
        await using var log = await WriteAsync(folder);
        Assert.Equal(1, log.WriterEpoch);
        Assert.DoesNotContain(dead, _objects.Keys);
    }

    [Fact]
    public async Task A_store_that_answers_no_beat_takes_nothing_from_the_log()
    {
        var folder = await CreateAsync(s_short);
        _objects.Fault = (_, verb, key) => verb is "PUT" or "DELETE" && key.Contains("_tmp/writer-", StringComparison.Ordinal)
            ? ObjectFault.ServerError : ObjectFault.None;
        await using (var log = await WriteAsync(folder))
        {
            await log.AppendAsync(1, Rows.Step(0), CancellationToken.None);
        }

        await using var next = await WriteAsync(folder);
        Assert.Equal((2L, 6L), (next.WriterEpoch, next.NextSequence));
    }

    private ValueTask<SearchFolder> CreateAsync(TimeSpan life) => SearchFolder.CreateAsync(
        new ObjectSearchStore(new InMemoryObjectClient(_objects), "memory://search", "a/search/", ObjectPlace.AtOnce, life),
        "{\"name\":\"test\"}"u8.ToArray(), "{}"u8.ToArray(), CancellationToken.None);

    private static ValueTask<ParquetEventLog> WriteAsync(SearchFolder folder) =>
        ParquetEventLog.OpenWriterAsync(folder, TestSearch.Writer, new StoppedClock(), CancellationToken.None);
}
