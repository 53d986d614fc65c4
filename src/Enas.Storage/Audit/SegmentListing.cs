using Enas.Pipeline.Events;
using Enas.Storage.Files;
using Enas.Storage.Folders;
using Enas.Storage.Log;

namespace Enas.Storage.Audit;

/// <summary>What stands in the folder of segments: numbers in order, and names that do not belong there.</summary>
/// <param name="Numbers">Numbers of the segments, ascending, with gaps where there are any.</param>
/// <param name="Foreign">Names that are no segment's.</param>
internal sealed record SegmentListing(IReadOnlyList<long> Numbers, IReadOnlyList<string> Foreign)
{
    private const int MostOvertaken = 16;

    /// <summary>Lists the folder.</summary>
    /// <exception cref="LogDamagedException">The folder is missing.</exception>
    /// <exception cref="LogUnavailableException">It cannot be listed.</exception>
    public static async ValueTask<SegmentListing> OfAsync(SearchFolder folder, CancellationToken cancellationToken)
    {
        var numbers = new SortedSet<long>();
        var foreign = new List<string>();
        foreach (var name in await NamesAsync(folder, cancellationToken))
        {
            if (SegmentName.TryParse(name, out var number))
            {
                numbers.Add(number);
            }
            else
            {
                foreign.Add(name);
            }
        }

        await AddOvertakenAsync(folder, numbers, cancellationToken);
        return new SegmentListing([.. numbers], foreign);
    }

    // A listing taken while a writer publishes may miss a name and have the one after it.
    private static async ValueTask AddOvertakenAsync(SearchFolder folder, SortedSet<long> numbers, CancellationToken cancellationToken)
    {
        var expected = 0L;
        foreach (var number in numbers.ToArray())
        {
            for (; expected < number && number - expected <= MostOvertaken; expected++)
            {
                if (await folder.Store.ExistsAsync(SegmentName.KeyOf(expected), cancellationToken))
                {
                    numbers.Add(expected);
                }
            }

            expected = number + 1;
        }
    }

    private static async ValueTask<IReadOnlyList<string>> NamesAsync(SearchFolder folder, CancellationToken cancellationToken)
    {
        try
        {
            return await folder.Store.ListAsync(EntryNames.Segments, null, cancellationToken);
        }
        catch (DirectoryNotFoundException absent)
        {
            throw AbsentLog.NoFolder(folder, absent);
        }
        catch (Exception fault) when (FileFaults.IsFileFault(fault))
        {
            throw FileFaults.Unavailable($"cannot list {folder.Segments}", fault);
        }
    }
}
