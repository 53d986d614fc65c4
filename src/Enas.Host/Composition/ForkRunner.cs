using Enas.Host.Cli;
using Enas.Host.Display;
using Enas.Host.Searches;
using Enas.Host.Telemetry;
using Enas.Pipeline.Catalogs;
using Enas.Pipeline.Catalogs.Evaluators;
using Enas.Pipeline.Events;
using Enas.Pipeline.Jobs;
using Enas.Pipeline.Messages;
using Enas.Pipeline.Options;
using Enas.Pipeline.Ports;
using Enas.Pipeline.Replay;
using Enas.Pipeline.Search;
using Enas.Pipeline.Steps.Lifecycle;
using Microsoft.Extensions.Hosting;

namespace Enas.Host.Composition;

/// <summary>What a fork is asked to do.</summary>
/// <param name="Path">The parent's folder.</param>
/// <param name="Step">The branch stands on so many steps of the parent.</param>
/// <param name="Sets">Options that the branch changes.</param>
/// <param name="Folder">Where the branch goes; null for a free folder beside the parent.</param>
/// <param name="Compute">What computes.</param>
/// <param name="StopAfterSteps">Stop when so many steps are done in total, the parent's included.</param>
internal sealed record ForkRequest(
    string Path, long Step, IReadOnlyList<string> Sets, string? Folder, ComputeOptions Compute, long? StopAfterSteps);

/// <summary>Branches a search: a child with a log of its own, which takes over weights, policy and baseline of one of
/// the parent's steps.</summary>
internal sealed class ForkRunner(IHostApplicationLifetime lifetime, SearchTelemetry telemetry, TimeProvider time)
{
    /// <summary>Runs the branch to its end or to a clean stop. The parent is only read.</summary>
    public async Task<(JobOptions Job, RunOutcome Outcome)> RunAsync(ForkRequest request, Terminal terminal)
    {
        var start = time.GetTimestamp();
        var points = new RecordedPoints(request.Step);
        var parent = await RecordedSearch.OpenAsync(request.Path, points);
        Check(parent, request.Step);
        RefuseKind(parent, request);
        var job = JobLoading.Override(parent.Job, request.Sets);
        Check(parent, job);
        EvaluatorCatalog.Of(job).RequirePossible(job);
        var data = TaskCatalog.Load(job, lifetime.ApplicationStopping);
        using var parts = SearchComposition.Create(job, data, request.Compute.Following(parent));
        await using var parentLog = await ParquetEventLog.OpenReadAsync(parent.Folder, CancellationToken.None);
        var point = points.At(request.Step);
        SayOwnCandidates(parent, job, request.Step, terminal);
        var children = new LateChildTrainer();
        parts.Children = children;
        var work = telemetry.Traced(parts.Assembly(time, telemetry.Behaviors).ForRun());
        RefuseBudget(parent, work, request.Step);
        var state = await Task.Run(() => CopyAsync(parent, points, parentLog, request, parts, work, terminal));
        var path = request.Folder ?? await FolderNaming.FreeAsync(
            Place.ParentOf(parent.Folder.Root), $"{parent.Name}-at-{request.Step}", JobFacts.ForSearch(job) + point.FactHead);
        var folder = await FolderNaming.CreateAsync(
            path, parent.Folder.ReadJob(), (job with { Origin = JobOrigins.Fork }).ToResolvedJson());
        var writer = new WriterDescription(FolderNaming.SearchId(folder), Product.Version, parts.Backend.Describe());
        await using var log = await ParquetEventLog.OpenWriterAsync(folder, writer, time, CancellationToken.None);
        OtherWriters.Refuse(folder, log, eventsRead: 0);
        var watch = new ChildWatch();
        var title = RunTitle.OfSearch(Path.GetFileName(folder.Root), job) with { ScoredItems = data.ItemsOfScores(job) };
        await using var display = ProgressDisplay.Start(terminal, title, time, watch: watch);
        using var span = telemetry.Begin(folder.Root, job.Name, display);
        var run = new SearchRun(work, job.Log, job.Checkpoint, log, new SafetensorsCheckpointStore(folder), span, time);
        SearchStarted? started = null;
        children.Trainer = ChildTrainer.Of(parts, folder, () => started!, [], terminal.Line, watch, time, lifetime.ApplicationStopping);
        var outcome = await Task.Run(() => run.StartForkAsync(
            digest => started = parts.Started(point.FactHead, new ForkPoint(request.Step, state.Baseline, digest, state.BaselineWeight)),
            request.Step, request.StopAfterSteps, lifetime.ApplicationStopping));
        await FinishedLog.CloseAsync(folder, log, outcome.IsComplete);
        return (job, new RunOutcome(
            folder.Root, outcome.State, outcome.IsComplete,
                work.PlannedSteps(outcome.State), log.FactHead, log.NextSequence, time.GetElapsedTime(start), data.PerplexityFloor));
    }

    /// <summary>Brings the parent's work to the step and copies its weights and policy into the branch.</summary>
    private async Task<SearchState> CopyAsync(
        RecordedSearch parent, RecordedPoints points, IEventLog log,
            ForkRequest request, SearchComposition parts, ISearchWork branch, Terminal terminal)
    {
        using var work = RecordedWork.Create(
            parent, parent.Job, TaskCatalog.Load(parent.Job, lifetime.ApplicationStopping), request.Compute, time);
        if (Continuation.FirstDifference(parent.State.Started!, work.Started) is { } difference)
        {
            throw new BadInputException(
                $"{parent.Name} cannot be made again here: {difference.Field} was {difference.Recorded}, is now {difference.Recomputed}");
        }

        if (work.Data.Refusal(parts.Data) is { } refusal)
        {
            throw new BadInputException($"a branch of {parent.Name} {refusal}");
        }

        var lines = new RecoveryLines(terminal, time);
        var recovery = new Recovery(log, new SafetensorsCheckpointStore(parent.Folder), lines.Say, lines.StepDone, work.Backend.IsExact
            ? null : ReplayTolerance.OfResume);
        var state = await recovery.ToAsync(points, facts =>
            work.ForReexecution(facts, time), request.Step, lifetime.ApplicationStopping)
            ?? throw new InconclusiveException($"{parent.Name} is a branch itself, and the checkpoint that it began with is gone");
        var checkpoint = SearchCheckpoint.Of(work.ForRun(time), request.Step);
        SearchCheckpoint.Restore(branch.Sections, checkpoint);
        return state;
    }

    private static void Check(RecordedSearch parent, long step)
    {
        if (parent.State.Started is not { } started || started.Kind != JobOrigins.Search)
        {
            throw new CommandLineException($"{parent.Name} is not a search that can "
                + $"be branched{(parent.State.Started is null ? ": it has no event" : ", it is a final training")}");
        }

        var first = started.Fork?.Step ?? 0;
        if (step < first || step > parent.State.StepCount)
        {
            throw new CommandLineException($"--at {step}: {parent.Name} has the steps {first} to {parent.State.StepCount}");
        }
    }

    // Before what is set is looked at: no option makes a branch of what has none.
    private static void RefuseKind(RecordedSearch parent, ForkRequest request)
    {
        if (JobForks.RefusalOf(parent.Job) is { } refusal)
        {
            var sets = request.Sets.SelectMany(set => (string[])["--set", set]);
            throw new BadInputException($"{parent.Name} cannot be branched: {refusal}. Start a new search of its job file: "
                + $"{CommandText.Of("run")} JOB{string.Concat(sets.Select(word => $" {CommandText.Quoted(word)}"))}");
        }
    }

    private static void Check(RecordedSearch parent, JobOptions job)
    {
        if (JobForks.Refusals(parent.Job, job) is { Count: > 0 } refusals)
        {
            throw new BadInputException($"a branch of {parent.Name} keeps the shape of its weights and its space: "
                + $"{string.Join("; ", refusals)}. For another shape, start a new search");
        }
    }

    // Where a value is the architecture's own, the choice is made among what the log evaluated: the branch has a log of its own.
    private static void SayOwnCandidates(RecordedSearch parent, JobOptions job, long step, Terminal terminal)
    {
        if (step > 0 && !SpaceCatalog.SharesWeights(job))
        {
            terminal.Line($"note     the branch chooses among the architectures that it evaluates itself; what {parent.Name} evaluated in "
                + $"its {Counted.Of(step, "step")} before is not among its candidates");
        }
    }

    // A branch stands on the steps of its parent, so its budget counts them.
    private static void RefuseBudget(RecordedSearch parent, ISearchWork work, long step)
    {
        if (work.TotalSteps < step)
        {
            throw new BadInputException($"a branch of {parent.Name} at {step} stands on {step} steps, "
                + $"and this budget has {work.TotalSteps}: a budget is a total, the parent's steps included. "
                + $"Give a larger one, or branch at {work.TotalSteps} or before");
        }
    }

    // A branch has a folder when its weights are copied, and its children lie beside it.
    private sealed class LateChildTrainer : IChildTrainer
    {
        public IChildTrainer? Trainer { get; set; }

        public Task<ChildOutcome> TrainAsync(ChildOrder order) => Trainer!.TrainAsync(order);
    }
}
