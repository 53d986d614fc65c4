namespace Enas.Pipeline.Policies;

/// <summary>
/// The moving average that REINFORCE subtracts. The first signal initialises it (docs/algorithms.md#baseline: started at 0, the first
/// hundred samples all look good); an advantage uses the value before its own signal enters: b ← d·b + (1-d)·signal.
/// </summary>
/// <param name="Value">b, or null before the first signal.</param>
internal readonly record struct Baseline(double? Value)
{
    /// <summary>The advantage of a signal and the baseline after it.</summary>
    public (double Advantage, Baseline Next) Observe(double signal, double decay)
    {
        var before = Value ?? signal;
        return (signal - before, new Baseline((decay * before) + ((1 - decay) * signal)));
    }
}
