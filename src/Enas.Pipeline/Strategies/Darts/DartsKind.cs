using Enas.Pipeline.Architectures;
using Enas.Pipeline.Events;
using Enas.Pipeline.Options;
using Enas.Pipeline.Steps.Lifecycle;
using Enas.Pipeline.Steps.Mixtures;
using Enas.Pipeline.Strategies.Mixtures;

namespace Enas.Pipeline.Strategies.Darts;

/// <summary>DARTS: a softmax over all options of each choice, all of which run.</summary>
public sealed class DartsKind : IStrategyKind
{
    private const string Order = "strategy.order";
    private const string First = "first";
    private const string Second = "second";
    private const string StopAtSkips = "strategy.stopAtSkips";

    /// <inheritdoc />
    public string Name => "darts";

    /// <inheritdoc />
    public string Summary => "a mixture of all options of each choice, whose weights follow the gradient of the validation loss";

    /// <inheritdoc />
    public StrategyNeeds Needs => StrategyNeeds.Mixtures;

    /// <inheritdoc />
    public IReadOnlyList<EventKind> Events { get; } = [MixtureGradientMeasured.Declaration, AlphasUpdated.Declaration];

    /// <inheritdoc />
    public IReadOnlyList<JobOption> Options { get; } =
    [
        OptionRow.Words(Order, First, [First, Second],
            "first: the gradient of the validation loss with the weights as they are; second: of the loss after the next weight step, by "
                + "finite differences, at some four times the cost.",
            JobFactScope.Search),
        OptionRow.Integer(StopAtSkips, 0, 1000, 0,
            "Identities in one cell of the architecture that the parameters name from which on the search stops (DARTS+: 2), at the end "
                + "of a round in which the parameters have left their initial noise; 0: it never does.",
            JobFactScope.Search),
        .. new AlphaOptions(LearningRate: 3e-4, Beta1: 0.5, Beta2: 0.999, L2: 1e-3, InitDeviation: 1e-3).Rows,
    ];

    /// <inheritdoc />
    public IEnumerable<string> WarningsOf(JobOptions job, long updates) => MixtureWarnings.Of(job, updates);

    /// <inheritdoc />
    public IStrategyState Begin(SearchStarted started) => MixtureState.Empty;

    /// <inheritdoc />
    public double? UniformEntropy(SearchSpace space, JobOptions job) => space.UniformEntropy(ofSampledOption: false);

    /// <inheritdoc />
    public IStrategy Create(StrategyContext context) => new MixtureStrategy(context, new MixtureRule
    {
        IsSecondOrder = context.Job.Own.Text(Order) == Second,
        StopAtSkips = context.Job.Own.Integer(StopAtSkips),
    });
}
