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
    private readonly ArchitectureFeatures _features = new(space, options.Features);
    private readonly RandomStream _first = new(seed, "predictor/first");
    private readonly RandomStream _pool = new(seed, "predictor/pool");

    /// <summary>Steps that draw without a model.</summary>
    public int Initial => options.Initial;

    /// <summary>
    /// The architectures of a step's pool, best expectation first and equal ones in the order of their draws; none of them was evaluated,
    /// where the pool has one that was not. Empty while architectures are drawn without a model.
    /// </summary>
    /// <param name="observations">What was evaluated and has a value.</param>
    /// <param name="trials">Everything that was evaluated.</param>
    public IReadOnlyList<Forecast> Pool(ImmutableList<Observation> observations, Trials trials, long step)
    {
        if (step < options.Initial || observations.IsEmpty)
        {
            return [];
        }

        var model = RidgeRegression.Fit(
            [.. observations.Select(known => _features.Of(space.Parse(known.Tokens)))],
            Targets([.. observations.Select(known => known.Reward)]),
            options.Ridge);
        Architecture[] drawn =
        [
            .. Enumerable.Range(0, options.Pool).Select(draw => UniformDraw.Of(space, _pool, step, draw)).Distinct(),
        ];
        Architecture[] unknown = [.. drawn.Where(architecture => trials.Find(architecture.Tokens) is null)];
        return
        [
            .. (unknown.Length > 0 ? unknown : drawn)
                .Select(architecture => new Forecast(architecture, model.Predict(_features.Of(architecture))))
                .OrderByDescending(forecast => forecast.Value),
        ];
    }

    /// <summary>What to propose: the best of the pool; the next one for each proposal of the step that did not keep the limits of the
    /// job; a uniform architecture where the pool is empty or at its end.</summary>
    /// <param name="pool">The step's pool.</param>
    /// <param name="attempt">0, or how many proposals of the step did not keep the limits.</param>
    public Forecast Next(IReadOnlyList<Forecast> pool, long step, int attempt) =>
        attempt < pool.Count ? pool[attempt] : new Forecast(UniformDraw.Of(space, _first, step, attempt), null);

    // The share of values that are worse, equal ones counted half, so that the mean is a half whatever the rewards are.
    private double[] Targets(double[] rewards) => options.Target == PredictorTarget.Reward
        ? rewards
        : [.. rewards.Select(one => (rewards.Count(other => other < one) + (rewards.Count(other => other == one) / 2.0)) / rewards.Length)];
}
