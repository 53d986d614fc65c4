using Enas.Backends.Cpu;
using Enas.Pipeline.Composition;
using Enas.Pipeline.Evaluation;
using Enas.Pipeline.Evaluators.SharedWeights;
using Enas.Pipeline.Events;
using Enas.Pipeline.Jobs;
using Enas.Pipeline.Options;
using Enas.Pipeline.Policies;
using Enas.Pipeline.Ports;
using Enas.Pipeline.Replay;
using Enas.Pipeline.Search;
using Enas.Pipeline.Spaces.RnnCell;
using Enas.Pipeline.Steps.Lifecycle;
using Enas.Pipeline.Strategies;
using Enas.Pipeline.Strategies.Reinforce;
using Enas.Pipeline.Tasks.Text;
using Enas.Pipeline.Tensors;
using Enas.TestKit;

namespace Enas.Backends.Torch.Tests;

/// <summary>A search in memory: real weights on any backend, the policy on the exact one.</summary>
internal sealed class TinySearch : IDisposable
{
    private readonly JobOptions _job;
    private readonly ITensorBackend _backend;
    private readonly CpuBackend _policyBackend = new(1);
    private readonly LstmPolicy _policy;
    private readonly RnnSharedWeights _weights;
    private readonly SearchAssembly _assembly;

    /// <summary>Puts a search together.</summary>
    /// <param name="job">The job.</param>
    /// <param name="backend">Trains the weights; released with the search.</param>
    /// <param name="log">A log to go on with, or null.</param>
    /// <param name="around">What stands between search and weights, or null.</param>
    public TinySearch(JobOptions job,
        ITensorBackend backend, InMemoryEventLog? log = null, Func<ISharedWeights, ISharedWeights>? around = null)
    {
        (_job, _backend, Log) = (job, backend, log ?? new InMemoryEventLog());
        var space = new RnnCellSpace(job.Space);
        _weights = new RnnSharedWeights(backend, space, _job, GeneratedLanguage.Load(_job.Seed, _job.Data));
        _policy = new LstmPolicy(_policyBackend, space, _job.Policy, _job.Seed);
        var weights = around?.Invoke(_weights) ?? _weights;
        _assembly = new SearchAssembly
        {
            Job = _job,
            Space = space,
            Strategy = new ReinforceStrategy(new StrategyContext
            {
                Job = _job,
                Space = space,
                PolicyBackend = _policyBackend,
                WeightStepsPerEpoch = _weights.StepsPerEpoch
            }, _policy),
            Evaluator = new SharedWeightsEvaluator(weights, _job.Reward.CommonWindows),
            Weights = weights,
            Time = TimeProvider.System,
        };
    }

    public InMemoryEventLog Log { get; }

    public ITensorBackend Backend => _backend;

    public Task<SearchOutcome> RunAsync() => new SearchRun(
        _assembly.ForRun(), _job.Log, _job.Checkpoint,
            Log, new InMemoryCheckpointStore(), new NullProgress(), TimeProvider.System).StartAsync(
        new SearchStarted("search", JobFacts.ForSearch(_job), "digest", _backend.Numerics, _policyBackend.Numerics, null, null),
            [], null, default);

    /// <summary>Goes on with the log, without a checkpoint: its steps are made again first.</summary>
    public async Task<SearchOutcome> ResumeAsync()
    {
        var points = await Log.ProjectAsync(new RecordedPoints());
        var state = points.State;
        var tolerance = ReplayTolerance.OfResume;
        await new Recovery(Log, new InMemoryCheckpointStore(), _ => { }, null, tolerance)
            .ToAsync(points, _assembly.ForReexecution, state.StepCount, default);
        var run = new SearchRun(_assembly.ForRun(),
            _job.Log, _job.Checkpoint, Log, new InMemoryCheckpointStore(), new NullProgress(), TimeProvider.System);
        return await run.ResumeAsync(state, [], null, default, tolerance);
    }

    public async Task<List<LogRow>> RowsAsync()
    {
        var rows = new List<LogRow>();
        await foreach (var row in Log.ReadAsync(0, default))
        {
            rows.Add(row.Row);
        }

        return rows;
    }

    public async Task<ReplayOutcome> ReplayAsync(IEventLog recorded, ReplayTolerance? tolerance, bool policyOnly = false)
    {
        var points = await recorded.ProjectAsync(new RecordedPoints());
        var point = points.At(0);
        await using var facts = new RecordedFacts(recorded, point.NextSequence, default, tolerance);
        var work = policyOnly ? _assembly.ForPolicy(facts) : _assembly.ForReexecution(facts);
        return await new Reexecution(work, facts, null, isWhole: !policyOnly)
            .RunAsync(point.State, points.State.StepCount, withEnding: true, null, default);
    }

    public void Dispose()
    {
        _policy.Dispose();
        _weights.Dispose();
        _policyBackend.Dispose();
        _backend.Dispose();
    }
}
