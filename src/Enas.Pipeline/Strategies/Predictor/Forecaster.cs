using System.Collections.Immutable;
using Enas.Pipeline.Architectures;
using Enas.Pipeline.Numerics;

namespace Enas.Pipeline.Strategies.Predictor;

/// <summary>
/// Chooses what is evaluated next: uniform architectures first, then of a pool of uniform ones the one of which a model of all
/// evaluations so far expects most. A pure function of the evaluations, the seed and the step.
/// </summary>
internal sealed class Forecaster(SearchSpace space, PredictorOptions options, ulong seed)
{
    private readonly ArchitectureFeatures _features = new(space);
    private readonly RandomStream _first = new(seed, "predictor/first");
    private readonly RandomStream _pool = new(seed, "predictor/pool");

    /// <summary>What to evaluate next.</summary>
    /// <param name="observations">What was evaluated and has a value.</param>
    /// <param name="trials">Everything that was evaluated: none of it is chosen again while the pool has something else.</param>
    /// <param name="step">The step.</param>
    public Forecast Next(ImmutableList<Observation> observations, Trials trials, long step)
    {
        if (step < options.Initial || observations.IsEmpty)
        {
            return new Forecast(UniformDraw.Of(space, _first, step, 0), null);
        }

        var model = RidgeRegression.Fit(
            [.. observations.Select(known => _features.Of(space.Parse(known.Tokens)))],
            [.. observations.Select(known => known.Reward)],
            options.Ridge);
        Forecast? best = null;
        Architecture? drawn = null;
        for (var draw = 0; draw < options.Pool; draw++)
        {
            drawn = UniformDraw.Of(space, _pool, step, draw);
            if (trials.Find(drawn.Tokens) is null && model.Predict(_features.Of(drawn)) is var expected && !(best?.Reward >= expected))
            {
                best = new Forecast(drawn, expected);
            }
        }

        return best ?? new Forecast(drawn!, model.Predict(_features.Of(drawn!)));
    }
}
