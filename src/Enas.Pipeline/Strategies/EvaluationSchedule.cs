using Enas.Pipeline.Events;

namespace Enas.Pipeline.Strategies;

/// <summary>Steps of a search without shared weights: each evaluates the same number of architectures. A round is
/// a hundred steps.</summary>
/// <param name="evaluations">Evaluations in all.</param>
/// <param name="perStep">Evaluations of one step.</param>
public sealed class EvaluationSchedule(long evaluations, int perStep = 1) : ISchedule
{
    private const int StepsPerRound = 100;

    /// <inheritdoc />
    public long TotalSteps { get; } = (evaluations + perStep - 1) / perStep;

    /// <inheritdoc />
    public StepPosition At(long step) => new(step, Phases.Policy, (int)(step / StepsPerRound));

    /// <inheritdoc />
    public StepPosition End(long stepCount) => new(stepCount, Phases.Derive, (int)((stepCount + StepsPerRound - 1) / StepsPerRound));

    /// <inheritdoc />
    public long WeightStepsBefore(long step) => 0;

    /// <inheritdoc />
    public bool EndsRound(long step) => (step + 1) % StepsPerRound == 0;
}
