namespace Enas.Host.Readings;

/// <summary>Looks up places in what is in order, by halves.</summary>
internal static class Ordered
{
    /// <summary>The index of the first item of which something holds that holds of all behind it too; their number where it holds of
    /// none.</summary>
    public static int First<T>(IReadOnlyList<T> items, Func<T, bool> holds)
    {
        var (low, high) = (0, items.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = holds(items[middle]) ? (low, middle) : (middle + 1, high);
        }

        return low;
    }
}
