using Enas.Host.Cli;
using Enas.Host.Readings;
using Enas.Host.Searches;
using Enas.Pipeline.Catalogs;
using Enas.Pipeline.Catalogs.Evaluators;
using Enas.Pipeline.Composition;
using Enas.Pipeline.Evaluation;
using Enas.Pipeline.Jobs;
using Enas.Pipeline.Options;
using Enas.Pipeline.Replay;
using Enas.Pipeline.Search;
using Enas.Pipeline.Strategies;

namespace Enas.Host.Composition;

/// <summary>What a replay is asked to do.</summary>
/// <param name="FromStep">First step to make again.</param>
/// <param name="ToStep">Number of steps at the end, or null for all.</param>
/// <param name="Parallel">Ranges between checkpoints that are made again at the same time; null for as many as there are threads.</param>
/// <param name="Sets">Options that change, which can only be locations.</param>
/// <param name="Compute">What computes.</param>
internal sealed record ReplayRequest(long FromStep, long? ToStep, int? Parallel, IReadOnlyList<string> Sets, ComputeOptions Compute);

/// <summary>What a replay showed.</summary>
/// <param name="FactCount">Facts that came out as recorded.</param>
/// <param name="StepCount">Steps made again.</param>
/// <param name="CheckpointCount">Checkpoints whose weights came out bit for bit.</param>
/// <param name="RangeCount">Ranges that were made again independently.</param>
/// <param name="FromStep">Where the first of them began.</param>
/// <param name="Duration">Time that it took.</param>
/// <param name="Differing">What came out with other bits on an inexact backend, near enough; null when every bit came out.</param>
/// <param name="ChildrenFound">Children whose own logs say what the facts say.</param>
/// <param name="ChildrenAbsent">Children whose folders are not there: their facts stand as they were recorded.</param>
internal sealed record ReplayFindings(
    long FactCount, long StepCount, int CheckpointCount, int RangeCount, long FromStep, TimeSpan Duration, string? Differing = null,
        int ChildrenFound = 0, int ChildrenAbsent = 0)
{
    /// <summary>Checkpoints that hold neither weights nor a policy, so that there is nothing in them to compare.</summary>
    public int EmptyCheckpointCount { get; init; }

    /// <summary>Steps made again in a second.</summary>
    public double StepsPerSecond => Duration.TotalSeconds > 0 ? StepCount / Duration.TotalSeconds : 0;
}

/// <summary>Makes a recorded search again, in whole or its policy alone, and holds it against its log. Writes nothing.</summary>
internal sealed class ReplayRunner(TimeProvider time)
{
    /// <summary>
    /// Derives every sample, log-probability, entropy, baseline and policy weight again from the rewards in the log. Needs neither the data
    /// nor the shared weights.
    /// </summary>
    public async Task<ReplayFindings> PolicyAsync(
        RecordedSearch search, RecordedPoints points, PhaseChanges phases, ReplayRequest request)
    {
        if (search.State.Started is { Kind: JobOrigins.Train })
        {
            throw new CommandLineException($"{search.Name} is a final training and has no policy; allowed: --mode rebuild, --mode full");
        }

        var start = time.GetTimestamp();
        using var backend = ComputeOptions.CreatePolicyBackend();
        RangeReplay.RefuseOtherJob(search, search.State.Started!.PolicyNumerics, backend.Numerics);
        await using var log = await ParquetEventLog.OpenReadAsync(search.Folder, CancellationToken.None);
        var point = points.At(search.State.Started!.Fork?.Step ?? 0);
        await using var facts = new RecordedFacts(log, point.NextSequence, CancellationToken.None);
        var checkpoints = new SafetensorsCheckpointStore(search.Folder);
        using var strategy = Strategy(search, phases, backend);
        var work = Assembly(search, strategy).ForPolicy(facts);
        await ImportForkAsync(search, checkpoints, work);
        var outcome = await new Reexecution(work, facts, checkpoints, isWhole: false).RunAsync(
            point.State, request.ToStep ?? search.State.StepCount,
                withEnding: request.ToStep is null, stepDone: null, CancellationToken.None);
        return new ReplayFindings(
            outcome.FactCount, outcome.StepCount, outcome.CheckpointCount, 1, point.State.StepCount, time.GetElapsedTime(start))
        { EmptyCheckpointCount = outcome.EmptyCheckpointCount };
    }

    /// <summary>Makes everything again. Each range begins at a checkpoint and ends where the next begins, whose weights it
    /// must arrive at.</summary>
    /// <param name="desk">Has ranges made elsewhere; null for all of them in this process. The verdict does not depend on it.</param>
    /// <param name="stop">Ends it between two steps.</param>
    public async Task<ReplayFindings> FullAsync(
        RecordedSearch search, RecordedPoints points, ReplayRequest request, IRangeDesk? desk = null, CancellationToken stop = default)
    {
        var start = time.GetTimestamp();
        var job = JobLoading.Override(search.Job, request.Sets);
        var end = request.ToStep ?? search.State.StepCount;
        var threads = request.Compute.ThreadCount;
        var starts = await ReplayRanges.StartsAsync(search, request.FromStep, end, request.Parallel ?? desk?.Parallel ?? threads);
        var ranges = ReplayRange.Between(starts, end, withEnding: request.ToStep is null);
        var parallel = desk is null ? Math.Clamp(request.Parallel ?? threads, 1, starts.Count) : 1;
        var compute = request.Compute with { Threads = Math.Max(1, threads / parallel) };
        RangeReplay Here() => new(search, points, job, TaskCatalog.Load(job, stop), compute, time);
        var found = desk is null ? await RangesInOrder.HereAsync(Here(), ranges, parallel, stop)
            : await RangesInOrder.ElsewhereAsync(desk.Begin(search, job, ranges), Here, ranges, stop);
        return new ReplayFindings(
            found.Sum(range => range.FactCount), found.Sum(range => range.StepCount), found.Sum(range => range.CheckpointCount),
            ranges.Count, starts[0], time.GetElapsedTime(start), found.FirstOrDefault(range => range.Differing is not null)?.Differing,
            found.Sum(range => range.ChildrenFound), found.Sum(range => range.ChildrenAbsent))
        { EmptyCheckpointCount = found.Sum(range => range.EmptyCheckpointCount) };
    }

    private static async Task ImportForkAsync(RecordedSearch search, SafetensorsCheckpointStore checkpoints, ISearchWork work)
    {
        if (search.State.Started!.Fork is { } fork)
        {
            var checkpoint = (await ReplayRanges.CheckpointAsync(search, checkpoints, fork.Step))!;
            SearchCheckpoint.Restore(work.Sections, checkpoint);
        }
    }

    private SearchAssembly Assembly(RecordedSearch search, IStrategy strategy) => new()
    {
        Job = search.Job,
        Space = search.Space,
        Strategy = strategy,
        Evaluator = EvaluatorCatalog.Of(search.Job).CreateRecorded(search.Job, SpaceCatalog.MeasureOf(search.Job)),
        Weights = HasSharedWeights(search) ? new RecordedSharedWeights() : null,
        Time = time,
    };

    private static bool HasSharedWeights(RecordedSearch search) => SpaceCatalog.SharesWeights(search.Job);

    // Where the job measures rounds in passes over the data, only the log can tell how long they were.
    private static IStrategy Strategy(RecordedSearch search, PhaseChanges phases, Pipeline.Tensors.ITensorBackend backend) =>
        StrategyCatalog.Of(search.Job).Create(new StrategyContext
        {
            Job = search.Job,
            Space = search.Space,
            PolicyBackend = backend,
            WeightStepsPerEpoch = HasSharedWeights(search) ? 1 : null,
            RecordedSchedule = !HasSharedWeights(search) || search.Job.Strategy.WeightStepsPerRound > 0 || phases.Changes.Count == 0
            ? null
            : new RecordedSchedule(phases.Changes, search.State.StepCount, search.Job.Budget.Rounds,
                search.Job.Strategy.PolicyStepsPerRound),
        });
}
