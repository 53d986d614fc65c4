using System.Collections.Immutable;
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
        Assert.Null(Next(forecaster, [], 0).Value);
        Assert.Null(Next(forecaster, [new Observation(Cell(0), 1)], 1).Value);
        Observation[] known = [new(Cell(0), 1), new(Cell(1), 2)];
        var later = Next(forecaster, [.. known], 2);
        Assert.NotNull(later.Value);
        Assert.Equal(later.Architecture, Next(forecaster, [.. known], 2).Architecture);
    }

    /// <summary>A failed evaluation has no value, so a search can have none when its first model is due.</summary>
    [Fact]
    public void Without_any_value_it_goes_on_drawing() =>
        Assert.Null(Next(new Forecaster(s_space, new PredictorOptions(1, 10, 1), 3), [], 5).Value);

    [Fact]
    public void After_a_rejection_comes_the_next_best_and_behind_the_pool_a_draw()
    {
        var forecaster = new Forecaster(s_space, new PredictorOptions(1, 5, 1), 3);
        var pool = forecaster.Pool([new Observation(Cell(0), 1), new Observation(Cell(3), 2)], Trials.Empty, 4);
        Assert.Equal(5, pool.Count);
        Assert.Equal(pool.OrderByDescending(forecast => forecast.Value), pool);
        Assert.Equal(pool, Enumerable.Range(0, 5).Select(attempt => forecaster.Next(pool, 4, attempt)));
        Assert.Null(forecaster.Next(pool, 4, 5).Value);
        Assert.NotEqual(forecaster.Next(pool, 4, 5), forecaster.Next(pool, 4, 6));
    }

    /// <summary>A model of the mean expects .5 of the ranks of any rewards, and an increasing change of rewards changes nothing.</summary>
    [Fact]
    public void A_rank_is_the_share_of_what_is_worse_whatever_the_distances()
    {
        var forecaster = new Forecaster(s_space, new PredictorOptions(1, 20, 1) { Target = PredictorTarget.Rank }, 3);
        double[] near = [1, 2, 2, 3], far = [-1000, 5, 5, 5.001];
        var expected = forecaster.Pool(Known(near), Trials.Empty, 4);
        Assert.Equal(expected, forecaster.Pool(Known(far), Trials.Empty, 4));
        Assert.All(expected, forecast => Assert.InRange(forecast.Value!.Value, 0, 1));
        var flat = new Forecaster(s_space, new PredictorOptions(1, 20, 1e9) { Target = PredictorTarget.Rank }, 3);
        Assert.All(flat.Pool(Known(far), Trials.Empty, 4), forecast => Assert.Equal(0.5, forecast.Value!.Value, 6));

        static ImmutableList<Observation> Known(double[] rewards) =>
            [.. rewards.Select((reward, number) => new Observation(Cell(number), reward))];
    }

    private static Forecast Next(Forecaster forecaster, IReadOnlyList<Observation> known, long step) =>
        forecaster.Next(forecaster.Pool([.. known], Trials.Empty, step), step, 0);

    private static double Best(ulong seed, int initial)
    {
        var forecaster = new Forecaster(s_space, new PredictorOptions(initial, 100, 1), seed);
        IReadOnlyList<Observation> known = [];
        for (var step = 0; step < 20; step++)
        {
            var next = Next(forecaster, [.. known], step).Architecture;
            known = [.. known, new Observation(next.Tokens, next.Values.Sum(value => s_worth[value]))];
        }

        return known.Max(observation => observation.Reward);
    }

    private static string Cell(int operation) => s_space.FromValues([.. Enumerable.Repeat(operation, 6)]).Tokens;
}
