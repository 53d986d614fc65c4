using Enas.Pipeline.Architectures;
using Enas.Pipeline.Policies;
using Enas.Pipeline.Spaces.MacroCnn;
using Enas.Pipeline.Tests.Strategies;

namespace Enas.Pipeline.Tests.Policies;

/// <summary>Strict fairness: no option of a decision is dealt more often than another.</summary>
public sealed class FairDeckTests
{
    public static TheoryData<int> Spaces => [.. Enumerable.Range(0, StrategySpaces.All.Count)];

    [Theory]
    [MemberData(nameof(Spaces))]
    public void Over_each_deck_of_a_decision_every_option_is_dealt_once(int space)
    {
        var (searched, deck) = (StrategySpaces.All[space], new FairDeck(StrategySpaces.All[space], 3));
        foreach (var (number, decision) in searched.Decisions.Index())
        {
            for (var round = 0; round < 20; round++)
            {
                var dealt = Enumerable.Range(round * decision.OptionCount, decision.OptionCount)
                    .Select(deal => deck.Deal(deal).Values[number]);
                Assert.Equal(Enumerable.Range(0, decision.OptionCount), dealt.Order());
            }
        }
    }

    /// <summary>The counts of two options of a decision never differ by more than one, however many options the others have; where the
    /// number of deals is a multiple of all of them, they are equal.</summary>
    [Theory]
    [MemberData(nameof(Spaces))]
    public void At_any_time_the_counts_of_two_options_differ_by_one_at_most(int space)
    {
        var (searched, deck) = (StrategySpaces.All[space], new FairDeck(StrategySpaces.All[space], 3));
        var counts = searched.Decisions.Select(decision => new int[decision.OptionCount]).ToArray();
        var multiple = searched.Decisions.Aggregate(1, (product, decision) => LeastCommonMultiple(product, decision.OptionCount));
        for (var deal = 0; deal < multiple; deal++)
        {
            foreach (var (number, value) in deck.Deal(deal).Values.Index())
            {
                counts[number][value]++;
                Assert.InRange(counts[number].Max() - counts[number].Min(), 0, 1);
            }
        }

        Assert.All(counts, options => Assert.All(options, count => Assert.Equal(multiple / options.Length, count)));
    }

    [Theory]
    [MemberData(nameof(Spaces))]
    public void A_deal_is_a_function_of_the_seed_and_its_number(int space)
    {
        var searched = StrategySpaces.All[space];
        var forwards = Enumerable.Range(0, 40).Select(deal => new FairDeck(searched, 3).Deal(deal)).ToArray();
        var backwards = new FairDeck(searched, 3);
        for (var deal = 39; deal >= 0; deal--)
        {
            Assert.Equal(forwards[deal], backwards.Deal(deal));
        }

        Assert.NotEqual(forwards, Enumerable.Range(0, 40).Select(deal => new FairDeck(searched, 4).Deal(deal)));
    }

    /// <summary>Decks of equal size are shuffled each by itself: all pairs of options meet, about equally often. Of the 36 pairs
    /// each is expected 30 times; the sum of squared deviations is about chi-square with 25 degrees of freedom, above 60 once in ten
    /// thousand seeds.</summary>
    [Fact]
    public void Decks_of_equal_size_are_independent_of_each_other()
    {
        var space = new MacroCnnSpace(3, Enum.GetValues<MacroOperation>());
        var (deck, pairs) = (new FairDeck(space, 11), new int[6, 6]);
        var (first, second) = (MacroCnnSpace.FirstDecisionOf(0), MacroCnnSpace.FirstDecisionOf(1));
        for (var deal = 0; deal < 36 * 30; deal++)
        {
            var values = deck.Deal(deal).Values;
            pairs[values[first], values[second]]++;
        }

        Assert.InRange(pairs.Cast<int>().Sum(count => (count - 30) * (count - 30) / 30.0), 5, 60);
    }

    /// <summary>Three options have six orders; over 1,200 decks each comes 200 times, within five deviations of 13.</summary>
    [Fact]
    public void Every_order_of_a_deck_is_equally_likely()
    {
        var space = new MacroCnnSpace(3, [MacroOperation.Convolution3, MacroOperation.AveragePool3, MacroOperation.MaxPool3]);
        var deck = new FairDeck(space, 5);
        var orders = Enumerable.Range(0, 1200)
            .GroupBy(round => string.Concat(Enumerable.Range(3 * round, 3).Select(deal => deck.Deal(deal).Values[0])))
            .Select(order => order.Count()).ToArray();
        Assert.Equal(6, orders.Length);
        Assert.All(orders, count => Assert.InRange(count, 135, 265));
    }

    [Fact]
    public void There_is_no_deal_before_the_first() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new FairDeck(StrategySpaces.All[0], 1).Deal(-1));

    private static int LeastCommonMultiple(int a, int b)
    {
        var (x, y) = (a, b);
        while (y > 0)
        {
            (x, y) = (y, x % y);
        }

        return a / x * b;
    }
}
