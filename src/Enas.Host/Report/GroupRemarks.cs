using System.Globalization;
using Enas.Host.Searches;

namespace Enas.Host.Report;

/// <summary>What is to be said of the seeds of one job beside random candidates: each remark once, with how many it holds for.</summary>
internal static class GroupRemarks
{
    /// <summary>The remarks; those of a search by itself are its own.</summary>
    public static IEnumerable<string> Of(SearchGroup group)
    {
        RandomComparison[] scored = [.. group.Members.Select(one => one.Search.AgainstRandom).OfType<RandomComparison>()];
        if (group.Members.Count == 1)
        {
            return scored.SelectMany(one => one.Remarks).Select(words => $"{group.Name}: {words}");
        }

        return scored.Length == 0 ? [] : ((string?[])[Alike(scored), Better(scored), Moved(scored)])
            .OfType<string>().Select(words => $"{group.Name}: {words}");
    }

    private static string? Alike(RandomComparison[] scored) => scored.Any(one => one.IsRandomSearch)
        ? $"chosen and random candidates are drawn alike, so a difference between them is chance{InAll(scored)}" : null;

    private static string? Better(RandomComparison[] scored) => scored.Count(one => one.BetterThanChoice > 0) is > 0 and var count
        ? $"a random candidate is better than the choice, which is made among the policy's alone, in {Share(count, scored.Length)} seeds"
        : null;

    private static string? Moved(RandomComparison[] scored)
    {
        RandomComparison[] known = [.. scored.Where(one => one.Entropy is not null)];
        if (known.Length == 0)
        {
            return null;
        }

        var (least, most, uniform) = (known.Min(one => one.Entropy!.Value), known.Max(one => one.Entropy!.Value), known[0].UniformEntropy);
        var still = known.Count(one => one.HasHardlyMoved);
        return $"the policy's entropy is {Range(least, most, "0.00")} nats at its last sample, "
            + $"{Range(least / uniform, most / uniform, "0 %")} {Text($"of the {uniform:0.00} of a uniform one")}"
            + (still > 0 ? $": it has hardly moved in {Share(still, known.Length)} seeds" : InAll(known));
    }

    private static string Range(double least, double most, string format)
    {
        var (from, to) = (least.ToString(format, CultureInfo.InvariantCulture), most.ToString(format, CultureInfo.InvariantCulture));
        return from == to ? from : $"{from.Replace(" %", string.Empty, StringComparison.Ordinal)} to {to}";
    }

    private static string Share(int count, int all) => count == all ? Text($"all {all}") : Text($"{count} of {all}");

    private static string InAll(RandomComparison[] scored) => Text($" ({scored.Length} seeds)");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
