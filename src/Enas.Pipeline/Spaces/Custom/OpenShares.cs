using System.Globalization;
using System.Numerics;

namespace Enas.Pipeline.Spaces.Custom;

/// <summary>
/// How many architectures a space with conditions has, and how often each decision is open among uniform ones. Decisions are gone
/// through in their order; of those before, only the options that a later condition asks for are kept apart.
/// </summary>
/// <param name="Size">Number of distinct architectures.</param>
/// <param name="Open">For each decision the share of uniform draws in which it is open.</param>
internal sealed record OpenShares(BigInteger Size, IReadOnlyList<double> Open)
{
    /// <summary>Combinations of options that may have to be kept apart at once.</summary>
    public const int MostCombinations = 100_000;

    /// <summary>The shares of a space.</summary>
    /// <exception cref="InvalidOperationException">More than <see cref="MostCombinations"/> have to be kept apart.</exception>
    public static OpenShares Of(IReadOnlyList<CustomDecision> decisions)
    {
        // For each decision the last one with a condition on it.
        int[] lastUse = [.. decisions.Select((_, place) => decisions.Index()
            .Where(later => later.Item.When.Any(condition => condition.Decision == place)).Select(later => later.Index)
            .DefaultIfEmpty(-1).Max())];
        var states = new SortedDictionary<string, State>(StringComparer.Ordinal) { [string.Empty] = new([], 1, 1) };
        var open = new double[decisions.Count];
        for (var place = 0; place < decisions.Count; place++)
        {
            var next = new SortedDictionary<string, State>(StringComparer.Ordinal);
            foreach (var state in states.Values)
            {
                var isOpen = decisions[place].When.All(condition => state.Kept
                    .Any(kept => kept.Place == condition.Decision && condition.Options.Contains(kept.Option)));
                open[place] += isOpen ? state.Share : 0;
                Continue(next, state, place, isOpen ? decisions[place].Options.Count : 0, lastUse);
            }

            states = next.Count <= MostCombinations ? next : throw new InvalidOperationException(
                $"conditions keep more than {MostCombinations} combinations of earlier options apart");
        }

        return new(states.Values.Aggregate(BigInteger.Zero, (sum, state) => sum + state.Count), open);
    }

    private static void Continue(SortedDictionary<string, State> next, State state, int place, int options, int[] lastUse)
    {
        var kept = state.Kept.Where(one => lastUse[one.Place] > place).ToArray();
        if (options == 0 || lastUse[place] < 0)
        {
            Add(next, new State(kept, state.Count * Math.Max(1, options), state.Share));
            return;
        }

        for (var option = 0; option < options; option++)
        {
            Add(next, new State([.. kept, (place, option)], state.Count, state.Share / options));
        }
    }

    private static void Add(SortedDictionary<string, State> next, State state)
    {
        var key = string.Join(' ', state.Kept.Select(one => string.Create(CultureInfo.InvariantCulture, $"{one.Place}:{one.Option}")));
        next[key] = next.TryGetValue(key, out var known)
            ? state with { Count = known.Count + state.Count, Share = known.Share + state.Share } : state;
    }

    private sealed record State(IReadOnlyList<(int Place, int Option)> Kept, BigInteger Count, double Share);
}
