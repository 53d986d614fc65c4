using System.Globalization;
using Enas.Host.Searches;

namespace Enas.Host.Report;

/// <summary>What is to be said of the seeds of one job beside random candidates: each remark once, with how many it holds for.</summary>
internal static class GroupRemarks
{
    /// <summary>How many seeds have each verdict, by its name; none of those that are not complete.</summary>
    public static IReadOnlyList<(string Name, int Count)> Verdicts(SearchGroup group) =>
        [.. group.Members.Select(one => one.Search.Verdict).OfType<Verdict>().GroupBy(one => one.Kind).OrderBy(alike => alike.Key)
            .Select(alike => (alike.First().Name, alike.Count()))];

    /// <summary>The remarks; those of a search by itself are its own.</summary>
    public static IEnumerable<string> Of(SearchGroup group)
    {
        RandomComparison[] scored = [.. group.Members.Select(one => one.Search.AgainstRandom).OfType<RandomComparison>()];
        if (group.Members.Count == 1)
        {
            return scored.SelectMany(one => one.Remarks).Select(words => $"{group.Name}: {words}");
        }

        return scored.Length == 0 ? [] : ((string?[])[Better(scored), Told(scored), Moved(scored)])
            .OfType<string>().Select(words => $"{group.Name}: {words}");
    }

    // What there is nothing to tell of is so of all seeds of one job.
    private static string Told(RandomComparison[] scored)
    {
        if (scored[0].Verdict.Kind is VerdictKind.DrawnAlike or VerdictKind.NoEquals)
        {
            return $"verdict: {scored[0].Verdict.Words}{InAll(scored)}";
        }

        var counted = scored.Where(one => one.Verdict.Kind is not (VerdictKind.TooFew or VerdictKind.Diverged)).ToArray();
        var diverged = scored.Count(one => one.Verdict.Kind == VerdictKind.Diverged);
        if (counted.Length == 0 && diverged > 0)
        {
            return $"verdict: nothing to tell: the shared weights diverged in {Share(diverged, scored.Length)} seeds";
        }

        int Count(VerdictKind kind) => counted.Count(one => one.Verdict.Kind == kind);
        return counted.Length == 0 ? $"verdict: {scored[0].Verdict.Words}{InAll(scored)}"
            : Text($"verdict: with the shared weights the {scored[0].Own}'s candidates are better than random ones in ")
                + Text($"{Count(VerdictKind.Better)}, worse in {Count(VerdictKind.Worse)}, ")
                + Text($"not to be told apart in {Count(VerdictKind.NotToldApart)} of {counted.Length} seeds")
                + (diverged > 0 ? Text($"; the shared weights diverged in {diverged} more") : string.Empty);
    }

    private static string? Better(RandomComparison[] scored) => scored.Count(one => one.BetterThanChoice > 0) is > 0 and var count
        ? $"a random candidate is better than the choice, which is made among the {scored[0].Own}'s alone, "
            + $"in {Share(count, scored.Length)} seeds"
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
