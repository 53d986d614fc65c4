using Enas.Pipeline.Options;
using Enas.Pipeline.Strategies.Mixtures;

namespace Enas.Pipeline.Strategies.Darts;

/// <summary>DARTS: a softmax over all options of each choice, all of which run.</summary>
internal sealed class DartsKind : MixtureKind
{
    private const string Order = "strategy.order";
    private const string First = "first";
    private const string Second = "second";
    private const string StopAtSkips = "strategy.stopAtSkips";

    /// <inheritdoc />
    public override string Name => "darts";

    /// <inheritdoc />
    public override string Summary => "a mixture of all options of each choice, whose weights follow the gradient of the validation loss";

    /// <inheritdoc />
    public override IReadOnlyList<JobOption> Options { get; } =
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
    protected override MixtureRule RuleOf(OwnOptions own) => new()
    {
        IsSecondOrder = own.Text(Order) == Second,
        StopAtSkips = own.Integer(StopAtSkips),
    };
}
