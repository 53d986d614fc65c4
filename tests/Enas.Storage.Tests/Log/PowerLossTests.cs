using Enas.Pipeline.Events;
using Enas.Pipeline.Ports;

namespace Enas.Storage.Tests.Log;

/// <summary>The promises of the log on a disk that loses power, or fails, at any operation.</summary>
public sealed class PowerLossTests
{
    private const string Root = "/search";
    private const int Steps = 4;
    private const int Seed = 20260304;

    [Fact]
    public async Task Power_loss_at_any_operation_keeps_every_promise()
    {
        var operations = await CountOperationsAsync();
        var random = new Random(Seed);
        for (var at = 1; at <= operations; at++)
        {
            var (disk, acknowledged) = await RunUntilPowerLossAsync(at, new SimulatedDisk());
            await KeepsPromisesAsync(disk.AfterPowerLoss(null), acknowledged);
            for (var i = 0; i < 6; i++)
            {
                await KeepsPromisesAsync(disk.AfterPowerLoss(random), acknowledged);
            }
        }
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public async Task Without_either_flush_the_promises_break(bool ignoreFileFlush, bool ignoreFolderFlush)
    {
        var operations = await CountOperationsAsync();
        var broken = 0;
        for (var at = 1; at <= operations; at++)
        {
            var (disk, acknowledged) = await RunUntilPowerLossAsync(
                at, new SimulatedDisk { IgnoreFileFlush = ignoreFileFlush, IgnoreFolderFlush = ignoreFolderFlush });
            try
            {
                await KeepsPromisesAsync(disk.AfterPowerLoss(null), acknowledged);
            }
            catch (Exception)
            {
                broken++;
            }
        }

        Assert.True(broken > operations / 2, $"{broken} of {operations}");
    }

    [Fact]
    public async Task Any_failing_operation_ends_in_a_typed_error_and_a_log_that_goes_on()
    {
        var operations = await CountOperationsAsync();
        foreach (var forEver in new[] { false, true })
        {
            for (var at = 1; at <= operations; at++)
            {
                var failing = at;
                var disk = new SimulatedDisk
                {
                    Fault = (number, _, _) => number == failing || (forEver && number > failing)
                        ? new IOException("No space left on device", 28) : null,
                };
                var acknowledged = new List<CommittedRow>();
                try
                {
                    await RunAsync(disk, acknowledged);
                }
                catch (LogUnavailableException fault)
                {
                    Assert.Contains("the disk is full", fault.Message, StringComparison.Ordinal);
                }

                disk.Fault = (_, _, _) => null;
                await KeepsPromisesAsync(disk, acknowledged);
                await KeepsPromisesAsync(disk.AfterPowerLoss(null), acknowledged);
            }
        }
    }

    [Theory]
    [InlineData("flush-file")]
    [InlineData("flush-folder")]
    public async Task A_failed_flush_is_final(string operation)
    {
        var disk = new SimulatedDisk();
        var log = await OpenAsync(disk);
        var failed = 0;
        disk.Fault = (_, name, _) => name == operation && failed++ == 0 ? new IOException("fsync: input/output error", 5) : null;
        await Assert.ThrowsAsync<LogUnavailableException>(async () =>
            await log.AppendAsync(log.NextSequence, Rows.Step(0), CancellationToken.None));
        var before = disk.Operations;
        var second = await Assert.ThrowsAsync<LogUnavailableException>(async () =>
            await log.AppendAsync(log.NextSequence, Rows.Step(0), CancellationToken.None));
        await Assert.ThrowsAsync<LogUnavailableException>(async () => await log.CloseAsync("stopped", CancellationToken.None));
        Assert.Contains("process must end", second.Message, StringComparison.Ordinal);
        Assert.Equal(before, disk.Operations);
        Assert.Equal(1, failed);
        await KeepsPromisesAsync(disk, []);
    }

    [Fact]
    public async Task A_failed_checkpoint_is_final_and_leaves_no_litter()
    {
        var disk = new SimulatedDisk();
        var folder = SearchFolder.Create(disk, Root, "{}"u8, "{}"u8);
        var store = new SafetensorsCheckpointStore(folder);
        var failures = 0;
        disk.Fault = (_, operation, _) =>
            operation == "flush-folder" && failures++ == 0 ? new IOException("fsync: input/output error", 5) : null;
        for (var i = 0; i < 2; i++)
        {
            await Assert.ThrowsAsync<LogUnavailableException>(async () =>
                await store.PublishAsync(new Checkpoint(1, [], []), CancellationToken.None));
        }

        Assert.Equal(1, failures);
        Assert.Empty(disk.List(folder.Staging));
        Assert.NotNull(await new SafetensorsCheckpointStore(folder).PublishAsync(new Checkpoint(1, [], []), CancellationToken.None));
    }

    [Fact]
    public async Task The_disk_is_deterministic()
    {
        var (first, second) = (new SimulatedDisk(), new SimulatedDisk());
        await RunAsync(first, []);
        await RunAsync(second, []);
        Assert.Equal(first.Trace, second.Trace);
    }

    [Fact]
    public async Task Checkpoints_survive_power_loss_once_published()
    {
        var checkpoint = new Checkpoint(3, [], [new CheckpointTensor("w", [3], new float[] { 1, 2, 3 })]);
        for (var at = 1; ; at++)
        {
            var disk = new SimulatedDisk();
            var folder = SearchFolder.Create(disk, Root, "{}"u8, "{}"u8);
            disk.PowerLossAt = disk.Operations + at;
            CheckpointReference? reference = null;
            try
            {
                reference = await new SafetensorsCheckpointStore(folder).PublishAsync(checkpoint, CancellationToken.None);
            }
            catch (PowerLossException)
            {
            }

            var after = disk.AfterPowerLoss(null);
            var store = new SafetensorsCheckpointStore(SearchFolder.Open(after, Root));
            Assert.True(reference is null || await store.TryReadAsync(reference, CancellationToken.None) is not null);
            var again = await store.PublishAsync(checkpoint, CancellationToken.None);
            Assert.NotNull(await store.TryReadAsync(again, CancellationToken.None));
            if (reference is not null)
            {
                break;
            }
        }
    }

    [Fact]
    public void A_search_whose_creation_lost_power_can_be_created_again()
    {
        for (var at = 1; ; at++)
        {
            var disk = new SimulatedDisk { PowerLossAt = at };
            try
            {
                SearchFolder.Create(disk, Root, "job"u8, "resolved"u8);
                var survived = disk.AfterPowerLoss(null);
                Assert.Equal("job"u8, SearchFolder.Open(survived, Root).ReadJob());
                Assert.Equal("resolved"u8, SearchFolder.Open(survived, Root).ReadResolvedJob());
                return;
            }
            catch (PowerLossException)
            {
                var after = disk.AfterPowerLoss(new Random(Seed + at));
                if (!after.FileExists(Path.Combine(Root, "job.json")))
                {
                    SearchFolder.Create(after, Root, "job"u8, "resolved"u8);
                }

                Assert.Equal("job"u8, SearchFolder.Open(after, Root).ReadJob());
                Assert.Equal("resolved"u8, SearchFolder.Open(after, Root).ReadResolvedJob());
            }
        }
    }

    private static async Task<int> CountOperationsAsync()
    {
        var disk = new SimulatedDisk();
        await RunAsync(disk, []);
        return disk.Operations;
    }

    private static async Task<(SimulatedDisk Disk, List<CommittedRow> Acknowledged)> RunUntilPowerLossAsync(int at, SimulatedDisk disk)
    {
        disk.PowerLossAt = at;
        var acknowledged = new List<CommittedRow>();
        await Assert.ThrowsAsync<PowerLossException>(async () => await RunAsync(disk, acknowledged));
        return (disk, acknowledged);
    }

    // A short life: two steps, a clean stop, two more.
    private static async Task RunAsync(SimulatedDisk disk, List<CommittedRow> acknowledged)
    {
        var log = await OpenAsync(disk);
        acknowledged.AddRange(await log.AppendAsync(log.NextSequence, Rows.Step(0), CancellationToken.None));
        acknowledged.AddRange(await log.AppendAsync(log.NextSequence, Rows.Step(1), CancellationToken.None));
        await log.CloseAsync("stopped", CancellationToken.None);
        log = await OpenAsync(disk);
        acknowledged.AddRange(await log.AppendAsync(log.NextSequence, Rows.Step(2), CancellationToken.None));
        acknowledged.AddRange(await log.AppendAsync(log.NextSequence, Rows.Step(3), CancellationToken.None));
    }

    private static async Task<ParquetEventLog> OpenAsync(SimulatedDisk disk)
    {
        var folder = disk.FileExists(Path.Combine(Root, "job.json"))
            ? SearchFolder.Open(disk, Root)
            : SearchFolder.Create(disk, Root, "{}"u8, "{}"u8);
        return await ParquetEventLog.OpenWriterAsync(folder, TestSearch.Writer, new StoppedClock(), CancellationToken.None);
    }

    // Acknowledged events are there unchanged; what follows them is a whole step or nothing; the log goes on.
    private static async Task KeepsPromisesAsync(SimulatedDisk disk, List<CommittedRow> acknowledged)
    {
        var log = await OpenAsync(disk);
        var rows = (await TestSearch.ReadAllAsync(log)).Where(row => row.Row.IsFact).ToList();
        Assert.True(rows.Count >= acknowledged.Count, $"{acknowledged.Count} acknowledged, {rows.Count} there");
        Assert.Equal(acknowledged.Select(row => Convert.ToHexString(row.EventHash.Span)),
            rows.Take(acknowledged.Count).Select(row => Convert.ToHexString(row.EventHash.Span)));
        Assert.Equal(0, rows.Count % 4);
        for (var step = rows.Count / 4; step < Steps; step++)
        {
            await log.AppendAsync(log.NextSequence, Rows.Step(step), CancellationToken.None);
        }

        Assert.Equal(Steps * 4, log.FactCount);
        Assert.Equal(await UninterruptedAsync(), log.FactHead);
    }

    private static async Task<string> UninterruptedAsync()
    {
        var chain = new FactChain();
        for (var step = 0; step < Steps; step++)
        {
            foreach (var row in Rows.Step(step))
            {
                chain.Append(row.EventType, row.SchemaVersion, row.Facts);
            }
        }

        return await Task.FromResult(chain.Fingerprint);
    }
}
