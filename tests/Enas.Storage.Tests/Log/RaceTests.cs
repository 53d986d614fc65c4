using Enas.Pipeline.Events;
using Enas.TestKit.Faults;

namespace Enas.Storage.Tests.Log;

/// <summary>One number, one winner; and nobody writes after a later epoch.</summary>
[Trait(FaultPlan.Trait, "8")]
public sealed class RaceTests
{
    [Fact]
    public void Four_racers_for_a_name_have_one_winner()
    {
        const int racers = 4;
        var rounds = FaultPlan.Rounds(few: 300, full: 3000);
        var report = new FaultReport(8, "race for a segment's number");
        var folder = Directory.CreateTempSubdirectory("enas-race-").FullName;
        var wins = new int[rounds];
        var owners = new int[rounds];
        using var barrier = new Barrier(racers);
        var threads = Enumerable.Range(0, racers).Select(racer => new Thread(() =>
        {
            for (var round = 0; round < rounds; round++)
            {
                var staged = Path.Combine(folder, $"staged-{racer}-{round}");
                File.WriteAllText(staged, $"{racer}");
                barrier.SignalAndWait();
                if (Posix.TryLink(staged, Path.Combine(folder, $"final-{round}")))
                {
                    Interlocked.Increment(ref wins[round]);
                    owners[round] = racer;
                }
            }
        })).ToArray();
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());
        Assert.All(wins, count => Assert.Equal(1, count));
        for (var round = 0; round < rounds; round++)
        {
            Assert.Equal($"{owners[round]}", File.ReadAllText(Path.Combine(folder, $"final-{round}")));
        }

        Directory.Delete(folder, recursive: true);
        report.Passed($"{rounds} rounds of {racers}, one winner each");
    }

    [Fact]
    public async Task The_lock_stops_a_second_writer_and_ends_with_the_first()
    {
        using var search = new TestSearch();
        await using (await search.WriteAsync())
        {
            await Assert.ThrowsAsync<LogFencedException>(async () => await search.WriteAsync());
        }

        await using var next = await search.WriteAsync();
        Assert.Equal(2, next.WriterEpoch);
    }

    [Fact]
    public async Task A_writer_that_was_replaced_is_fenced_for_good()
    {
        using var search = new TestSearch();
        await using var zombie = await WithoutLockAsync(search);
        await zombie.AppendAsync(1, Rows.Step(0), CancellationToken.None);
        await using var heir = await WithoutLockAsync(search);
        for (var i = 0; i < 2; i++)
        {
            var fault = await Assert.ThrowsAsync<LogFencedException>(async () =>
                await zombie.AppendAsync(5, Rows.Step(1), CancellationToken.None));
            Assert.Contains("epoch 2", fault.Message, StringComparison.Ordinal);
        }

        await heir.AppendAsync(6, Rows.Step(1), CancellationToken.None);
        Assert.Equal(10, (await search.ReadAllAsync()).Count);
    }

    [Fact]
    public async Task A_zombie_that_commits_while_its_heir_opens_is_part_of_the_log()
    {
        var disk = new SimulatedDisk();
        var folder = SearchFolder.Create(disk, "/search", "{}"u8, "{}"u8);
        var zombie = await OpenAsync(folder);
        var done = false;
        disk.Fault = (_, operation, path) =>
        {
            if (operation == "link" && path.EndsWith("1.parquet", StringComparison.Ordinal) && !done)
            {
                done = true;
                Assert.Equal(4, zombie.AppendAsync(1, Rows.Step(0), CancellationToken.None).AsTask().GetAwaiter().GetResult().Count);
            }

            return null;
        };
        var heir = await OpenAsync(folder);
        Assert.Equal((6, 2), (heir.NextSequence, heir.WriterEpoch));
        await Assert.ThrowsAsync<LogFencedException>(async () => await zombie.AppendAsync(5, Rows.Step(1), CancellationToken.None));
        Assert.Equal(6, (await TestSearch.ReadAllAsync(heir)).Count);
    }

    [Fact]
    public async Task Two_writers_that_open_together_leave_one()
    {
        for (var round = 0; round < FaultPlan.Rounds(few: 10, full: 300); round++)
        {
            using var search = new TestSearch();
            var outcomes = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => Task.Run(async () =>
            {
                try
                {
                    var log = await WithoutLockAsync(search);
                    await log.AppendAsync(log.NextSequence, Rows.Step(0), CancellationToken.None);
                    await Task.Delay(5);
                    await log.AppendAsync(log.NextSequence, Rows.Step(1), CancellationToken.None);
                    return true;
                }
                catch (LogFencedException)
                {
                    return false;
                }
            })));
            Assert.Contains(true, outcomes);
            Assert.NotEmpty(await search.ReadAllAsync());
        }
    }

    private static ValueTask<ParquetEventLog> OpenAsync(SearchFolder folder) =>
        LogOpening.OpenWriterAsync(folder, TestSearch.Writer, new StoppedClock(), useLock: false, verifyAll: true, CancellationToken.None);

    private static ValueTask<ParquetEventLog> WithoutLockAsync(TestSearch search) => OpenAsync(search.Folder);
}
