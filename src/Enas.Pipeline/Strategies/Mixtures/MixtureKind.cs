using Enas.Pipeline.Architectures;
using Enas.Pipeline.Events;
using Enas.Pipeline.Options;
using Enas.Pipeline.Steps.Lifecycle;
using Enas.Pipeline.Steps.Mixtures;

namespace Enas.Pipeline.Strategies.Mixtures;

/// <summary>What all strategies have in common that weigh every option of a choice at once.</summary>
internal abstract class MixtureKind : IStrategyKind
{
    /// <inheritdoc />
    public abstract string Name { get; }

    /// <inheritdoc />
    public abstract string Summary { get; }

    /// <inheritdoc />
    public string StepWords(JobOptions job) => "steps of the architecture parameters";

    /// <inheritdoc />
    public string StageWords => "architecture parameters";

    /// <inheritdoc />
    public abstract IReadOnlyList<JobOption> Options { get; }

    /// <inheritdoc />
    public StrategyNeeds Needs => StrategyNeeds.Mixtures;

    /// <inheritdoc />
    public virtual IReadOnlyList<EventKind> Events { get; } = [MixtureGradientMeasured.Declaration, AlphasUpdated.Declaration];

    /// <inheritdoc />
    public bool RunsAllOptions(JobOptions job) => !RuleOf(job.Own).IsHard;

    /// <inheritdoc />
    /// <remarks>Of second order: the weight step, and two passes for the finite difference.</remarks>
    public int? UnrolledPassesOf(JobOptions job) => RuleOf(job.Own).IsSecondOrder ? 3 : 0;

    /// <inheritdoc />
    public virtual bool HasCostInLoss => false;

    /// <inheritdoc />
    public virtual IEnumerable<string> WarningsOf(JobOptions job, long updates) => MixtureWarnings.Of(job, updates);

    /// <inheritdoc />
    public IStrategyState Begin(SearchStarted started) => MixtureState.Empty;

    /// <inheritdoc />
    public double? UniformEntropy(SearchSpace space, JobOptions job) => space.UniformEntropy(ofSampledOption: false);

    /// <inheritdoc />
    public IStrategy Create(StrategyContext context) => new MixtureStrategy(context, RuleOf(context.Job.Own));

    /// <summary>How the mixture is made and what follows from it, by the strategy's own options.</summary>
    protected abstract MixtureRule RuleOf(OwnOptions own);
}
