using Enas.Pipeline.Events;
using Enas.Pipeline.Ports;
using Enas.TestKit.Faults;

namespace Enas.Storage.Tests.Stores;

/// <summary>What every store of a search does, whatever it is made of; one class per store runs it.</summary>
public abstract class StoreConformanceTests
{
    private protected abstract TestStore Open();

    [Fact]
    public async Task What_was_put_is_there_and_stays_as_it_is()
    {
        using var place = Open();
        var store = place.Store;
        Assert.False(await store.ExistsAsync("segments/a", CancellationToken.None));
        Assert.Null(await store.OpenReadAsync("segments/a", CancellationToken.None));
        Assert.Equal(PutOutcome.Stored, await PutAsync(store, "segments/a", "one"u8.ToArray()));
        Assert.Equal(PutOutcome.Taken, await PutAsync(store, "segments/a", "two"u8.ToArray()));
        Assert.True(await store.ExistsAsync("segments/a", CancellationToken.None));
        Assert.Equal("one"u8.ToArray(), await store.TryReadAllAsync("segments/a", SegmentFile.MostBytes, CancellationToken.None));
    }

    [Fact]
    public async Task Staged_bytes_can_be_read_back_and_leave_nothing_when_they_get_no_name()
    {
        using var place = Open();
        await using (var staged = await place.Store.StageAsync(3, sink => sink.Write("one"u8)))
        {
            await using var stream = staged.OpenRead();
            Assert.Equal(3, stream.Length);
            Assert.Equal("one"u8, WholeStream.ReadAll(stream, "staged", SegmentFile.MostBytes));
        }

        Assert.Empty(await place.Store.ListAsync("_tmp", null, CancellationToken.None));
    }

    [Fact]
    public async Task Names_are_listed_in_order_whatever_their_number()
    {
        using var place = Open();
        var names = Enumerable.Range(0, 25).Select(number => SegmentName.Of(number)).ToArray();
        foreach (var name in names.Reverse())
        {
            await PutAsync(place.Store, "segments/" + name, [1]);
        }

        await PutAsync(place.Store, "checkpoints/other", [1]);
        Assert.Equal(names, await place.Store.ListAsync("segments", null, CancellationToken.None));
        Assert.Equal(names[20..], (await place.Store.ListAsync("segments", names[20], CancellationToken.None))
            .Where(name => string.CompareOrdinal(name, names[20]) >= 0));
    }

    [Fact]
    public async Task What_was_deleted_is_absent_and_may_be_deleted_again()
    {
        using var place = Open();
        await PutAsync(place.Store, "checkpoints/a", [1]);
        await place.Store.SettleAsync("checkpoints/a");
        for (var i = 0; i < 2; i++)
        {
            await place.Store.DeleteAsync("checkpoints/a", CancellationToken.None);
        }

        Assert.False(await place.Store.ExistsAsync("checkpoints/a", CancellationToken.None));
    }

    [Fact]
    [Trait(FaultPlan.Trait, "8")]
    public async Task Four_racers_for_a_key_have_one_winner()
    {
        const int racers = 4;
        using var place = Open();
        for (var round = 0; round < FaultPlan.Rounds(few: 25, full: 250); round++)
        {
            var key = $"segments/{round}";
            var outcomes = await Task.WhenAll(
                Enumerable.Range(0, racers).Select(racer => Task.Run(() => PutAsync(place.Store, key, [(byte)racer]))));
            var winner = Assert.Single(Enumerable.Range(0, racers), racer => outcomes[racer] == PutOutcome.Stored);
            Assert.Equal(racers - 1, outcomes.Count(outcome => outcome == PutOutcome.Taken));
            Assert.Equal((byte[])[(byte)winner], await place.Store.TryReadAllAsync(key, SegmentFile.MostBytes, CancellationToken.None));
        }
    }

    [Fact]
    public async Task A_log_is_written_stopped_and_gone_on_with()
    {
        using var place = Open();
        var folder = await place.CreateAsync();
        await using (var log = await WriteAsync(folder))
        {
            await log.AppendAsync(1, Rows.Step(0), CancellationToken.None);
            await log.CloseAsync("stopped", CancellationToken.None);
        }

        var again = await place.OpenAsync();
        Assert.Equal("{\"name\":\"test\"}"u8.ToArray(), again.ReadJob());
        Assert.Equal("{}"u8.ToArray(), again.ReadResolvedJob());
        await using var writer = await WriteAsync(again);
        Assert.Equal((2, 7), (writer.WriterEpoch, writer.NextSequence));
        await writer.AppendAsync(7, Rows.Step(1), CancellationToken.None);
        await using var reader = await ParquetEventLog.OpenReadAsync(folder, CancellationToken.None);
        Assert.Equal(writer.EventHead, reader.EventHead);
        Assert.Equal(11, (await TestSearch.ReadAllAsync(reader)).Count);
        await writer.AppendAsync(11, Rows.Step(2), CancellationToken.None);
        Assert.True(await reader.RefreshAsync(CancellationToken.None));
        Assert.Equal(writer.FactHead, reader.FactHead);
    }

    [Fact]
    [Trait(FaultPlan.Trait, "8")]
    public async Task A_writer_that_was_replaced_is_fenced()
    {
        using var place = Open();
        var folder = await place.CreateAsync();
        await using var zombie = await WriteAsync(folder);
        await zombie.AppendAsync(1, Rows.Step(0), CancellationToken.None);
        await using var heir = await WriteAsync(folder);
        await Assert.ThrowsAsync<LogFencedException>(async () => await zombie.AppendAsync(5, Rows.Step(1), CancellationToken.None));
        await heir.AppendAsync(6, Rows.Step(1), CancellationToken.None);
        Assert.Equal(10, (await TestSearch.ReadAllAsync(heir)).Count);
    }

    [Fact]
    [Trait(FaultPlan.Trait, "8")]
    public async Task Writers_that_open_together_have_epochs_of_their_own()
    {
        using var place = Open();
        var folder = await place.CreateAsync();
        for (var round = 0; round < FaultPlan.Rounds(few: 5, full: 50); round++)
        {
            var epochs = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Task.Run(async () =>
            {
                try
                {
                    await using var log = await WriteAsync(folder);
                    return log.WriterEpoch;
                }
                catch (LogFencedException)
                {
                    return 0;
                }
            })));
            var claimed = epochs.Where(epoch => epoch > 0).ToArray();
            Assert.NotEmpty(claimed);
            Assert.Equal(claimed.Length, claimed.Distinct().Count());
        }

        await using var reader = await ParquetEventLog.OpenReadAsync(folder, CancellationToken.None);
        Assert.Equal(reader.WriterEpoch, (await TestSearch.ReadAllAsync(reader)).Count);
    }

    [Fact]
    public async Task Checkpoints_are_published_once_read_and_released()
    {
        using var place = Open();
        var store = new SafetensorsCheckpointStore(await place.CreateAsync());
        var checkpoint = new Checkpoint(7, [new("a", "b")], [new CheckpointTensor("w", [2], new float[] { 1, 2 })]);
        var reference = await store.PublishAsync(checkpoint, CancellationToken.None);
        Assert.Equal(reference, await store.PublishAsync(checkpoint, CancellationToken.None));
        Assert.Equal([reference.Name], await store.ListAsync(CancellationToken.None));
        Assert.Equal(7, (await store.TryReadAsync(reference, CancellationToken.None))!.Step);
        await store.ReleaseAsync(reference.Name, CancellationToken.None);
        Assert.Null(await store.TryReadAsync(reference, CancellationToken.None));
    }

    [Fact]
    public async Task A_place_that_is_taken_is_refused_and_one_without_a_search_is_not_found()
    {
        using var place = Open();
        await Assert.ThrowsAsync<DirectoryNotFoundException>(async () => await place.OpenAsync());
        await place.CreateAsync();
        await Assert.ThrowsAsync<ArgumentException>(async () => await place.CreateAsync());
    }

    [Fact]
    [Trait(FaultPlan.Trait, "10")]
    public async Task Missing_and_foreign_segments_are_refused()
    {
        using var place = Open();
        var folder = await place.CreateAsync();
        await using (var log = await WriteAsync(folder))
        {
            await log.AppendAsync(1, Rows.Step(0), CancellationToken.None);
            await log.AppendAsync(5, Rows.Step(1), CancellationToken.None);
        }

        var bytes = await place.Store.TryReadAllAsync(SegmentName.KeyOf(1), SegmentFile.MostBytes, CancellationToken.None);
        await place.Store.DeleteAsync(SegmentName.KeyOf(1), CancellationToken.None);
        await RefusedAsync("segment 1: it is missing, but segment 2");
        await PutAsync(place.Store, SegmentName.KeyOf(1), bytes!);
        await PutAsync(place.Store, "segments/x.parquet", [1]);
        await RefusedAsync("segments/x.parquet does not belong there");
        await place.Store.DeleteAsync("segments/x.parquet", CancellationToken.None);
        Assert.Equal(9, (await TestSearch.ReadAllAsync(await ParquetEventLog.OpenReadAsync(folder, CancellationToken.None))).Count);

        async Task RefusedAsync(string words)
        {
            var read = await Assert.ThrowsAsync<LogDamagedException>(async () =>
                await ParquetEventLog.OpenReadAsync(folder, CancellationToken.None));
            var write = await Assert.ThrowsAsync<LogDamagedException>(async () => await WriteAsync(folder));
            Assert.Contains(words, read.Message, StringComparison.Ordinal);
            Assert.Contains(words, write.Message, StringComparison.Ordinal);
        }
    }

    private protected static ValueTask<ParquetEventLog> WriteAsync(SearchFolder folder) =>
        LogOpening.OpenWriterAsync(folder, TestSearch.Writer, new StoppedClock(), useLock: false, verifyAll: false, CancellationToken.None);

    private static async Task<PutOutcome> PutAsync(ISearchStore store, string key, byte[] bytes)
    {
        await using var staged = await store.StageAsync(bytes.Length, sink => sink.Write(bytes));
        return (await staged.PutIfAbsentAsync(key)).Outcome;
    }
}

/// <summary>A store for one test, and searches at its place.</summary>
internal abstract class TestStore : IDisposable
{
    public abstract ISearchStore Store { get; }

    public abstract ValueTask<SearchFolder> CreateAsync();

    public abstract ValueTask<SearchFolder> OpenAsync();

    public abstract void Dispose();
}
