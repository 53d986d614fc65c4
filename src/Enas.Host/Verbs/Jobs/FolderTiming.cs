using Enas.Host.Cli;
using Enas.Host.Composition;
using Enas.Pipeline.Catalogs;
using Enas.Pipeline.Options;
using Enas.Pipeline.Ports;
using Enas.Pipeline.Training;

namespace Enas.Host.Verbs.Jobs;

/// <summary>What architectures that are trained alone take on this machine.</summary>
/// <param name="Child">Training one in the search.</param>
/// <param name="Final">Training the choice.</param>
/// <param name="Limits">Finding one that keeps the limits.</param>
internal sealed record TimedAlone(TrainingTiming Child, TrainingTiming Final, LimitTiming Limits);

/// <summary>Times the steps of a job for a folder.</summary>
/// <param name="data">The folder's data.</param>
/// <param name="compute">What computes.</param>
/// <param name="share">How long that may take.</param>
internal sealed class FolderTiming(JobData data, ComputeOptions compute, TimeProvider time, TimingShare share)
{
    private const int StepsOfATimedChild = 100;

    /// <summary>Times architectures that are trained alone.</summary>
    /// <exception cref="BadInputException">No architecture keeps the limits of the job.</exception>
    public TimedAlone Alone(JobOptions job)
    {
        var timer = share.Timer(time);
        var child = ChildJob.Of(job, new ChildOrder(string.Empty, 0, job.Seed, StepsOfATimedChild), StepsOfATimedChild);
        return new(
            TrainingTiming.Measure(child, data, compute, timer), TrainingTiming.Measure(job, data, compute, timer),
            LimitTiming.Measure(job, data, compute, timer));
    }

    /// <summary>Times shared weights and scores with them.</summary>
    /// <param name="job">A job that has them.</param>
    /// <param name="alone">What was timed before.</param>
    public async Task<(TimedSteps Timed, PlannedSizes Sizes)> SharedAsync(JobOptions job, TimedAlone alone)
    {
        var (sizes, timer) = (SizesOf(job), share.Timer(time));
        var screening = Screening(job, sizes);
        var search = (await SearchTiming.MeasureAsync(screening, data, JobEstimate.Of(screening, data), compute, timer))!;
        return (new(search.WeightStep, search.Screened, search.Candidate, alone.Child, alone.Final, alone.Limits.Admission), sizes);
    }

    private PlannedSizes SizesOf(JobOptions job)
    {
        var work = JobEstimate.Of(job, data).Work ?? throw new BadInputException(
            "an option that was set makes this a job without shared weights, for which there is no plan: leave evaluator.kind as it is");
        using var backend = compute.CreateBackend(job.Compute);
        var (weights, stepsPerEpoch) = data.SharedWeights(backend, SpaceCatalog.Create(job), job);
        weights!.Dispose();
        return new(stepsPerEpoch!.Value, work.OfScore, job.Derive.BatchSize, work.OfStageItem);
    }

    // The scores that the plan will have, one of each stage. What keeps no limit is no part of a time.
    private static JobOptions Screening(JobOptions job, PlannedSizes sizes) => job with
    {
        Derive = job.Derive with { ScreenItems = sizes.Screened, Refine = 0, RefineItems = 0 },
        Finals = new(),
    };
}
