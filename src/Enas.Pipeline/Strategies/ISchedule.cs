using Enas.Pipeline.Events;

namespace Enas.Pipeline.Strategies;

/// <summary>Which step comes when.</summary>
public interface ISchedule
{
    /// <summary>Steps of the whole budget.</summary>
    long TotalSteps { get; }

    /// <summary>Where a step stands.</summary>
    StepPosition At(long step);

    /// <summary>Where the candidates stand, after the last of <paramref name="stepCount"/> steps.</summary>
    StepPosition End(long stepCount);

    /// <summary>Weight steps before a step.</summary>
    long WeightStepsBefore(long step);

    /// <summary>Whether a round ends with this step.</summary>
    bool EndsRound(long step);
}
