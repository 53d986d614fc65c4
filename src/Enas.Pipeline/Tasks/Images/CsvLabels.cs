using Enas.Pipeline.Messages;
using Enas.Pipeline.Tasks.Folders;

namespace Enas.Pipeline.Tasks.Images;

/// <summary>
/// Whether the labels of CSV files stand where the job says. Nothing in a file says it, but labels are a few numbers without gaps, and
/// pixels are not: where one end of the lines looks like labels and the other is taken, the job is asked.
/// </summary>
internal static class CsvLabels
{
    /// <exception cref="DataException">The labels seem to stand at the other end.</exception>
    public static void Check(string folder, IReadOnlyList<CsvTable> train, ImageLayoutOptions options)
    {
        int[] taken = [.. train.SelectMany(table => table.Set.Labels)];
        int[] other = [.. train.SelectMany(table => table.Others)];
        if (!HaveNoGaps(taken) && HaveNoGaps(other))
        {
            var (now, then) = options.CsvLabel == ImageLayoutOptions.First ? ("first", "last") : ("last", "first");
            throw FolderFiles.Unusable(
                $"{ForeignText.Shown(folder)}: is the label the {then} number of a line? The {now} numbers, taken for labels "
                + $"now, are {Described(taken)}; the {then} ones are 0 to {other.Max()}. If so, set data.images.csvLabel = \"{then}\".");
        }
    }

    private static bool HaveNoGaps(int[] labels)
    {
        var most = labels.Max();
        if (most < 1 || most >= labels.Length)
        {
            return false;
        }

        var present = new bool[most + 1];
        foreach (var label in labels)
        {
            present[label] = true;
        }

        return !present.Contains(false);
    }

    private static string Described(int[] labels)
    {
        var distinct = labels.Distinct().Count();
        return distinct == 1 ? $"all {labels[0]}" : $"{distinct} different ones of 0 to {labels.Max()}";
    }
}
