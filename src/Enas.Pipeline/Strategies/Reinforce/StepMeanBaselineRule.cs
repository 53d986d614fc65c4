namespace Enas.Pipeline.Strategies.Reinforce;

/// <summary>
/// For each signal the mean of the other signals of its step: the leave-one-out baseline (Mnih and Rezende 2016; Kool et al. 2019). With n
/// signals of mean m the advantage of s is s - (n m - s) / (n - 1) = n / (n - 1) (s - m). No signal is in its own baseline, so the
/// gradient stays unbiased, and what all signals of a step have in common, such as an easy batch, is in no advantage.
/// </summary>
/// <remarks>What events keep as the baseline is the mean of the step's signals, for people: the next step does not use it.</remarks>
internal sealed class StepMeanBaselineRule : IBaselineRule
{
    /// <inheritdoc />
    public (IReadOnlyList<double> Advantages, BaselineState Next) Observe(BaselineState state, IReadOnlyList<double> signals)
    {
        var (count, sum) = (signals.Count, signals.Sum());
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 2, nameof(signals));
        return ([.. signals.Select(signal => signal - ((sum - signal) / (count - 1)))], new BaselineState(sum / count, null));
    }
}
