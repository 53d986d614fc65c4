using Enas.Pipeline.Architectures;
using Enas.Pipeline.Options;
using Enas.Pipeline.Steps.Lifecycle;
using Enas.Pipeline.Strategies.Reinforce;

namespace Enas.Pipeline.Strategies.Enas;

/// <summary>ENAS (Pham et al. 2018): an LSTM policy that learns by REINFORCE, with weights that all architectures share.</summary>
internal sealed class EnasKind : IStrategyKind
{
    /// <inheritdoc />
    public string Name => "enas";

    /// <inheritdoc />
    public string Summary => "a policy that learns";

    /// <inheritdoc />
    public string StepWords(JobOptions job) => PolicyStepWords.Of(job);

    /// <inheritdoc />
    public string StageWords => PolicyStepWords.Stage;

    /// <inheritdoc />
    public bool ProposesAhead => true;

    /// <inheritdoc />
    public PolicySections Policy => PolicySections.Network | PolicySections.Training;

    /// <inheritdoc />
    public IStrategyState Begin(SearchStarted started) => ReinforceState.Of(started);

    /// <inheritdoc />
    /// <remarks>The official form counts -p log p of the sampled option alone, log n / n where all n are equally likely.</remarks>
    public double? UniformEntropy(SearchSpace space, JobOptions job) =>
        space.UniformEntropy(ofSampledOption: job.Policy.Entropy == "sampled");

    /// <inheritdoc />
    public IReadOnlyList<JobRule> Rules => LstmReinforce.Rules;

    /// <inheritdoc />
    public IEnumerable<string> WarningsOf(JobOptions job, long updates) =>
        LearningWarnings.OfNetwork(job, updates).Concat(LearningWarnings.OfCommonData(job, job.Policy.Baseline));

    /// <inheritdoc />
    public IStrategy Create(StrategyContext context) => LstmReinforce.Of(context);
}
