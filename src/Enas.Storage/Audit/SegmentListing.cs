using Enas.Pipeline.Ports;

namespace Enas.Storage;

/// <summary>What stands in the folder of segments: numbers in order, and names that do not belong there.</summary>
/// <param name="Numbers">Numbers of the segments, ascending, with gaps where there are any.</param>
/// <param name="Foreign">Names that are no segment's.</param>
internal sealed record SegmentListing(IReadOnlyList<long> Numbers, IReadOnlyList<string> Foreign)
{
    private const int MostOvertaken = 16;

    /// <summary>Lists the folder.</summary>
    /// <exception cref="LogDamagedException">The folder is missing.</exception>
    /// <exception cref="LogUnavailableException">It cannot be listed.</exception>
    public static SegmentListing Of(SearchFolder folder)
    {
        var numbers = new SortedSet<long>();
        var foreign = new List<string>();
        foreach (var name in Names(folder))
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

        AddOvertaken(folder, numbers);
        return new SegmentListing([.. numbers], foreign);
    }

    // A listing taken while a writer publishes may miss a name and have the one after it.
    private static void AddOvertaken(SearchFolder folder, SortedSet<long> numbers)
    {
        var expected = 0L;
        foreach (var number in numbers.ToArray())
        {
            for (; expected < number && number - expected <= MostOvertaken; expected++)
            {
                if (folder.Files.FileExists(Path.Combine(folder.Segments, SegmentName.Of(expected))))
                {
                    numbers.Add(expected);
                }
            }

            expected = number + 1;
        }
    }

    private static IReadOnlyList<string> Names(SearchFolder folder)
    {
        try
        {
            return folder.Files.List(folder.Segments);
        }
        catch (DirectoryNotFoundException absent)
        {
            throw new LogDamagedException($"the folder {folder.Segments} is missing", absent);
        }
        catch (Exception fault) when (FileFaults.IsFileFault(fault))
        {
            throw FileFaults.Unavailable($"cannot list {folder.Segments}", fault);
        }
    }
}
