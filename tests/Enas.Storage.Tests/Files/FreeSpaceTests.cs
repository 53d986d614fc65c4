using Enas.Pipeline.Events;
using Enas.Pipeline.Ports;

namespace Enas.Storage.Tests.Files;

/// <summary>A search ends in words before the disk is full, and is not kept where its promises do not hold.</summary>
public sealed class FreeSpaceTests
{
    private const long Mebibyte = 1 << 20;
    private const string Root = "/search";

    [Theory]
    [InlineData(null, 100_000, 64)]
    [InlineData(null, 200, 10)]
    [InlineData(10, 100_000, 10)]
    [InlineData(0, 100_000, 0)]
    public async Task A_commit_that_would_touch_the_reserve_is_refused_whole(int? setting, long capacityMegabytes, long reserveMegabytes)
    {
        var (disk, folder) = Create(new StorageOptions { MinimumFreeMegabytes = setting });
        var log = await WriteAsync(folder);
        disk.Room = new DiskSpace((reserveMegabytes + 1) * Mebibyte, capacityMegabytes * Mebibyte);
        await log.AppendAsync(1, Rows.Step(0), CancellationToken.None);

        // Room for the reserve, and not for the smallest segment beside it.
        disk.Room = disk.Room.Value with { AvailableBytes = (reserveMegabytes * Mebibyte) + 100 };
        var before = disk.Operations;
        var fault = await Assert.ThrowsAsync<LogUnavailableException>(async () =>
            await log.AppendAsync(5, Rows.Step(1), CancellationToken.None));
        Assert.Contains("the disk is full but for", fault.Message, StringComparison.Ordinal);
        Assert.Contains($"{reserveMegabytes} MiB are kept free", fault.Message, StringComparison.Ordinal);
        Assert.Equal(before, disk.Operations);
        await Assert.ThrowsAsync<LogUnavailableException>(async () => await WriteAsync(folder));
        disk.Room = new DiskSpace(capacityMegabytes * Mebibyte, capacityMegabytes * Mebibyte);
        var again = await WriteAsync(folder);
        Assert.Equal(6, again.NextSequence);
    }

    [Fact]
    public async Task A_checkpoint_counts_with_its_size()
    {
        var (disk, folder) = Create(new StorageOptions { MinimumFreeMegabytes = 1 });
        disk.Room = new DiskSpace(2 * Mebibyte, 100 * Mebibyte);
        var large = new Checkpoint(1, [], [new CheckpointTensor("w", [1 << 18], new float[1 << 18])]);
        await Assert.ThrowsAsync<LogUnavailableException>(async () =>
            await new SafetensorsCheckpointStore(folder).PublishAsync(large, CancellationToken.None));
        Assert.Empty(disk.List(folder.Staging));
        Assert.Empty(disk.List(folder.Checkpoints));
        var small = large with { Tensors = [new CheckpointTensor("w", [1 << 17], new float[1 << 17])] };
        Assert.NotNull(await new SafetensorsCheckpointStore(folder).PublishAsync(small, CancellationToken.None));
    }

    [Fact]
    public void A_search_is_not_begun_on_a_disk_that_is_full()
    {
        var disk = new SimulatedDisk { Room = new DiskSpace(64 * Mebibyte, 100_000 * Mebibyte) };
        var fault = Assert.Throws<LogUnavailableException>(() => SearchFolder.Create(disk, Root, "{}"u8, "{}"u8));
        Assert.Contains("the disk is full but for 64 MiB", fault.Message, StringComparison.Ordinal);
        Assert.False(disk.FileExists(Root + "/job.json"));
    }

    [Fact]
    public async Task A_network_file_system_is_refused_unless_it_is_allowed()
    {
        var disk = new SimulatedDisk { Network = "NFS" };
        var fault = Assert.Throws<LogUnavailableException>(() => SearchFolder.Create(disk, Root, "{}"u8, "{}"u8));
        Assert.Contains("is on a network file system (NFS)", fault.Message, StringComparison.Ordinal);
        var allowed = new StorageOptions { AllowNetworkFileSystem = true };
        SearchFolder.Create(disk, Root, "{}"u8, "{}"u8, allowed);
        await Assert.ThrowsAsync<LogUnavailableException>(async () => await WriteAsync(SearchFolder.Open(disk, Root)));
        await using var log = await WriteAsync(SearchFolder.Open(disk, Root, allowed));
        await using var reader = await ParquetEventLog.OpenReadAsync(SearchFolder.Open(disk, Root), CancellationToken.None);
        Assert.Equal(1, reader.NextSequence);
    }

    [Fact]
    public void The_disk_of_this_machine_tells_its_room_and_its_kind()
    {
        var temporary = Path.GetTempPath();
        var space = LocalFileSystem.Instance.Space(temporary);
        Assert.NotNull(space);
        Assert.InRange(space.Value.AvailableBytes, 1, space.Value.CapacityBytes);
        if (OperatingSystem.IsLinux())
        {
            // The number of proc (linux/magic.h) is the same everywhere.
            Assert.Equal(0x9FA0u, Posix.FileSystemType("/proc"));
            Assert.Throws<FileNotFoundException>(() => Posix.FileSystemType("/proc/nothing/there"));
        }
    }

    private static (SimulatedDisk Disk, SearchFolder Folder) Create(StorageOptions options)
    {
        var disk = new SimulatedDisk();
        return (disk, SearchFolder.Create(disk, Root, "{}"u8, "{}"u8, options));
    }

    private static ValueTask<ParquetEventLog> WriteAsync(SearchFolder folder) =>
        ParquetEventLog.OpenWriterAsync(folder, TestSearch.Writer, new StoppedClock(), CancellationToken.None);
}
