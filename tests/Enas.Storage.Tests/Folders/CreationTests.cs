using Enas.Pipeline.Events;

namespace Enas.Storage.Tests.Folders;

/// <summary>A creation that fails leaves nothing of what it made, and all of what it found.</summary>
public sealed class CreationTests
{
    [Fact]
    public void A_failure_at_any_operation_leaves_no_folder()
    {
        var disk = new SimulatedDisk();
        SearchFolder.Create(disk, "/runs/search", "{}"u8, "{}"u8);
        var failures = 0;
        for (var at = 1; at <= disk.Operations; at++)
        {
            var failing = new SimulatedDisk { Fault = (number, _, _) => number == at ? new IOException("No space left on device") : null };
            var fault = Record.Exception(() => SearchFolder.Create(failing, "/runs/search", "{}"u8, "{}"u8));
            if (fault is null)
            {
                continue;
            }

            failures++;
            Assert.IsType<LogUnavailableException>(fault);

            // Once its job has its name the folder is a search, whether or not the name could be flushed.
            Assert.Equal(failing.FileExists("/runs/search/job.json"), failing.DirectoryExists("/runs"));
        }

        Assert.True(failures > 8, $"{failures} failures of {disk.Operations} operations");
    }

    [Fact]
    public void What_was_there_before_stays()
    {
        var disk = new SimulatedDisk
        {
            Fault = (_, what, path) =>
            what == "link" && path.EndsWith("job.json", StringComparison.Ordinal) ? new IOException("No space left on device") : null
        };
        disk.CreateDirectory("/runs/search/segments");
        Assert.Throws<LogUnavailableException>(() => SearchFolder.Create(disk, "/runs/search", "{}"u8, "{}"u8));
        Assert.True(disk.DirectoryExists("/runs/search/segments"));
        Assert.False(disk.DirectoryExists("/runs/search/checkpoints"));
    }
}
