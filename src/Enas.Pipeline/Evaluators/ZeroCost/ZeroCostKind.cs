using Enas.Pipeline.Evaluation;
using Enas.Pipeline.Measures;
using Enas.Pipeline.Options;

namespace Enas.Pipeline.Evaluators.ZeroCost;

/// <summary>What a zero-cost proxy says of an architecture's network before any training.</summary>
internal sealed class ZeroCostKind : IEvaluatorKind
{
    /// <inheritdoc />
    public string Name => EvaluatorOptions.ZeroCost;

    /// <inheritdoc />
    public string Summary => "what evaluator.proxy says of its network before any training";

    /// <inheritdoc />
    public EvaluationMeans Needs => EvaluationMeans.Proxies;

    /// <inheritdoc />
    public bool ScoresOnValidation => false;

    /// <inheritdoc />
    public Measure MeasureOf(JobOptions job, Measure ofSpace) => ZeroCostEvaluator.MeasureOf(job);

    /// <inheritdoc />
    public string RuleOf(JobOptions job) =>
        $"{(job.Evaluator.Order == EvaluatorOptions.Lower ? "lowest" : "highest")}-{job.Evaluator.Proxy}";

    /// <inheritdoc />
    public EvaluatorWords WordsOf(EvaluatorSubject subject) => new()
    {
        RewardedBy = "of its network before any training",
        Reward = ZeroCostProxy.Format,
        ScoredWith = $" by {subject.Job.Evaluator.Proxy}",
        Scores = subject.Job.Evaluator.Proxy,
        RandomOnes = $"by the zero-cost proxy {subject.Job.Evaluator.Proxy}",
        Rewards = $"what the zero-cost proxy {subject.Job.Evaluator.Proxy} says of each",
        InSteps = $"in each of which {subject.Job.Evaluator.Proxy} says what an architecture is worth",
        CauseOfNoValue = $"networks of which {subject.Job.Evaluator.Proxy} says nothing that is finite",
        Given = $"the recorded values of {subject.Job.Evaluator.Proxy}",
        NotShown = "No data and no network were used: that the values follow from them is shown by --mode full",
    };

    /// <inheritdoc />
    public IEvaluator Create(EvaluatorParts parts) => new ZeroCostEvaluator(parts.Job, parts.Proxies!, parts.CountsCosts);
}
