using Enas.Backends.Cpu;
using Enas.Pipeline.Jobs;
using Enas.Pipeline.Policies;
using Enas.Pipeline.Ports;
using Enas.Pipeline.Search;
using Enas.Pipeline.Spaces;
using Enas.Pipeline.Steps.Lifecycle;
using Enas.TestKit;

namespace Enas.Pipeline.Tests.Search;

/// <summary>A search over null weights, in memory.</summary>
internal sealed class SearchHarness : IDisposable
{
    private readonly CpuBackend _backend = new(1);

    public SearchHarness(JobOptions job, Func<Architecture, double> meanLoss)
    {
        Job = job;
        Space = new RnnCellSpace(job.Space);
        Weights = new NullSharedWeights(meanLoss);
        Policy = job.Strategy.Kind == "random" ? new UniformPolicy(Space, job.Seed) : new LstmPolicy(_backend, Space, job.Policy, job.Seed);
        Schedule = new Schedule(job.Strategy, job.Budget.Rounds, stepsPerEpoch: 7);
        Run = new SearchAssembly
        {
            Job = job,
            Space = Space,
            Policy = Policy,
            Weights = Weights,
            Schedule = Schedule,
            Log = Log,
            Checkpoints = Checkpoints,
            Progress = new NullProgress(),
            Time = TimeProvider.System,
        }.Build();
    }

    public JobOptions Job { get; }

    public RnnCellSpace Space { get; }

    public NullSharedWeights Weights { get; }

    public IPolicy Policy { get; }

    public Schedule Schedule { get; }

    public InMemoryEventLog Log { get; } = new();

    public InMemoryCheckpointStore Checkpoints { get; } = new();

    public SearchRun Run { get; }

    public static SearchStarted Started => new("search", "{}", "digest", "null/1", "cpu-exact/1", null, null);

    public Task<SearchOutcome> StartAsync(long? stopAfterSteps = null, CancellationToken stop = default) => Run.StartAsync(Started, stopAfterSteps, stop);

    public void Dispose()
    {
        Policy.Dispose();
        _backend.Dispose();
    }
}
