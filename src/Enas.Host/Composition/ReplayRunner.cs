using Enas.Host.Cli;
using Enas.Host.Searches;
using Enas.Pipeline.Jobs;
using Enas.Pipeline.Policies;
using Enas.Pipeline.Replay;
using Enas.Pipeline.Search;
using Enas.Pipeline.Spaces;
using Enas.Storage;

namespace Enas.Host.Composition;

/// <summary>What a replay is asked to do.</summary>
/// <param name="FromStep">First step to make again.</param>
/// <param name="ToStep">Number of steps at the end, or null for all.</param>
/// <param name="Parallel">Ranges between checkpoints that are made again at the same time; null for as many as there are threads.</param>
/// <param name="Compute">What computes.</param>
internal sealed record ReplayRequest(long FromStep, long? ToStep, int? Parallel, ComputeOptions Compute);

/// <summary>What a replay showed.</summary>
/// <param name="FactCount">Facts that came out as recorded.</param>
/// <param name="StepCount">Steps made again.</param>
/// <param name="CheckpointCount">Checkpoints whose weights came out bit for bit.</param>
/// <param name="RangeCount">Ranges that were made again independently.</param>
/// <param name="FromStep">Where the first of them began.</param>
/// <param name="Duration">Time that it took.</param>
internal sealed record ReplayFindings(long FactCount, long StepCount, int CheckpointCount, int RangeCount, long FromStep, TimeSpan Duration)
{
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
    public async Task<ReplayFindings> PolicyAsync(RecordedSearch search, ReplayRequest request)
    {
        if (search.State.Started is { Kind: JobOrigins.Train })
        {
            throw new CommandLineException($"{search.Name} is a final training and has no policy; allowed: --mode rebuild, --mode full");
        }

        var start = time.GetTimestamp();
        using var backend = ComputeOptions.CreatePolicyBackend();
        RefuseOtherNumerics(search, search.State.Started?.PolicyNumerics, backend.Numerics);
        await using var log = await ParquetEventLog.OpenReadAsync(search.Folder, CancellationToken.None);
        var point = await RecordedPoint.AtAsync(log, search.State.Started?.Fork?.Step ?? 0, CancellationToken.None);
        await using var facts = new RecordedFacts(log, point.NextSequence, CancellationToken.None);
        var checkpoints = new SafetensorsCheckpointStore(search.Folder);
        using var policy = Policy(search, backend);
        var work = Assembly(search, policy).ForPolicy(facts);
        await ImportForkAsync(search, checkpoints, work);
        var outcome = await new Reexecution(work, facts, checkpoints, isWhole: false).RunAsync(
            point.State, request.ToStep ?? search.State.StepCount, withEnding: request.ToStep is null, stepDone: null, CancellationToken.None);
        return new ReplayFindings(outcome.FactCount, outcome.StepCount, outcome.CheckpointCount, 1, point.State.StepCount, time.GetElapsedTime(start));
    }

    /// <summary>Makes everything again. Each range begins at a checkpoint and ends where the next begins, whose weights it must arrive at.</summary>
    public async Task<ReplayFindings> FullAsync(RecordedSearch search, ReplayRequest request)
    {
        var start = time.GetTimestamp();
        var checkpoints = new SafetensorsCheckpointStore(search.Folder);
        var end = request.ToStep ?? search.State.StepCount;
        var starts = await RangeStartsAsync(search, checkpoints, request.FromStep, end);
        await using var log = await ParquetEventLog.OpenReadAsync(search.Folder, CancellationToken.None);
        var points = await RecordedPoint.AtAsync(log, starts, CancellationToken.None);
        var threads = request.Compute.Threads ?? Environment.ProcessorCount;
        var parallel = Math.Clamp(request.Parallel ?? threads, 1, starts.Count);
        var compute = request.Compute with { Threads = Math.Max(1, threads / parallel) };
        var outcomes = new ReplayOutcome[starts.Count];
        await System.Threading.Tasks.Parallel.ForAsync(0, starts.Count, new ParallelOptions { MaxDegreeOfParallelism = parallel }, async (i, _) =>
        {
            var isLast = i + 1 == starts.Count;
            outcomes[i] = await RangeAsync(search, points[i], starts[i], isLast ? end : starts[i + 1], isLast && request.ToStep is null, compute);
        });
        return new ReplayFindings(
            outcomes.Sum(o => o.FactCount), outcomes.Sum(o => o.StepCount), outcomes.Sum(o => o.CheckpointCount), starts.Count, starts[0], time.GetElapsedTime(start));
    }

    private async Task<ReplayOutcome> RangeAsync(RecordedSearch search, RecordedPoint point, long from, long to, bool withEnding, ComputeOptions compute)
    {
        using var work = RecordedWork.Create(search, JobLoading.Override(search.Job, search.State.JobChanges), compute, time);
        RefuseOtherNumerics(search, search.State.Started!.Numerics, work.Started.Numerics);
        if (Continuation.FirstDifference(search.State.Started, work.Started) is { } difference)
        {
            throw new ReplayDivergedException(difference);
        }

        await using var log = await ParquetEventLog.OpenReadAsync(search.Folder, CancellationToken.None);
        await using var facts = new RecordedFacts(log, point.NextSequence, CancellationToken.None);
        var again = work.ForReexecution(facts, time);
        var checkpoints = new SafetensorsCheckpointStore(search.Folder);
        if (from > 0)
        {
            var saved = search.State.Checkpoints.Last(saved => saved.Position.Step == from);
            var checkpoint = await checkpoints.TryReadAsync(saved.Reference, CancellationToken.None)
                ?? throw new InconclusiveException($"checkpoint {saved.Reference.Name} disappeared");
            again.Import(checkpoint.Texts, checkpoint.Tensors);
        }

        return await new Reexecution(again, facts, checkpoints, isWhole: true).RunAsync(point.State, to, withEnding, stepDone: null, CancellationToken.None);
    }

    /// <summary>The steps at which ranges begin: the newest checkpoint at or before the first step that is asked for, and all later ones.</summary>
    private static async Task<IReadOnlyList<long>> RangeStartsAsync(RecordedSearch search, SafetensorsCheckpointStore checkpoints, long from, long to)
    {
        var present = await checkpoints.ListAsync(CancellationToken.None);
        var steps = search.State.Checkpoints.Where(saved => present.Contains(saved.Reference.Name)).Select(saved => saved.Position.Step).Distinct().Order().ToArray();
        var fork = search.State.Started?.Fork;
        var first = steps.Where(step => step <= Math.Max(from, fork?.Step ?? 0)).DefaultIfEmpty(0).Max();
        if (fork is not null && !steps.Contains(first))
        {
            throw new InconclusiveException($"{search.Name} is a branch, and the checkpoint that it began with is gone");
        }

        return [first, .. steps.Where(step => step > first && step < to)];
    }

    private static async Task ImportForkAsync(RecordedSearch search, SafetensorsCheckpointStore checkpoints, ISearchWork work)
    {
        if (search.State.Started?.Fork is not { } fork)
        {
            return;
        }

        var saved = search.State.Checkpoints.FirstOrDefault(saved => saved.Reference.Digest == fork.Checkpoint);
        var checkpoint = saved is null ? null : await checkpoints.TryReadAsync(saved.Reference, CancellationToken.None);
        if (checkpoint is null)
        {
            throw new InconclusiveException($"{search.Name} is a branch, and the checkpoint with the policy that it began with is gone");
        }

        work.Import(checkpoint.Texts, checkpoint.Tensors);
    }

    private SearchAssembly Assembly(RecordedSearch search, IPolicy policy) => new()
    {
        Job = search.Job,
        Space = search.Space,
        Policy = policy,
        Weights = new RecordedSharedWeights(),
        Schedule = new Schedule(search.Job.Strategy, search.Job.Budget.Rounds, StepsPerEpoch(search)),
        Time = time,
    };

    private static IPolicy Policy(RecordedSearch search, Pipeline.Tensors.ITensorBackend backend) => search.Job.Strategy.Kind == "random"
        ? new UniformPolicy(search.Space, search.Job.Seed)
        : new LstmPolicy(backend, search.Space, search.Job.Policy, search.Job.Seed);

    // Without the data the log itself tells how many weight steps an epoch has: as many as come before the first policy step.
    private static int StepsPerEpoch(RecordedSearch search) =>
        (int)Math.Max(1, (search.FirstPolicyStep ?? int.MaxValue / 4) - search.Job.Strategy.WarmUpSteps);

    private static void RefuseOtherNumerics(RecordedSearch search, string? recorded, string now)
    {
        if (recorded is not null && recorded != now)
        {
            throw new InconclusiveException($"{search.Name} was computed with the numerics {recorded}, and this program has {now}: its bits cannot be expected again");
        }
    }
}
