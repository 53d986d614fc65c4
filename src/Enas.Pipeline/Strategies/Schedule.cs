using Enas.Pipeline.Events;
using Enas.Pipeline.Options;

namespace Enas.Pipeline.Strategies;

/// <summary>
/// Which step comes when: warm-up weight steps, then rounds of weight steps followed by policy steps. A pure function of the step's
/// number, so there is no position to save.
/// </summary>
public sealed class Schedule : ISchedule
{
    private readonly long _warmUp;
    private readonly long _weights;
    private readonly long _policy;
    private readonly int _rounds;

    /// <summary>The schedule of a job.</summary>
    /// <param name="options">How many weight and policy steps a round has, and how many before the first.</param>
    /// <param name="rounds">The budget.</param>
    /// <param name="stepsPerEpoch">
    /// Weight steps in one pass over the training data: what 0 weight steps per round means. Null where there are no weights to train: then
    /// there are no weight steps at all.
    /// </param>
    public Schedule(StrategyOptions options, int rounds, int? stepsPerEpoch)
    {
        _warmUp = stepsPerEpoch is null ? 0 : options.WarmUpSteps;
        _weights = stepsPerEpoch is { } epoch ? options.WeightStepsPerRound == 0 ? epoch : options.WeightStepsPerRound : 0;
        _policy = options.PolicyStepsPerRound;
        _rounds = rounds;
        TotalSteps = _warmUp + (rounds * (_weights + _policy));
        TotalWeightSteps = _warmUp + (rounds * _weights);
        TotalPolicySteps = rounds * _policy;
    }

    /// <summary>The schedule of a search without shared weights, for its totals: policy steps alone.</summary>
    /// <param name="evaluations">Evaluations in all.</param>
    /// <param name="perStep">Evaluations of one step.</param>
    public static Schedule OfEvaluations(int evaluations, int perStep) => new(0, (evaluations + perStep - 1) / perStep);

    /// <summary>The schedule of a search that trains its shared weights first and evaluates then, for its totals.</summary>
    /// <param name="weightSteps">Weight steps.</param>
    /// <param name="evaluations">Evaluations, one a step.</param>
    public static Schedule OfPhases(long weightSteps, long evaluations) => new(weightSteps, evaluations);

    private Schedule(long weightSteps, long policySteps)
    {
        (_warmUp, _policy, _rounds) = (weightSteps, policySteps, 1);
        (TotalSteps, TotalWeightSteps, TotalPolicySteps) = (weightSteps + policySteps, weightSteps, policySteps);
    }

    /// <inheritdoc />
    public long TotalSteps { get; }

    /// <summary>Weight steps of the whole budget.</summary>
    public long TotalWeightSteps { get; }

    /// <summary>Policy steps of the whole budget.</summary>
    public long TotalPolicySteps { get; }

    /// <inheritdoc />
    public StepPosition At(long step)
    {
        if (step < _warmUp)
        {
            return new StepPosition(step, Phases.Weights, 0);
        }

        var (round, offset) = Math.DivRem(step - _warmUp, _weights + _policy);
        return new StepPosition(step, offset < _weights ? Phases.Weights : Phases.Policy, (int)round);
    }

    /// <inheritdoc />
    public StepPosition End(long stepCount) => new(stepCount, Phases.Derive, _rounds);

    /// <inheritdoc />
    public long WeightStepsBefore(long step)
    {
        if (step <= _warmUp)
        {
            return step;
        }

        var (round, offset) = Math.DivRem(step - _warmUp, _weights + _policy);
        return _warmUp + (round * _weights) + Math.Min(offset, _weights);
    }

    /// <inheritdoc />
    public bool EndsRound(long step) => step + 1 > _warmUp && (step + 1 - _warmUp) % (_weights + _policy) == 0;
}
