using Enas.Backends.Cpu;
using Enas.Pipeline.Architectures;
using Enas.Pipeline.Catalogs;
using Enas.Pipeline.Composition;
using Enas.Pipeline.Evaluation;
using Enas.Pipeline.Evaluation.Plans;
using Enas.Pipeline.Evaluators.Child;
using Enas.Pipeline.Evaluators.SharedWeights;
using Enas.Pipeline.Jobs;
using Enas.Pipeline.Options;
using Enas.Pipeline.Policies;
using Enas.Pipeline.Ports;
using Enas.Pipeline.Replay;
using Enas.Pipeline.Search;
using Enas.Pipeline.Spaces.RnnCell;
using Enas.Pipeline.Steps.Lifecycle;
using Enas.Pipeline.Strategies;
using Enas.Pipeline.Tasks.Text;
using Enas.Pipeline.Tensors;
using Enas.TestKit;

namespace Enas.Pipeline.Tests.Search;

/// <summary>A search in memory: over null weights, real ones or an evaluator.</summary>
internal sealed class SearchHarness : IDisposable
{
    private const int WeightStepsPerEpoch = 7;
    private readonly CpuBackend _backend;

    /// <summary>Hears of commits.</summary>
    public ISearchProgress Progress { get; set; } = new NullProgress();

    public SearchHarness(JobOptions job, Func<Architecture, double> meanLoss, Action<SearchMediator>? configure = null)
        : this(job, new RnnCellSpace(job.Space), _ => new NullSharedWeights(meanLoss), null, configure)
    {
    }

    private SearchHarness(
        JobOptions job, SearchSpace space,
            Func<ITensorBackend, ISharedWeights>? weights, IEvaluator? evaluator, Action<SearchMediator>? configure, int threads = 1,
            IChildTrainer? children = null)
    {
        Job = job;
        Space = space;
        _backend = new CpuBackend(threads);
        Weights = weights?.Invoke(_backend);
        Strategy = StrategyCatalog.Of(job).Create(
            new StrategyContext
            {
                Job = job,
                Space = Space,
                PolicyBackend = _backend,
                WeightStepsPerEpoch = Weights is null ? null : WeightStepsPerEpoch
            });
        Assembly = new SearchAssembly
        {
            Job = job,
            Space = Space,
            Strategy = Strategy,
            Evaluator = evaluator ?? new SharedWeightsEvaluator(Weights!, job.Reward.CommonWindows),
            Weights = Weights,
            OptionCosts = new ValueCosts(),
            Time = TimeProvider.System,
            Children = children ?? new NoChildTrainer(),
            Meter = evaluator is RecordedEvaluator ? new RecordedCostMeter()
                : new CostMeter(CostPlan.Of(job), new ScriptedCosts(), null, Latency),
            Proxies = evaluator is RecordedEvaluator ? new RecordedProxies() : new ScriptedProxies(),
            Configure = configure,
        };
    }

    /// <summary>A search over real weights and the generated language.</summary>
    public static SearchHarness WithWeights(JobOptions job, InMemoryEventLog? log = null, InMemoryCheckpointStore? checkpoints = null) =>
        WithWeights(job, new RnnCellSpace(job.Space), log, checkpoints);

    private static SearchHarness WithWeights(
        JobOptions job, RnnCellSpace space, InMemoryEventLog? log, InMemoryCheckpointStore? checkpoints) =>
        new(job, space, backend => new RnnSharedWeights(backend, space, job, GeneratedLanguage.Load(job.Seed, job.Data)), null, null)
        {
            Log = log ?? new(),
            Checkpoints = checkpoints ?? new(),
        };

    /// <summary>A search of any space over null weights, their policy on so many threads.</summary>
    public static SearchHarness WithNullWeights(JobOptions job, SearchSpace space,
        Func<Architecture, double> meanLoss, int threads, Func<Architecture, int, double>? partLoss = null,
        IChildTrainer? children = null) =>
        new(job, space, _ => new NullSharedWeights(meanLoss, partLoss, space), null, null, threads, children);

    /// <summary>A search of any space without shared weights, its policy on so many threads.</summary>
    public static SearchHarness WithEvaluator(
        JobOptions job, SearchSpace space, IEvaluator evaluator, int threads = 1, IChildTrainer? children = null) =>
        new(job, space, null, evaluator, null, threads, children);

    /// <summary>A search of any space whose architectures are each trained alone, its policy on so many threads.</summary>
    public static SearchHarness WithChildren(JobOptions job, SearchSpace space, IChildTrainer children, int threads = 1) => new(
        job, space, null, new ChildEvaluator(new ChildPlan(job, SpaceCatalog.MeasureOf(job))), null, threads, children);

    /// <summary>Measures latencies, in a job that wants them: no time comes twice.</summary>
    public ScriptedLatency Latency { get; } = new();

    public JobOptions Job { get; }

    public SearchSpace Space { get; }

    public ISharedWeights? Weights { get; }

    public IStrategy Strategy { get; }

    /// <summary>Another policy as the search began with. The caller disposes it before the harness.</summary>
    public IPolicy FreshPolicy() => new LstmPolicy(_backend, Space, Job.Policy, Job.Seed);

    public InMemoryEventLog Log { get; set; } = new();

    public InMemoryCheckpointStore Checkpoints { get; set; } = new();

    public SearchAssembly Assembly { get; }

    public SearchStarted Started => new("search", JobFacts.ForSearch(Job), "digest", "null/1", "cpu-exact/1", null, null);

    public Task<SearchOutcome> StartAsync(long? stopAfterSteps = null, CancellationToken stop = default) =>
        Run(Assembly.ForRun()).StartAsync(Started, [], stopAfterSteps, stop);

    /// <summary>Goes on with what the log holds, as the host does: newest checkpoint, steps made again and compared,
    /// then the run.</summary>
    public async Task<SearchOutcome> ResumeAsync(long? stopAfterSteps = null)
    {
        var points = await Log.ProjectAsync(new RecordedPoints());
        var state = points.State;
        if (state.Completed is not null)
        {
            return new SearchOutcome(state, IsComplete: true);
        }

        await new Recovery(Log, Checkpoints, _ => { }, null).ToAsync(points, Assembly.ForReexecution, state.StepCount, default);
        return await Run(Assembly.ForRun()).ResumeAsync(state, [], stopAfterSteps, default);
    }

    /// <summary>Makes a recorded search again with this harness's fresh parts.</summary>
    public async Task<ReplayOutcome> ReplayAsync(IEventLog recorded, bool policyOnly = false)
    {
        var points = await recorded.ProjectAsync(new RecordedPoints());
        var point = points.At(0);
        await using var facts = new RecordedFacts(recorded, point.NextSequence, default);
        var work = policyOnly ? Assembly.ForPolicy(facts) : Assembly.ForReexecution(facts);
        return await new Reexecution(work, facts, null, isWhole: !policyOnly)
            .RunAsync(point.State, points.State.StepCount, withEnding: true, null, default);
    }

    private SearchRun Run(ISearchWork work) =>
        new(work, Job.Log, Job.Checkpoint, Log, Checkpoints, Progress, TimeProvider.System);

    public void Dispose()
    {
        Strategy.Dispose();
        Weights?.Dispose();
        _backend.Dispose();
    }
}

/// <summary>Costs by nothing but the numbers of the chosen options: they add up.</summary>
internal sealed class ValueCosts : ICostModel
{
    public NetworkCounts CountsOf(Architecture architecture) =>
        new(0, 1000 + architecture.Values.Select((value, i) => 100L * (i + 1) * value).Sum());

    public long OfTraining(Architecture architecture, long items) => 3 * items * CountsOf(architecture).MultiplyAdds;

    public long OfEvaluation(Architecture architecture, long items) => items * CountsOf(architecture).MultiplyAdds;
}
