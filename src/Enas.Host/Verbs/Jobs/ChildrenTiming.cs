using Enas.Host.Composition;
using Enas.Pipeline.Options;
using Enas.Pipeline.Ports;
using Enas.Pipeline.Strategies;
using Enas.Pipeline.Training;

namespace Enas.Host.Verbs.Jobs;

/// <summary>What the architectures that a search trains alone take: its finals, or all that it evaluates.</summary>
/// <param name="Timing">The training of one.</param>
/// <param name="Trainings">How many of them, and for how many steps; of repeated architectures each counts.</param>
internal sealed record ChildrenTiming(TrainingTiming Timing, IReadOnlyList<PlannedTrainings> Trainings)
{
    /// <summary>Seconds of all of them.</summary>
    public double Seconds => Trainings.Sum(some => some.Count * Timing.SecondsOf(some.Steps));

    /// <summary>Seconds of the longest.</summary>
    public double SecondsOfOne => Trainings.Max(some => Timing.SecondsOf(some.Steps));

    /// <summary>Trainings in all.</summary>
    public int Count => Trainings.Sum(some => some.Count);

    /// <summary>Times the training of a job's architectures; null where it has none, or where their length is not known without the
    /// data.</summary>
    /// <param name="data">Its data, or others of their shape.</param>
    /// <param name="isStandIn">Whether they are others.</param>
    /// <param name="compute">What computes.</param>
    public static ChildrenTiming? Of(JobOptions job, JobData data, bool isStandIn, ComputeOptions compute, StepTimer timer)
    {
        var trainings = ChildEstimate.TrainingsOf(job);
        if (trainings.Count == 0 || (isStandIn && trainings.Any(some => some.Steps == 0)))
        {
            return null;
        }

        var steps = Math.Max(1, trainings.Max(some => some.Steps));
        var child = ChildJob.Of(job, new ChildOrder(string.Empty, 0, job.Seed, steps), steps);
        var timing = TrainingTiming.Measure(child, data, compute, timer);
        return new(isStandIn ? timing.AtSizesOf(data, TaskCatalog.EstimateWithout(job).Work!.OfScore) : timing, trainings);
    }
}
