using System.Collections.Immutable;
using Enas.Pipeline.Events;
using Enas.Pipeline.Steps.Child;

namespace Enas.Pipeline.Strategies.Halving;

/// <summary>An architecture in a rung.</summary>
/// <param name="Slot">Its number among the candidates, from 0.</param>
/// <param name="Tokens">The architecture as its token string, in the form of the log.</param>
/// <param name="Reward">What its training in this rung was worth.</param>
public sealed record RungPlace(int Slot, string Tokens, double Reward)
{
    /// <summary>The loss sum of its validation, from the fact of its training; null where that has none.</summary>
    public double? LossSum { get; init; }
}

/// <summary>The rungs as events tell them.</summary>
/// <param name="Rung">The rung that is being filled.</param>
/// <param name="Entrants">Who was promoted into it, the best first; empty in the first rung, whose architectures are drawn.</param>
/// <param name="Places">Who was trained in it, in order.</param>
/// <param name="Ranked">The last rung that was closed, the best first; empty before.</param>
internal sealed record HalvingState(
    int Rung, ImmutableArray<RungPlace> Entrants, ImmutableArray<RungPlace> Places, ImmutableArray<RungPlace> Ranked) : IStrategyState
{
    /// <summary>Nothing trained.</summary>
    public static HalvingState Empty { get; } = new(0, [], [], []);

    /// <summary>The last training, which the next place is of.</summary>
    private ChildTrained? Trained { get; init; }

    /// <inheritdoc />
    public IStrategyState Apply(ISearchEvent happened) => happened switch
    {
        ChildTrained trained => this with { Trained = trained },
        RungUpdated updated => this with { Places = Places.Add(updated.Place with { LossSum = LossOf(updated) }) },
        RungClosed closed => Closed(closed),
        _ => this,
    };

    /// <summary>The best first; of equal ones, where losses count, the one with the lowest, and then the one drawn first.</summary>
    public static ImmutableArray<RungPlace> Ranking(IEnumerable<RungPlace> places, bool tiesByLoss = false) =>
    [
        .. places.OrderByDescending(place => place.Reward)
            .ThenBy(place => tiesByLoss ? place.LossSum ?? double.PositiveInfinity : 0)
            .ThenBy(place => place.Slot),
    ];

    private double? LossOf(RungUpdated updated) => Trained is { } trained && trained.Tokens == updated.Place.Tokens
        && trained.Order.Rung == updated.Rung ? trained.Outcome.Validation?.LossSum : null;

    private HalvingState Closed(RungClosed closed)
    {
        ImmutableArray<RungPlace> ranked = [.. closed.Ranked.Select(slot => Places.Single(place => place.Slot == slot))];
        return new(Rung + 1, [.. ranked.Where(place => closed.Promoted.Contains(place.Slot))], [], ranked);
    }
}
