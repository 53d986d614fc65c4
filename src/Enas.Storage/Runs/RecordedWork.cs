using Enas.Pipeline.Catalogs;
using Enas.Pipeline.Composition;
using Enas.Pipeline.Options;
using Enas.Pipeline.Ports;
using Enas.Pipeline.Replay;
using Enas.Pipeline.Search;
using Enas.Pipeline.Steps.Lifecycle;
using Enas.Pipeline.Tensors;
using Enas.Storage.Searches;

namespace Enas.Storage.Runs;

/// <summary>
/// The work of a recorded search or training, put together again from its log: to go on with it, to make it again, to branch from it. Owns
/// its parts.
/// </summary>
internal sealed class RecordedWork : IDisposable
{
    private readonly SearchComposition? _search;
    private readonly ITensorBackend? _trainingBackend;
    private readonly TrainingAssembly? _training;

    private RecordedWork(SearchComposition search, SearchStarted recorded)
    {
        _search = search;
        Backend = search.Backend;
        Data = search.Data;
        Started = search.Started(recorded.Parent, recorded.Fork);
    }

    private RecordedWork(
        JobOptions job, JobData data, ITensorBackend backend, string policyNumerics, SearchStarted recorded, TimeProvider time)
    {
        var space = SpaceCatalog.Create(job);
        var architecture = space.Parse(recorded.Architecture!);
        _trainingBackend = backend;
        _training = data.Training(backend, space, job, architecture, time);
        Backend = backend;
        Data = data;
        Started = data.TrainingStarted(job, backend, policyNumerics, architecture, recorded.Parent);
    }

    /// <summary>What trains the weights.</summary>
    public ITensorBackend Backend { get; }

    /// <summary>The data.</summary>
    public JobData Data { get; }

    /// <summary>The shared weights of a search that has them; else null.</summary>
    public ISharedWeights? Weights => _search?.Weights;

    /// <summary>The first fact as this program would write it.</summary>
    public SearchStarted Started { get; }

    /// <summary>Puts the work together; nothing of the log but its first fact is looked at.</summary>
    public static RecordedWork Create(RecordedSearch search, JobOptions job, JobData data, ICompute compute, TimeProvider time)
    {
        var recorded = search.State.Started!;
        compute = compute.Following(recorded.Numerics, search.Device);
        if (recorded.Kind != JobOrigins.Train)
        {
            return new RecordedWork(SearchComposition.Create(job, data, compute), recorded);
        }

        using var policy = compute.CreatePolicyBackend();
        var backend = compute.CreateBackend(job.Compute);
        try
        {
            return new RecordedWork(job, data, backend, policy.Numerics, recorded, time);
        }
        catch
        {
            backend.Dispose();
            throw;
        }
    }

    /// <summary>Says who trains the children of a search, or answers for them; a training has none.</summary>
    /// <param name="children">Makes it from the parts of the search.</param>
    public void TrainChildrenBy(Func<SearchComposition, IChildTrainer> children)
    {
        if (_search is not null)
        {
            _search.Children = children(_search);
        }
    }

    /// <summary>Who trains the children of a search; null of a training, which has none.</summary>
    public IChildTrainer? Children => _search?.Children;

    /// <summary>A run with its end: what was begun ahead and never asked for must not outlive it, since the next run begins the same
    /// again.</summary>
    /// <param name="children">Who began it; null for nobody.</param>
    public static async Task<T> EndingAsync<T>(IChildTrainer? children, Task<T> run)
    {
        try
        {
            return await run;
        }
        finally
        {
            if (children is not null)
            {
                await children.EndAsync();
            }
        }
    }

    /// <summary>The work as a run does it.</summary>
    /// <param name="time">Measures what is observed.</param>
    /// <param name="configure">Behaviours beside a search's handlers, or null.</param>
    public ISearchWork ForRun(TimeProvider time, Action<SearchMediator>? configure = null) =>
        _training?.ForRun() ?? _search!.Assembly(time, configure).ForRun();

    /// <summary>The work as a re-execution does it, over the same weights.</summary>
    public ISearchWork ForReexecution(RecordedFacts facts, TimeProvider time) =>
        _training?.ForReexecution(facts) ?? _search!.Assembly(time).ForReexecution(facts);

    /// <inheritdoc />
    public void Dispose()
    {
        _training?.Dispose();
        _trainingBackend?.Dispose();
        _search?.Dispose();
    }
}
