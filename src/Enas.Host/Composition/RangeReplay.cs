using Enas.Backends.Torch;
using Enas.Pipeline.Composition;
using Enas.Pipeline.Events;
using Enas.Pipeline.Jobs;
using Enas.Pipeline.Options;
using Enas.Pipeline.Replay;
using Enas.Pipeline.Search;

namespace Enas.Host.Composition;

/// <summary>
/// Makes ranges of a recorded search again, each on its own from the checkpoint at its start. What that checkpoint holds is not shown by
/// the range itself but by the one before, which must arrive at it; the first begins with the seed, or with a checkpoint that is believed
/// and said to be. Writes nothing.
/// </summary>
/// <param name="search">The search.</param>
/// <param name="points">Where its log can be cut.</param>
/// <param name="job">Its job, with its data where they are now.</param>
/// <param name="data">The data.</param>
/// <param name="compute">What computes.</param>
/// <param name="time">The time of what is observed.</param>
internal sealed class RangeReplay(
    RecordedSearch search, RecordedPoints points, JobOptions job, JobData data, ComputeOptions compute, TimeProvider time)
{
    /// <summary>Makes one again, to its end or to its first difference.</summary>
    /// <exception cref="InconclusiveException">What is here cannot make it.</exception>
    /// <exception cref="OperationCanceledException">It was stopped, between two steps.</exception>
    public async Task<RangeFindings> RunAsync(ReplayRange range, CancellationToken stop)
    {
        var children = new RecordedChildTrainer(search.Folder.Root, job, data, search.State.Children);
        var tolerance = ReplayTolerance.OfReplay;
        try
        {
            var outcome = await MakeAsync(range, children, tolerance, stop);
            return new RangeFindings(
                outcome.FactCount, outcome.StepCount, outcome.CheckpointCount, outcome.EmptyCheckpointCount, children.FoundCount,
                children.AbsentCount)
            { Differing = tolerance.HasDifference ? tolerance.ToString() : null };
        }
        catch (ReplayDivergedException diverged)
        {
            return RangeFindings.Of(diverged.Divergence);
        }
    }

    /// <summary>Refuses a search that other arithmetic, or another job, made.</summary>
    /// <exception cref="InconclusiveException">It is one.</exception>
    public static void RefuseOtherJob(RecordedSearch search, string recorded, string now)
    {
        if (recorded != now)
        {
            throw new InconclusiveException(
                $"{search.Name} was computed with the numerics {recorded}, and this program has {now}: its bits cannot be expected again"
                + (TorchBackend.IsNumerics(recorded) ? ". Its policy can be proven on any machine with --mode policy" : string.Empty));
        }

        var facts = search.State.Started!.Kind == JobOrigins.Train ? JobFacts.ForTraining(search.Job) : JobFacts.ForSearch(search.Job);
        if (facts != search.State.Started.Job)
        {
            throw new InconclusiveException($"{search.Folder.ResolvedJob} is not the job that the log of {search.Name} began with");
        }
    }

    private async Task<ReplayOutcome> MakeAsync(
        ReplayRange range, RecordedChildTrainer children, ReplayTolerance tolerance, CancellationToken stop)
    {
        var point = points.At(range.FromStep);
        using var work = RecordedWork.Create(search, job, data, compute, time);
        work.TrainChildrenBy(_ => children);
        RefuseOtherJob(search, search.State.Started!.Numerics, work.Started.Numerics);
        if (Continuation.FirstDifference(search.State.Started, work.Started) is { } difference)
        {
            throw new InconclusiveException(
                $"{search.Name} cannot be made again with what is here: {difference.Field} "
                    + $"was {difference.Recorded}, is now {difference.Recomputed}");
        }

        await using var log = await ParquetEventLog.OpenReadAsync(search.Folder, CancellationToken.None);
        await using var facts = new RecordedFacts(log, point.NextSequence, CancellationToken.None, work.Backend.IsExact ? null : tolerance);
        var again = work.ForReexecution(facts, time);
        var checkpoints = new SafetensorsCheckpointStore(search.Folder);
        if (await ReplayRanges.CheckpointAsync(search, checkpoints, range.FromStep) is { } checkpoint)
        {
            SearchCheckpoint.Restore(again.Sections, checkpoint);
        }

        var outcome = await new Reexecution(again, facts, checkpoints, isWhole: true)
            .RunAsync(point.State, range.ToStep, range.WithEnding, stepDone: null, stop);
        return !range.IsBase || outcome.ComparedAtStep == range.ToStep ? outcome
            : throw new InconclusiveException($"the checkpoint of step {range.ToStep} of {search.Name} is gone, with which the range "
                + "after it begins: nothing shows that the steps before it arrive there");
    }
}
