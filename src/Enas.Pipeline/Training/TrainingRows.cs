using Enas.Pipeline.Events;
using Enas.Pipeline.Ports;
using Enas.Pipeline.Search;
using Enas.Pipeline.Steps;
using Enas.Pipeline.Steps.Lifecycle;
using Enas.Pipeline.Steps.Train;

namespace Enas.Pipeline.Training;

/// <summary>The rows that every final training makes, with the time that they took.</summary>
internal sealed class TrainingRows(TimeProvider time)
{
    /// <summary>One weight step, or its failure.</summary>
    public LogRow Step(StepPosition position, Func<WeightStepResult> train) => Measured(() =>
    {
        try
        {
            var result = train();
            return new SharedWeightsTrained(
                position, result.Loss, result.GradNorm, result.LearningRate, result.TokenCount, result.CorrectCount).ToRow();
        }
        catch (NonFiniteStepException e)
        {
            return new StepFailed(position, e.Reason).ToRow();
        }
    });

    /// <summary>A row with the duration of making it.</summary>
    public LogRow Measured(Func<LogRow> work)
    {
        var start = time.GetTimestamp();
        var row = work();
        var measured = new StepMeasurements { LastDurationMs = time.GetElapsedTime(start).TotalMilliseconds };
        return row with { DurationMs = measured.RoundedDurationMs, Observations = measured.ToObservations() };
    }
}
