using Enas.Pipeline.Architectures;
using Enas.Pipeline.Options;
using Enas.Pipeline.Steps.Lifecycle;
using Enas.Pipeline.Strategies.Reinforce;

namespace Enas.Pipeline.Strategies.Nas;

/// <summary>
/// Neural architecture search as it began (Zoph and Le 2017): an LSTM policy that learns by REINFORCE from architectures that are each
/// trained alone.
/// </summary>
internal sealed class NasKind : IStrategyKind
{
    /// <inheritdoc />
    public string Name => "nas";

    /// <inheritdoc />
    public string Summary => "a policy that learns from architectures that are each trained alone";

    /// <inheritdoc />
    public string StepWords(JobOptions job) => PolicyStepWords.Of(job);

    /// <inheritdoc />
    public string StageWords => PolicyStepWords.Stage;

    /// <inheritdoc />
    public bool ProposesAhead => true;

    /// <inheritdoc />
    public StrategyNeeds Needs => StrategyNeeds.Children;

    /// <inheritdoc />
    public PolicySections Policy => PolicySections.Network | PolicySections.Training;

    /// <inheritdoc />
    public IStrategyState Begin(SearchStarted started) => ReinforceState.Of(started);

    /// <inheritdoc />
    public double? UniformEntropy(SearchSpace space, JobOptions job) =>
        space.UniformEntropy(ofSampledOption: job.Policy.Entropy == "sampled");

    /// <inheritdoc />
    /// <remarks>A branch would have to begin with what its parent has trained, which its own log does not tell.</remarks>
    public bool CanForkFrom(IStrategyKind parent) => false;

    /// <inheritdoc />
    public IReadOnlyList<JobRule> Rules => LstmReinforce.Rules;

    /// <inheritdoc />
    public IEnumerable<string> WarningsOf(JobOptions job, long updates) => LearningWarnings.OfNetwork(job, updates);

    /// <inheritdoc />
    public IStrategy Create(StrategyContext context) => LstmReinforce.Of(context);
}
