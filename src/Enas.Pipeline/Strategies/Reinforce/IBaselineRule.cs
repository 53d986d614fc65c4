using Enas.Pipeline.Policies;

namespace Enas.Pipeline.Strategies.Reinforce;

/// <summary>A baseline as events keep it.</summary>
/// <param name="Value">The baseline, null before the first signal.</param>
/// <param name="Weight">The sum of the weights of the signals in it; null where the rule keeps none.</param>
public sealed record BaselineState(double? Value, double? Weight);

/// <summary>What REINFORCE subtracts from a signal, and how it moves.</summary>
public interface IBaselineRule
{
    /// <summary>The advantage of a signal, and the baseline after it.</summary>
    (double Advantage, BaselineState Next) Observe(BaselineState state, double signal);
}

/// <summary>The moving average before the signal enters it: the rule of ENAS.</summary>
/// <param name="decay">d of b = d b + (1 - d) signal.</param>
public sealed class MovingBaselineRule(double decay) : IBaselineRule
{
    /// <inheritdoc />
    public (double Advantage, BaselineState Next) Observe(BaselineState state, double signal)
    {
        var (advantage, next) = new Baseline(state.Value).Observe(signal, decay);
        return (advantage, new BaselineState(next.Value, null));
    }
}

/// <summary>The moving average after the signal has entered it, divided by the sum of its weights: the rule of
/// the NAS-Bench-201 baselines.</summary>
/// <param name="decay">d: how much of the weight of earlier signals is kept.</param>
public sealed class DebiasedBaselineRule(double decay) : IBaselineRule
{
    /// <inheritdoc />
    public (double Advantage, BaselineState Next) Observe(BaselineState state, double signal)
    {
        var weight = state.Weight ?? 0;
        var (advantage, next) = new DebiasedBaseline((state.Value ?? 0) * weight, weight).Observe(signal, decay);
        return (advantage, new BaselineState(next.Value, next.Weight));
    }
}
