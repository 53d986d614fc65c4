namespace Enas.Pipeline.Strategies.Reinforce;

/// <summary>
/// The moving average that the NAS-Bench-201 baselines subtract: Σ d^(n-i) (1-d) signal_i, divided by the sum of its weights, so that it
/// is an average from the first signal on. A signal enters before its own advantage is taken: the first advantage is 0.
/// </summary>
/// <param name="Sum">The weighted sum of the signals.</param>
/// <param name="Weight">The sum of the weights; 0 before the first signal.</param>
internal readonly record struct DebiasedBaseline(double Sum, double Weight)
{
    /// <summary>The average, or null before the first signal.</summary>
    public double? Value => Weight > 0 ? Sum / Weight : null;

    /// <summary>The advantage of a signal and the baseline that it was held against.</summary>
    /// <param name="decay">d in [0, 1): how much of the weight of earlier signals is kept.</param>
    public (double Advantage, DebiasedBaseline Next) Observe(double signal, double decay)
    {
        var next = new DebiasedBaseline((decay * Sum) + ((1 - decay) * signal), (decay * Weight) + (1 - decay));
        return (signal - (next.Sum / next.Weight), next);
    }
}
