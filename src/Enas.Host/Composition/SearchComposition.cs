using Enas.Pipeline.Data;
using Enas.Pipeline.Jobs;
using Enas.Pipeline.Policies;
using Enas.Pipeline.Ports;
using Enas.Pipeline.Search;
using Enas.Pipeline.Spaces;
using Enas.Pipeline.Steps.Lifecycle;
using Enas.Pipeline.Supernets;
using Enas.Pipeline.Tensors;

namespace Enas.Host.Composition;

/// <summary>
/// The parts of one search, put together from its job: the policy on its own exact backend, the shared weights on the backend that was
/// asked for. Owns the parts.
/// </summary>
internal sealed class SearchComposition : IDisposable
{
    private readonly ITensorBackend _policyBackend;

    private SearchComposition(JobOptions job, TokenCorpus corpus, ITensorBackend backend, ITensorBackend policyBackend)
    {
        Job = job;
        Corpus = corpus;
        Backend = backend;
        _policyBackend = policyBackend;
        Space = new RnnCellSpace(job.Space);
        var weights = new RnnSharedWeights(backend, Space, job, corpus);
        Weights = weights;
        Policy = job.Strategy.Kind == "random" ? new UniformPolicy(Space, job.Seed) : new LstmPolicy(policyBackend, Space, job.Policy, job.Seed);
        Schedule = new Schedule(job.Strategy, job.Budget.Rounds, weights.StepsPerEpoch);
    }

    public JobOptions Job { get; }

    public TokenCorpus Corpus { get; }

    public RnnCellSpace Space { get; }

    /// <summary>What trains the shared weights.</summary>
    public ITensorBackend Backend { get; }

    public ISharedWeights Weights { get; }

    public IPolicy Policy { get; }

    public Schedule Schedule { get; }

    /// <summary>Puts a search together; creates nothing on disk.</summary>
    public static SearchComposition Create(JobOptions job, TokenCorpus corpus, ComputeOptions compute)
    {
        var backend = compute.CreateBackend(job.Compute);
        var policyBackend = ComputeOptions.CreatePolicyBackend();
        try
        {
            return new SearchComposition(job, corpus, backend, policyBackend);
        }
        catch
        {
            backend.Dispose();
            policyBackend.Dispose();
            throw;
        }
    }

    /// <summary>The first fact: all that determines this search.</summary>
    /// <param name="parent">Fact head of the parent of a branch, else null.</param>
    /// <param name="fork">Where the branch left it, else null.</param>
    public SearchStarted Started(string? parent = null, ForkPoint? fork = null) =>
        new("search", JobFacts.ForSearch(Job), Corpus.Digest, Backend.Numerics, _policyBackend.Numerics, Architecture: null, parent, fork);

    /// <summary>The assembly of the search's work.</summary>
    /// <param name="time">Measures what is observed.</param>
    /// <param name="configure">Behaviours beside the handlers, or null.</param>
    public SearchAssembly Assembly(TimeProvider time, Action<SearchMediator>? configure = null) => new()
    {
        Job = Job,
        Space = Space,
        Policy = Policy,
        Weights = Weights,
        Schedule = Schedule,
        Time = time,
        Configure = configure,
    };

    /// <inheritdoc />
    public void Dispose()
    {
        Policy.Dispose();
        Weights.Dispose();
        _policyBackend.Dispose();
        Backend.Dispose();
    }
}
