using Enas.Pipeline.Architectures;
using Enas.Pipeline.Spaces.NasBench201;
using Enas.Pipeline.Strategies;
using Enas.Pipeline.Strategies.Predictor;

namespace Enas.Pipeline.Tests.Strategies.Predictor;

public sealed class ForecasterTests
{
    private static readonly NasBench201Space s_space = new();
    private static readonly double[] s_worth = [0, 3, 1, 7, 2];

    /// <summary>What each operation adds is learned from eight cells; twelve chosen ones beat twelve more that are drawn.</summary>
    [Fact]
    public void Where_options_add_up_it_beats_uniform_draws_of_the_same_number()
    {
        var (won, seeds) = (0, 20);
        for (var seed = 1UL; seed <= (ulong)seeds; seed++)
        {
            won += Best(seed, initial: 8) > Best(seed, initial: 20) ? 1 : 0;
        }

        Assert.InRange(won, 16, seeds);
    }

    [Fact]
    public void The_first_ones_are_drawn_and_later_ones_have_an_expectation()
    {
        var forecaster = new Forecaster(s_space, new PredictorOptions(2, 10, 1), 3);
        Assert.Null(forecaster.Next([], Trials.Empty, 0).Reward);
        Assert.Null(forecaster.Next([new Observation(Cell(0), 1)], Trials.Empty, 1).Reward);
        Observation[] known = [new(Cell(0), 1), new(Cell(1), 2)];
        var later = forecaster.Next([.. known], Trials.Empty, 2);
        Assert.NotNull(later.Reward);
        Assert.Equal(later.Architecture, forecaster.Next([.. known], Trials.Empty, 2).Architecture);
    }

    /// <summary>A failed evaluation has no value, so a search can have none when its first model is due.</summary>
    [Fact]
    public void Without_any_value_it_goes_on_drawing() =>
        Assert.Null(new Forecaster(s_space, new PredictorOptions(1, 10, 1), 3).Next([], Trials.Empty, 5).Reward);

    private static double Best(ulong seed, int initial)
    {
        var forecaster = new Forecaster(s_space, new PredictorOptions(initial, 100, 1), seed);
        IReadOnlyList<Observation> known = [];
        for (var step = 0; step < 20; step++)
        {
            var next = forecaster.Next([.. known], Trials.Empty, step).Architecture;
            known = [.. known, new Observation(next.Tokens, next.Values.Sum(value => s_worth[value]))];
        }

        return known.Max(observation => observation.Reward);
    }

    private static string Cell(int operation) => s_space.FromValues([.. Enumerable.Repeat(operation, 6)]).Tokens;
}
