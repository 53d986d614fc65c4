namespace Enas.Host.Verbs.Jobs;

/// <summary>How long steps are timed of the minutes that are asked for: the time for it is a part of them.</summary>
/// <param name="ForEach">Seconds for one kind of step, at most.</param>
/// <param name="WarmUp">Seconds until code is compiled well, at most.</param>
internal sealed record TimingShare(double ForEach, double WarmUp)
{
    // There are four or five kinds of steps.
    private const double ShareOfEach = 0.012;
    private const double ShareOfWarmUp = 0.03;
    private const double Fewest = 0.5;
    private const double MostOfEach = 5;
    private const double MostOfWarmUp = 20;

    /// <summary>The share of so many minutes.</summary>
    public static TimingShare Of(double minutes) => new(
        Math.Clamp(60 * minutes * ShareOfEach, Fewest, MostOfEach), Math.Clamp(60 * minutes * ShareOfWarmUp, 2 * Fewest, MostOfWarmUp));

    /// <summary>The same where this process has done such work already.</summary>
    public TimingShare Again => this with { WarmUp = ForEach / 2 };

    /// <summary>A timer that takes so long.</summary>
    public StepTimer Timer(TimeProvider time) => new(time, ForEach, WarmUp);
}
