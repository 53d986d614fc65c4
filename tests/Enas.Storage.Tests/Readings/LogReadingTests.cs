using CsCheck;
using Enas.Pipeline.Events;

namespace Enas.Storage.Tests.Readings;

/// <summary>A reading hands on each event once, however often it is asked and whatever is written meanwhile.</summary>
public sealed class LogReadingTests
{
    private static readonly TimeSpan s_hangGuard = TimeSpan.FromMinutes(2);

    [Fact]
    public Task A_reading_in_any_number_of_calls_is_the_reading_in_one() =>
        Gen.Select(Gen.Int[0, 3].Array[1, 12], Gen.Bool).SampleAsync(async (commits, close) =>
        {
            var disk = new SimulatedDisk();
            var folder = SearchFolder.Create(disk, "/search", "{}"u8, "{}"u8);
            var (events, span, milestones) = (new Collected(), new RecordingSpan(), new Milestones());
            await using var followed = await ParquetEventLog.OpenReadAsync(folder, CancellationToken.None);
            var reading = new LogReading(followed, events, span, milestones);
            Assert.False(await reading.ReadOnAsync(CancellationToken.None));
            await using (var log = await ParquetEventLog.OpenWriterAsync(
                folder, TestSearch.Writer, new StoppedClock(), CancellationToken.None))
            {
                // Each number is how many commits come before the reader looks again; after none it finds nothing, but for the opening.
                var isFirst = true;
                foreach (var count in commits)
                {
                    for (var i = 0; i < count; i++)
                    {
                        await log.AppendAsync(log.NextSequence, Rows.Step(log.NextSequence), CancellationToken.None);
                    }

                    Assert.Equal(count > 0 || isFirst, await reading.ReadOnAsync(CancellationToken.None));
                    Assert.Equal(log.NextSequence, reading.NextSequence);
                    isFirst = false;
                }

                if (close)
                {
                    await log.CloseAsync("completed", CancellationToken.None);
                }
            }

            await reading.ReadOnAsync(CancellationToken.None);
            await using var whole = await ParquetEventLog.OpenReadAsync(folder, CancellationToken.None);
            var (once, onceSpan, onceMilestones) = (new Collected(), new RecordingSpan(), new Milestones());
            Assert.True(await new LogReading(whole, once, onceSpan, onceMilestones).ReadOnAsync(CancellationToken.None));
            Assert.Equal(once.Rows.Select(row => row.Row), events.Rows.Select(row => row.Row));
            Assert.Equal((once.Head, Text(onceSpan), onceMilestones.Rows.Count), (events.Head, Text(span), milestones.Rows.Count));
            Assert.Equal(whole.EventHead, events.Head);
        }, iter: 30);

    [Fact]
    public async Task A_reader_follows_a_writer_that_writes_at_the_same_time()
    {
        const int Steps = 60;
        using var search = new TestSearch();
        using var guard = new CancellationTokenSource(s_hangGuard);
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var writing = Task.Run(async () =>
        {
            await using var log = await search.WriteAsync();
            started.SetResult();
            for (var step = 0; step < Steps; step++)
            {
                await log.AppendAsync(log.NextSequence, Rows.Step(step), guard.Token);
            }

            return log.EventHead;
        });
        await started.Task;
        await using var followed = await search.ReadAsync();
        var events = new Collected();
        var reading = new LogReading(followed, events);
        while (reading.NextSequence < 1 + (4 * Steps))
        {
            guard.Token.ThrowIfCancellationRequested();
            await reading.ReadOnAsync(guard.Token);
        }

        Assert.Equal(await writing, events.Head);
        Assert.Equal(Enumerable.Range(0, 1 + (4 * Steps)).Select(i => (long)i), events.Rows.Select(row => row.Sequence));
        Assert.False(await reading.ReadOnAsync(guard.Token));
    }

    [Fact]
    public async Task A_reading_that_begins_at_the_end_gets_what_comes_and_no_more()
    {
        using var search = new TestSearch();
        await search.FillAsync(3);
        await using var followed = await search.ReadAsync();
        var events = new Collected();
        var reading = new LogReading(followed, followed.NextSequence, events);
        Assert.False(await reading.ReadOnAsync(CancellationToken.None));
        var before = followed.NextSequence;
        await search.FillAsync(2);
        Assert.True(await reading.ReadOnAsync(CancellationToken.None));
        Assert.Equal(before, events.Rows[0].Sequence);
        Assert.Equal(followed.EventHead, events.Head);
    }

    [Fact]
    public async Task A_reading_that_has_enough_goes_on_where_it_stopped()
    {
        using var search = new TestSearch();
        await search.FillAsync(5);
        await using var log = await search.ReadAsync();
        var events = new Collected();
        var reading = new LogReading(log, events);
        Assert.True(await reading.ReadOnAsync(CancellationToken.None, () => events.Rows.Any(row => row.Row.Step == 2)));
        Assert.Equal(2, events.Rows[^1].Row.Step);
        Assert.True(await reading.ReadOnAsync(CancellationToken.None));
        Assert.Equal((await search.ReadAllAsync()).Select(row => row.Row), events.Rows.Select(row => row.Row));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public async Task A_log_that_was_cut_and_written_anew_is_told(int writtenAnew)
    {
        using var search = new TestSearch();
        await search.FillAsync(2, close: false);
        await using var followed = await search.ReadAsync();
        var reading = new LogReading(followed, new Collected());
        await reading.ReadOnAsync(CancellationToken.None);
        await search.FillAsync(1, close: false);
        await reading.ReadOnAsync(CancellationToken.None);

        // What a restored copy or a repair leaves, and who goes on with it: an opening and some steps, in fewer, as many or more segments.
        File.Delete(search.Segment(4));
        File.Delete(search.Segment(3));
        if (writtenAnew > 0)
        {
            await search.FillAsync(writtenAnew - 1, TimeProvider.System, close: false);
        }

        var fault = await Assert.ThrowsAsync<LogDamagedException>(async () => await reading.ReadOnAsync(CancellationToken.None));
        Assert.Contains("the log was cut, repaired or replaced while it was being read", fault.Message, StringComparison.Ordinal);
        Assert.Equal((true, search.Folder.Root), (fault.IsBeyondRepair, fault.Search));
        await Assert.ThrowsAsync<LogDamagedException>(async () => await reading.ReadOnAsync(CancellationToken.None));
        await search.ReadAllAsync();
    }

    [Theory]
    [InlineData(0, "segment 4: it does not continue the event head of the segment before it")]
    [InlineData(1, "segment 5: its writer epoch 1 is lower than 2 before it")]
    public async Task A_tail_that_does_not_continue_what_was_read_is_refused(int goodBefore, string words)
    {
        using var search = new TestSearch();
        using var other = new TestSearch();
        await search.FillAsync(3, close: false);
        await other.FillAsync(8, TimeProvider.System, close: false);
        await using var followed = await search.ReadAsync();
        var events = new Collected();
        var reading = new LogReading(followed, events);
        await reading.ReadOnAsync(CancellationToken.None);
        if (goodBefore > 0)
        {
            await search.FillAsync(0, close: false);
        }

        File.Copy(other.Segment(4 + goodBefore), search.Segment(4 + goodBefore));
        var fault = await Assert.ThrowsAsync<LogDamagedException>(async () => await reading.ReadOnAsync(CancellationToken.None));
        Assert.Contains(words, fault.Message, StringComparison.Ordinal);
        Assert.Equal(13 + goodBefore, events.Rows.Count);
    }

    private static string Text(RecordingSpan span) =>
        $"{span.EventCount} {span.First:O} {span.Last:O} {span.LastEventType} {span.LastStep}";
}
