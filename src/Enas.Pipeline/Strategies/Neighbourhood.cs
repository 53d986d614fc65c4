using System.Collections.Immutable;
using Enas.Pipeline.Architectures;

namespace Enas.Pipeline.Strategies;

/// <summary>
/// The architectures that differ from one in a single decision that is open. Where all are, there are as many as the space has options
/// beyond the first of each decision.
/// </summary>
public static class Neighbourhood
{
    /// <summary>Number of neighbours that each architecture of a space has.</summary>
    public static int SizeOf(SearchSpace space) => space.Decisions.Sum(decision => decision.OptionCount - 1);

    /// <summary>The changes that lead to the neighbours, in the order of the decisions and then of the options.</summary>
    public static ImmutableArray<Change> Of(SearchSpace space, Architecture architecture) =>
    [
        .. from decision in Enumerable.Range(0, space.Decisions.Count)
           where space.IsOpen(decision, architecture.Values)
           let present = architecture.Values[decision]
           from value in Enumerable.Range(0, space.Decisions[decision].OptionCount)
           where value != present
           select new Change(decision, present, value),
    ];
}
