using Enas.Pipeline.Architectures;
using Enas.Pipeline.Events;
using Enas.Pipeline.Options;
using Enas.Pipeline.Steps.Lifecycle;
using Enas.Pipeline.Strategies.Exhaustion;
using Enas.Pipeline.Strategies.Reinforce;

namespace Enas.Pipeline.Strategies.Mnas;

/// <summary>
/// Platform-aware architecture search (Tan et al. 2019, MnasNet): an LSTM policy that learns from what architectures are worth by
/// themselves, trained alone or looked up, and from what they cost. It learns by REINFORCE with a baseline; the paper's own has PPO.
/// </summary>
internal sealed class MnasKind : IStrategyKind
{
    /// <inheritdoc />
    public string Name => "mnas";

    /// <inheritdoc />
    public string Summary => "a policy that learns from what architectures are worth alone and what they cost";

    /// <inheritdoc />
    public string StepWords(JobOptions job) => PolicyStepWords.Of(job);

    /// <inheritdoc />
    public string StageWords => PolicyStepWords.Stage;

    /// <inheritdoc />
    public StrategyNeeds Needs => StrategyNeeds.FinalEvaluations;

    /// <inheritdoc />
    public PolicySections Policy => PolicySections.Network | PolicySections.Training;

    /// <inheritdoc />
    public IReadOnlyList<EventKind> Events { get; } = [SpaceExhausted.Declaration];

    /// <inheritdoc />
    public IStrategyState Begin(SearchStarted started) => ReinforceState.Of(started);

    /// <inheritdoc />
    public double? UniformEntropy(SearchSpace space, JobOptions job) =>
        space.UniformEntropy(ofSampledOption: job.Policy.Entropy == "sampled");

    /// <inheritdoc />
    /// <remarks>A branch would have to begin with what its parent has evaluated, which its own log does not tell.</remarks>
    public bool CanForkFrom(IStrategyKind parent) => false;

    /// <inheritdoc />
    public bool LooksAtCosts => true;

    /// <inheritdoc />
    public IReadOnlyList<JobRule> Rules => LstmReinforce.Rules;

    /// <inheritdoc />
    public IEnumerable<string> WarningsOf(JobOptions job, long updates) => LearningWarnings.OfNetwork(job, updates);

    /// <inheritdoc />
    public IStrategy Create(StrategyContext context) => LstmReinforce.Of(context);
}
