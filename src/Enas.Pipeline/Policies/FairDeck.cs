using Enas.Pipeline.Architectures;
using Enas.Pipeline.Numerics;

namespace Enas.Pipeline.Policies;

/// <summary>
/// Architectures that use each option of each decision equally often (docs/algorithms.md#who-trains-the-weights; strict fairness of Chu
/// et al. 2021). Each decision has a deck of its own with one card for each of its options; it is shuffled, dealt card by card, and
/// shuffled again when it is empty. A deal takes one card of each deck. So after n deals each option of a decision with k options was
/// dealt n/k times, rounded down or up, whatever the other decisions have. A pure function of seed and deal: shuffles are counter-based,
/// and no deck is kept.
/// </summary>
/// <param name="seed">The search's seed.</param>
internal sealed class FairDeck(SearchSpace space, ulong seed)
{
    private readonly RandomStream _shuffles = new(seed, "sampling/weights/deck");

    /// <summary>The architecture of a deal, counted from 0.</summary>
    public Architecture Deal(long deal)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(deal);
        return space.FromValues([.. space.Decisions.Select((decision, number) => Card(decision.OptionCount, number, deal))]);
    }

    private int Card(int options, int decision, long deal)
    {
        var (deck, place) = Math.DivRem(deal, options);
        return Shuffled(options, decision, deck)[place];
    }

    // Fisher and Yates: the card at each place, from the last one down, changes places with one at or before it.
    private int[] Shuffled(int options, int decision, long deck)
    {
        int[] cards = [.. Enumerable.Range(0, options)];
        for (var last = options - 1; last > 0; last--)
        {
            var other = _shuffles.Below(last + 1, deck, decision, last);
            (cards[last], cards[other]) = (cards[other], cards[last]);
        }

        return cards;
    }
}
