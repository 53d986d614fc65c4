using System.Collections.Immutable;
using Enas.Pipeline.Architectures;
using Enas.Pipeline.Numerics;

namespace Enas.Pipeline.Strategies.LocalSearch;

/// <summary>
/// Where a climb stands: an architecture, the order in which its neighbours are looked at, and how many of them have been.
/// </summary>
internal sealed record Hill(
    Architecture At, double Reward, ImmutableArray<Change> Order, int Looked, Architecture? Better, double BetterReward)
{
    /// <summary>At an architecture, nothing of whose neighbours is known.</summary>
    public static Hill Of(SearchSpace space, Architecture at, double reward, RandomStream stream, long number) =>
        new(at, reward, Shuffled(Neighbourhood.Of(space, at), stream, number), 0, null, reward);

    /// <summary>After one more neighbour, whose reward is known.</summary>
    public Hill Look(Architecture neighbour, double reward) => reward > BetterReward
        ? this with { Looked = Looked + 1, Better = neighbour, BetterReward = reward }
        : this with { Looked = Looked + 1 };

    /// <summary>Fisher and Yates's shuffle in Durstenfeld's form (CACM 7, 1964).</summary>
    private static ImmutableArray<Change> Shuffled(ImmutableArray<Change> changes, RandomStream stream, long number)
    {
        var order = changes.ToBuilder();
        for (var i = 0; i < order.Count - 1; i++)
        {
            var other = i + stream.Below(order.Count - i, number, 0, i);
            (order[i], order[other]) = (order[other], order[i]);
        }

        return order.ToImmutable();
    }
}
