using Enas.Pipeline.Policies;

namespace Enas.Pipeline.Strategies.Reinforce;

/// <summary>A baseline as events keep it.</summary>
/// <param name="Value">The baseline, null before the first signal.</param>
/// <param name="Weight">The sum of the weights of the signals in it; null where the rule keeps none.</param>
internal sealed record BaselineState(double? Value, double? Weight);

/// <summary>What REINFORCE subtracts from the signals of a step, and how it moves.</summary>
internal interface IBaselineRule
{
    /// <summary>The advantages of a step's signals, in their order, and the baseline after them.</summary>
    /// <param name="state">The baseline before the step.</param>
    /// <param name="signals">The signals, in ordinal order, at least one.</param>
    (IReadOnlyList<double> Advantages, BaselineState Next) Observe(BaselineState state, IReadOnlyList<double> signals);
}

/// <summary>The moving average before the signal enters it: the rule of ENAS.</summary>
/// <param name="decay">d of b = d b + (1 - d) signal.</param>
internal sealed class MovingBaselineRule(double decay) : IBaselineRule
{
    /// <inheritdoc />
    public (IReadOnlyList<double> Advantages, BaselineState Next) Observe(BaselineState state, IReadOnlyList<double> signals)
    {
        var (baseline, advantages) = (new Baseline(state.Value), new double[signals.Count]);
        for (var i = 0; i < advantages.Length; i++)
        {
            (advantages[i], baseline) = baseline.Observe(signals[i], decay);
        }

        return (advantages, new BaselineState(baseline.Value, null));
    }
}

/// <summary>The moving average after the signal has entered it, divided by the sum of its weights: the rule of
/// the NAS-Bench-201 baselines.</summary>
/// <param name="decay">d: how much of the weight of earlier signals is kept.</param>
internal sealed class DebiasedBaselineRule(double decay) : IBaselineRule
{
    /// <inheritdoc />
    public (IReadOnlyList<double> Advantages, BaselineState Next) Observe(BaselineState state, IReadOnlyList<double> signals)
    {
        var advantages = new double[signals.Count];
        for (var i = 0; i < advantages.Length; i++)
        {
            var weight = state.Weight ?? 0;
            (advantages[i], var next) = new DebiasedBaseline((state.Value ?? 0) * weight, weight).Observe(signals[i], decay);
            state = new BaselineState(next.Value, next.Weight);
        }

        return (advantages, state);
    }
}
