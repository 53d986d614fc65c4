using Enas.Pipeline.Events;

namespace Enas.Storage.Tests.Faults;

/// <summary>Why the system refuses an operation is told in words, whatever operation it is; it is never taken for another writer.</summary>
public sealed class RefusedOperationFaultTests
{
    private const int TooManyFiles = 24;
    private const int NoSpace = 28;
    private const int ReadOnlyFileSystem = 30;

    public static TheoryData<string, string> Refusals
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var operation in (string[])["lock",
                "list", "create", "write", "flush-file", "read", "link", "flush-folder", "create-folder"])
            {
                data.Add(operation, "permission denied");
                data.Add(operation, "the disk is full");
                data.Add(operation, "the file system is read-only");
                data.Add(operation, "too many files open");
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task A_refusal_is_told_by_its_reason(string operation, string words)
    {
        var disk = new SimulatedDisk();
        var faulting = new FaultingFileSystem(disk);
        var search = new SmallSearch(faulting);
        Assert.False((await search.RunAsync(stopAfterSteps: 7)).IsComplete);
        var refused = 0;

        // The first operation of the kind, as the lock and the folder are refused, and a late one, as a checkpoint is.
        foreach (var number in new[] { 1, 5 })
        {
            var seen = 0;
            faulting.Before = (_, name) => name == operation && ++seen >= number ? Refusal(words) : null;
            try
            {
                await search.RunAsync(stopAfterSteps: 14);
            }
            catch (LogUnavailableException told)
            {
                Assert.Contains(words, told.Message, StringComparison.Ordinal);
                refused++;
            }

            faulting.Before = (_, _) => null;
        }

        Assert.True(refused > 0 || operation == "list", $"{operation} was never refused");
        Assert.True((await search.RunAsync()).IsComplete);
        await search.CheckAsync(disk);
    }

    private static Exception Refusal(string words) => words switch
    {
        "permission denied" => new UnauthorizedAccessException("access to the path is denied"),
        "the disk is full" => new IOException("refused", NoSpace),
        "too many files open" => new IOException("refused", TooManyFiles),
        _ => new IOException("refused", ReadOnlyFileSystem),
    };
}
