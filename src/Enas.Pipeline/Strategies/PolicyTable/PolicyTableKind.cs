using Enas.Pipeline.Architectures;
using Enas.Pipeline.Options;
using Enas.Pipeline.Steps.Lifecycle;
using Enas.Pipeline.Strategies.Reinforce;

namespace Enas.Pipeline.Strategies.PolicyTable;

/// <summary>REINFORCE on one logit vector for each decision: the null model beside the LSTM, and the REINFORCE
/// baseline of NAS-Bench-201.</summary>
internal sealed class PolicyTableKind : IStrategyKind
{
    private const string Before = "before";
    private const string Debiased = "debiased";

    /// <inheritdoc />
    public string Name => "policy-table";

    /// <inheritdoc />
    public string Summary => "a policy that learns one number for each option";

    /// <inheritdoc />
    public string StepWords(JobOptions job) => PolicyStepWords.Of(job);

    /// <inheritdoc />
    public string StageWords => PolicyStepWords.Stage;

    /// <inheritdoc />
    public bool ProposesAhead => true;

    /// <inheritdoc />
    public IReadOnlyList<JobOption> Options { get; } =
    [
        OptionRow.Number("policy.initDeviation",
            "0", null, 1e-3, "Standard deviation of the normal initial logits; 0 for zeros.", JobFactScope.Search),
        OptionRow.Words("policy.baseline", Debiased, [Before, Debiased, PolicyOptions.StepMeanBaseline],
            "before: the moving average before the signal; debiased: after it, divided by the sum of its weights, as in NAS-Bench-201; "
                + "step-mean: the mean of the step's other samples.",
            JobFactScope.Search),
    ];

    /// <inheritdoc />
    public IReadOnlyList<JobRule> Rules { get; } = [StepMeanRule.Of(Debiased, BaselineOf)];

    /// <inheritdoc />
    public IEnumerable<string> WarningsOf(JobOptions job, long updates) =>
        LearningWarnings.OfTable(job, updates).Concat(LearningWarnings.OfCommonData(job, BaselineOf(job)));

    /// <inheritdoc />
    public PolicySections Policy => PolicySections.Training | PolicySections.Temperature;

    /// <inheritdoc />
    public IStrategyState Begin(SearchStarted started) => ReinforceState.Of(started);

    /// <inheritdoc />
    public double? UniformEntropy(SearchSpace space, JobOptions job) =>
        space.UniformEntropy(ofSampledOption: job.Policy.Entropy == "sampled");

    /// <inheritdoc />
    public IStrategy Create(StrategyContext context)
    {
        var policy = context.Job.Policy;
        var table = new TablePolicy(
            context.Space,
            new TablePolicyOptions
            {
                LearningRate = policy.LearningRate,
                Beta1 = policy.Beta1,
                Beta2 = policy.Beta2,
                Epsilon = policy.Epsilon,
                ClipNorm = policy.ClipNorm,
                Temperature = policy.Temperature,
                InitDeviation = context.Job.Own.Number("policy.initDeviation"),
                Entropy = policy.Entropy,
            },
            context.Job.Seed);
        return new ReinforceStrategy(context, table, BaselineOf(context.Job) switch
        {
            Debiased => new DebiasedBaselineRule(policy.BaselineDecay),
            PolicyOptions.StepMeanBaseline => new StepMeanBaselineRule(),
            _ => new MovingBaselineRule(policy.BaselineDecay),
        });
    }

    private static string BaselineOf(JobOptions job) => job.Own.Text("policy.baseline");
}
