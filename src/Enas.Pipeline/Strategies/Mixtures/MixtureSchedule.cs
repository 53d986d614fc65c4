using Enas.Pipeline.Events;
using Enas.Pipeline.Options;

namespace Enas.Pipeline.Strategies.Mixtures;

/// <summary>
/// Weight steps and architecture steps in turns: after the warm-up, a round has so many of each, spread as evenly as whole numbers go. With
/// as many of one as of the other they alternate, the weights first. A pure function of the step's number.
/// </summary>
/// <param name="rounds">The budget.</param>
/// <param name="stepsPerEpoch">Weight steps in one pass over the training data: what 0 weight steps per round means.</param>
internal sealed class MixtureSchedule(StrategyOptions options, int rounds, int stepsPerEpoch) : ISchedule
{
    private readonly Schedule _totals = new(options, rounds, stepsPerEpoch);
    private readonly long _weights = options.WeightStepsPerRound == 0 ? stepsPerEpoch : options.WeightStepsPerRound;

    private long PerRound => _weights + options.PolicyStepsPerRound;

    /// <inheritdoc />
    public long TotalSteps => _totals.TotalSteps;

    /// <inheritdoc />
    public StepPosition At(long step)
    {
        if (step < options.WarmUpSteps)
        {
            return new StepPosition(step, Phases.Weights, 0);
        }

        var (round, offset) = Math.DivRem(step - options.WarmUpSteps, PerRound);
        return new StepPosition(
            step, PolicyStepsIn(offset + 1) > PolicyStepsIn(offset) ? Phases.Policy : Phases.Weights, (int)round);
    }

    /// <inheritdoc />
    public StepPosition End(long stepCount) => _totals.End(stepCount);

    /// <inheritdoc />
    public long WeightStepsBefore(long step)
    {
        if (step <= options.WarmUpSteps)
        {
            return step;
        }

        var (round, offset) = Math.DivRem(step - options.WarmUpSteps, PerRound);
        return options.WarmUpSteps + (round * _weights) + offset - PolicyStepsIn(offset);
    }

    /// <inheritdoc />
    public bool EndsRound(long step) => _totals.EndsRound(step);

    // Architecture steps among the first steps of a round.
    private long PolicyStepsIn(long offset) => (long)((Int128)offset * options.PolicyStepsPerRound / PerRound);
}
