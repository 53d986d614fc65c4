using Enas.Pipeline.Events;
using Enas.Pipeline.Options;

namespace Enas.Pipeline.Strategies.Spos;

/// <summary>
/// All weight steps, then evaluations, one a step. A round is a twentieth of the weight steps or a hundred evaluations, so a checkpoint
/// comes some twenty times while weights are trained. More evaluations change no step that is done.
/// </summary>
internal sealed class SposSchedule : ISchedule
{
    private const int WeightRounds = 20;
    private const int EvaluationsPerRound = 100;

    private readonly long _weightSteps;
    private readonly long _stepsPerRound;
    private readonly long _evaluations;

    /// <summary>The schedule of a job.</summary>
    public SposSchedule(JobOptions job)
    {
        (_weightSteps, _evaluations) = (job.Own.Integer(SposKind.WeightSteps), job.Budget.Evaluations);
        _stepsPerRound = RoundsOf(_weightSteps, WeightRounds);
    }

    /// <inheritdoc />
    public long TotalSteps => _weightSteps + _evaluations;

    /// <summary>The step before which the last weight step was made.</summary>
    public long WeightSteps => _weightSteps;

    /// <inheritdoc />
    public StepPosition At(long step) => step < _weightSteps
        ? new StepPosition(step, Phases.Weights, (int)(step / _stepsPerRound))
        : new StepPosition(step, Phases.Policy, (int)(WeightRoundCount + ((step - _weightSteps) / EvaluationsPerRound)));

    /// <inheritdoc />
    public StepPosition End(long stepCount) =>
        new(stepCount, Phases.Derive, (int)(WeightRoundCount + RoundsOf(_evaluations, EvaluationsPerRound)));

    /// <inheritdoc />
    public long WeightStepsBefore(long step) => Math.Min(step, _weightSteps);

    /// <inheritdoc />
    public bool EndsRound(long step) => At(step + 1).Round > At(step).Round;

    private long WeightRoundCount => RoundsOf(_weightSteps, _stepsPerRound);

    private static long RoundsOf(long steps, long perRound) => (steps + perRound - 1) / perRound;
}
