using Enas.Pipeline.Architectures;
using Enas.Pipeline.Catalogs;
using Enas.Pipeline.Catalogs.Evaluators;
using Enas.Pipeline.Evaluation;
using Enas.Pipeline.Jobs;
using Enas.Pipeline.Options;
using Enas.Pipeline.Ports;
using Enas.Pipeline.Replay;
using Enas.Pipeline.Search;
using Enas.Pipeline.Steps.Lifecycle;
using Enas.Pipeline.Strategies;
using Enas.Pipeline.Tensors;
using Enas.Pipeline.Training;

namespace Enas.Pipeline.Composition;

/// <summary>
/// The parts of one search, put together from its job: the policy on its own exact backend, the shared weights on the backend that was
/// asked for. Owns the parts.
/// </summary>
internal sealed class SearchComposition : IDisposable
{
    private readonly ITensorBackend _policyBackend;

    private SearchComposition(JobOptions job, JobData data, ITensorBackend backend, ITensorBackend policyBackend, ICompute compute)
    {
        Job = job;
        Data = data;
        Backend = backend;
        _policyBackend = policyBackend;
        Space = SpaceCatalog.Create(job);
        (Weights, var stepsPerEpoch) = SpaceCatalog.SharesWeights(job) ? data.SharedWeights(backend, Space, job) : (null, null);
        if (EvaluatorCatalog.TrainsChildren(job))
        {
            data.RequireChildren(job);
        }

        Proxies = ProxyRules.AreAsked(job) ? data.Proxies(backend, Space, NetworksOf(job)) : new RecordedProxies();
        Meter = SearchCosts.Of(job, data, Space, backend, compute);
        Strategy = StrategyCatalog.Of(job)
            .Create(new StrategyContext { Job = job, Space = Space, PolicyBackend = policyBackend, WeightStepsPerEpoch = stepsPerEpoch });
        Weights = Weights is null || job.Derive.Checkpoints == 1 ? Weights
            : new AveragedScores(Weights, job.Derive.Checkpoints, step => Strategy.Schedule.At(step).Round);
    }

    public JobOptions Job { get; }

    public JobData Data { get; }

    public SearchSpace Space { get; }

    /// <summary>What trains the shared weights.</summary>
    public ITensorBackend Backend { get; }

    /// <summary>The numerics of the policy's backend, in the words of facts.</summary>
    public string PolicyNumerics => _policyBackend.Numerics;

    public ISharedWeights? Weights { get; }

    public IStrategy Strategy { get; }

    /// <summary>Says what architectures cost, in a search that has costs recorded; else null.</summary>
    public SearchCosts? Meter { get; }

    /// <summary>Says what zero-cost proxies say of architectures, in a search that asks for that.</summary>
    public IProxyMeter Proxies { get; }

    /// <summary>Who trains architectures alone, in a search that has them trained.</summary>
    public IChildTrainer Children { get; set; } = new NoChildTrainer();

    /// <summary>Puts a search together; creates nothing on disk.</summary>
    public static SearchComposition Create(JobOptions job, JobData data, ICompute compute)
    {
        var backend = compute.CreateBackend(job.Compute);
        var policyBackend = compute.CreatePolicyBackend();
        try
        {
            return new SearchComposition(job, data, backend, policyBackend, compute);
        }
        catch
        {
            backend.Dispose();
            policyBackend.Dispose();
            throw;
        }
    }

    /// <summary>Puts a search together that is to begin, once all is checked that can be before anything is on disk.</summary>
    public static SearchComposition CreateNew(JobOptions job, JobData data, ICompute compute)
    {
        EvaluatorCatalog.Of(job).RequirePossible(job);
        var parts = Create(job, data, compute);
        try
        {
            data.RequireTraining(job);
            parts.Meter?.RequirePossible(job, parts.Space);
            return parts;
        }
        catch
        {
            parts.Dispose();
            throw;
        }
    }

    /// <summary>The first fact: all that determines this search.</summary>
    /// <param name="parent">Fact head of the parent of a branch, else null.</param>
    /// <param name="fork">Where the branch left it, else null.</param>
    public SearchStarted Started(string? parent = null, ForkPoint? fork = null) =>
        new("search", JobFacts.ForSearch(Job), Data.Digest, Backend.Numerics, _policyBackend.Numerics, Architecture: null, parent, fork,
            Meter?.Table);

    /// <summary>The assembly of the search's work.</summary>
    /// <param name="time">Measures what is observed.</param>
    /// <param name="configure">Behaviours beside the handlers, or null.</param>
    public SearchAssembly Assembly(TimeProvider time, Action<SearchMediator>? configure = null) => new()
    {
        Job = Job,
        Space = Space,
        Strategy = Strategy,
        Evaluator = Data.Evaluator(Job, Weights, Proxies),
        Weights = Weights,
        Children = Children,
        Proxies = Proxies,
        Meter = Meter is { } costs ? costs.Meter : new RecordedCostMeter(),
        Costs = Data.CountedCosts(Job, isFinal: false),
        OptionCosts = Weights is null ? null : Data.Costs(Job, isFinal: false),
        Time = time,
        Configure = configure,
    };

    // The networks that the search trains alone, with weights and data by the seed of the search: the same for all of them.
    private static JobOptions NetworksOf(JobOptions job) => ChildJob.Of(job, new ChildOrder(string.Empty, 0, job.Seed, 1), 1);

    /// <inheritdoc />
    public void Dispose()
    {
        Strategy.Dispose();
        Weights?.Dispose();
        _policyBackend.Dispose();
        Backend.Dispose();
    }
}
