using Enas.Pipeline.Architectures;
using Enas.Pipeline.Catalogs;
using Enas.Pipeline.Catalogs.Evaluators;
using Enas.Pipeline.Evaluation;
using Enas.Pipeline.Evaluators;
using Enas.Pipeline.Jobs;
using Enas.Pipeline.Measures;
using Enas.Pipeline.Messages;
using Enas.Pipeline.Options;
using Enas.Pipeline.Ports;
using Enas.Pipeline.Steps.Lifecycle;
using Enas.Pipeline.Tasks.Folders;
using Enas.Pipeline.Tasks.Images;
using Enas.Pipeline.Tasks.Text;
using Enas.Pipeline.Tensors;

namespace Enas.Pipeline.Composition;

/// <summary>What a job learns from, and what is made of it. Each kind of data is a class, which answers for itself what others
/// ask.</summary>
internal abstract class JobData
{
    /// <summary>The digest that the first fact states.</summary>
    public abstract string Digest { get; }

    /// <summary>The images; null of other data.</summary>
    public virtual ImageCorpus? Images => null;

    /// <summary>The tokens; null of other data.</summary>
    public virtual TokenCorpus? Tokens => null;

    /// <summary>What no model can be below, where that is known.</summary>
    public virtual double? PerplexityFloor => null;

    /// <summary>What the owner of the data should know, a sentence each.</summary>
    public virtual IReadOnlyList<string> Remarks => [];

    /// <summary>Refuses a search whose batches the data cannot fill.</summary>
    /// <exception cref="DataException">The message names the option and what is allowed.</exception>
    public abstract void RequireSearch(JobOptions job);

    /// <summary>Refuses a final training whose batches the data cannot fill.</summary>
    /// <exception cref="DataException">The message names the option and what is allowed.</exception>
    public abstract void RequireTraining(JobOptions job);

    /// <summary>Refuses a search that trains architectures alone on data that cannot be trained or validated on.</summary>
    /// <exception cref="DataException">The message names the option and what is allowed.</exception>
    public virtual void RequireChildren(JobOptions job) => RequireTraining(job);

    /// <summary>Images, or windows, of the validation set as candidates are scored on it; <see cref="int.MaxValue"/> where there are none
    /// to count.</summary>
    public virtual int ValidItems(JobOptions job) => int.MaxValue;

    /// <summary>What of a job is larger than what there is and therefore clipped, a sentence each.</summary>
    public abstract IReadOnlyList<string> Clipped(JobOptions job);

    /// <summary>Fresh shared weights of a job's supernet, and their weight steps in one pass over the training set; null where
    /// there are none.</summary>
    public abstract (ISharedWeights? Weights, int? StepsPerEpoch) SharedWeights(ITensorBackend backend, SearchSpace space, JobOptions job);

    /// <summary>Who says what an architecture is worth: the evaluator that the job names.</summary>
    /// <param name="weights">Its shared weights; null where there are none.</param>
    /// <param name="proxies">What is said of its networks before any training.</param>
    public IEvaluator Evaluator(JobOptions job, ISharedWeights? weights, IProxyMeter proxies) =>
        EvaluatorCatalog.Of(job).Create(PartsOf(job) with
        {
            Weights = weights,
            Proxies = proxies,
            CountsCosts = IsCostCounted(job),
            Costs = weights is null ? null : CountedCosts(job, isFinal: false),
            ScoreCosts = weights is not null && IsCostCounted(job) ? ScoreCosts(job) : null,
        });

    /// <summary>What an evaluator of the job is made from, as far as these data have it.</summary>
    protected virtual EvaluatorParts PartsOf(JobOptions job) => new() { Job = job, Measure = SpaceCatalog.MeasureOf(job) };

    /// <summary>What is said of a job's networks before any training: those of its final training.</summary>
    /// <param name="backend">What computes; not owned.</param>
    /// <exception cref="BadInputException">The space does not say what its networks are.</exception>
    /// <exception cref="DataException">The data cannot fill the batch that networks see.</exception>
    public virtual IProxyMeter Proxies(ITensorBackend backend, SearchSpace space, JobOptions job) => Counts(job);

    /// <summary>The same for proxies that are counts: nothing is computed for them, and no batch has to be filled.</summary>
    /// <exception cref="BadInputException">The space does not say what its networks are.</exception>
    public IProxyMeter Counts(JobOptions job) => new CountProxies(UsedCosts(job)
        ?? throw new BadInputException($"the space {job.Space.Kind} does not say what its networks are, so it has no zero-cost proxies"));

    /// <summary>What a score costs where its norm has other statistics than a reward's; else null.</summary>
    protected virtual ICostModel? ScoreCosts(JobOptions job) => null;

    /// <summary>What a job's networks cost; null where nothing is trained.</summary>
    /// <param name="isFinal">The network of one architecture alone instead of the shared weights' part.</param>
    public virtual ICostModel? Costs(JobOptions job, bool isFinal) => null;

    /// <summary>Counts the networks that architectures become when they are used: those of the final training; null where nothing says
    /// what they are.</summary>
    public virtual ICostModel? UsedCosts(JobOptions job) =>
        Costs(job, isFinal: true) ?? SpaceCatalog.Of(job).CostsWithoutData(job);

    /// <summary>What a job's networks cost where the job has costs counted; else null.</summary>
    public ICostModel? CountedCosts(JobOptions job, bool isFinal) =>
        IsCostCounted(job) ? Costs(job, isFinal) : null;

    private static bool IsCostCounted(JobOptions job) => job.Budget.Cost == BudgetOptions.CostInMultiplyAdds;

    /// <summary>The best architecture that there is, where that is known.</summary>
    public virtual (Architecture Architecture, Measurement Value)? Optimum => null;

    /// <summary>Tokens or images of the validation and of the test set; 0 where nothing is trained.</summary>
    public virtual (int Valid, int Test) ScoredItems => (0, 0);

    /// <summary>Tokens or images that candidates are scored on at the end of a search, in all stages; null where nothing is computed for
    /// that.</summary>
    public double? ItemsOfScores(JobOptions job) =>
        job.Origin == JobOrigins.Train || !SpaceCatalog.SharesWeights(job) || ScoredItems.Valid == 0
        ? null : Estimate(job).Work?.OfScores;

    /// <summary>Sizes and costs of a job on this data.</summary>
    public abstract JobEstimate Estimate(JobOptions job);

    /// <summary>The network of one architecture, to be trained from scratch.</summary>
    public abstract IFixedNetwork FixedNetwork(ITensorBackend backend, SearchSpace space, JobOptions job, Architecture architecture);

    /// <summary>Steps of a final training in one pass over the training set: those that its network would count, without one.</summary>
    /// <exception cref="DataException">The data cannot fill its batches.</exception>
    public abstract long StepsOfEpoch(JobOptions job);

    /// <summary>The training of one architecture from scratch.</summary>
    public TrainingAssembly Training(
        ITensorBackend backend, SearchSpace space, JobOptions job, Architecture architecture, TimeProvider time) => new()
        {
            Network = FixedNetwork(backend, space, job, architecture),
            Architecture = architecture,
            Epochs = job.Train.Epochs,
            Steps = job.Train.Steps,
            IsTested = job.Train.Test,
            Costs = CountedCosts(job, isFinal: true),
            Time = time,
        };

    /// <summary>The first fact of a training from scratch.</summary>
    /// <param name="backend">What trains.</param>
    /// <param name="policyNumerics">A final training has no policy; the facts say the exact numerics that a policy would have had.</param>
    /// <param name="architecture">What is trained.</param>
    /// <param name="parent">Fact head of the search that chose it, or null.</param>
    public SearchStarted TrainingStarted(
        JobOptions job, ITensorBackend backend, string policyNumerics, Architecture architecture, string? parent) =>
        new("train", JobFacts.ForTraining(job), Digest, backend.Numerics, policyNumerics, architecture.Tokens, parent);

    /// <summary>Weights of an architecture's fixed network, as published numbers count them.</summary>
    public abstract long FinalParameters(JobOptions job, string tokens);

    /// <summary>Why weights of a search on this data cannot go on with other data; null when they can.</summary>
    public abstract string? Refusal(JobData other);
}
