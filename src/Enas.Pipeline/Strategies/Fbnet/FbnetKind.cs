using Enas.Pipeline.Events;
using Enas.Pipeline.Numerics;
using Enas.Pipeline.Options;
using Enas.Pipeline.Steps.Mixtures;
using Enas.Pipeline.Strategies.Mixtures;

namespace Enas.Pipeline.Strategies.Fbnet;

/// <summary>FBNet (Wu et al. 2019): a softmax under Gumbel noise over all options, ever colder, whose expected cost is part of the loss.
/// The result is drawn from it.</summary>
internal sealed class FbnetKind : MixtureKind
{
    private const string FirstTemperature = "policy.firstTemperature";
    private const string TemperatureDecay = "policy.temperatureDecay";
    private const string CostWeight = "strategy.costWeight";
    private const string CostExponent = "strategy.costExponent";

    // At a temperature of 1/1000 a softmax has one option; of 0 there is none.
    private const double LowestTemperature = 1e-3;

    /// <inheritdoc />
    public override string Name => "fbnet";

    /// <inheritdoc />
    public override string Summary => "a noisy mixture of all options, ever colder, whose expected cost is part of the loss";

    /// <inheritdoc />
    public override IReadOnlyList<EventKind> Events { get; } =
        [MixtureGradientMeasured.Declaration, AlphasUpdated.Declaration, OptionCostsMeasured.Declaration];

    /// <inheritdoc />
    public override IReadOnlyList<JobOption> Options { get; } =
    [
        OptionRow.Number(CostWeight, "0", null, 0.2,
            "a of the loss CE a (ln C)^b, C the multiply-adds that the mixture expects of an architecture.", JobFactScope.Search) with
        {
            AboveMinimum = true
        },
        OptionRow.Number(CostExponent, "0", null, 0.6, "b of the same; 0: cost does not count.", JobFactScope.Search),
        .. new AlphaOptions(LearningRate: 0.01, Beta1: 0.9, Beta2: 0.999, L2: 5e-4, InitDeviation: 0).Rows,
        OptionRow.Number(FirstTemperature, "0.001", null, 5, "Temperature of the softmax in the first round.", JobFactScope.Search),
        OptionRow.Number(TemperatureDecay, "0", "1", 0.956, "What each round multiplies it by, down to 0.001.", JobFactScope.Search) with
        {
            AboveMinimum = true
        },
    ];

    /// <inheritdoc />
    public override bool HasCostInLoss => true;

    /// <inheritdoc />
    protected override MixtureRule RuleOf(OwnOptions own)
    {
        var (first, decay) = (own.Number(FirstTemperature), own.Number(TemperatureDecay));
        return new MixtureRule
        {
            HasNoise = true,
            NamesStrongest = false,
            Temperature = at => TemperatureIn(at.Round, first, decay),
            Cost = new CostInLoss(own.Number(CostWeight), own.Number(CostExponent)),
        };
    }

    /// <summary>The temperature of a round; it falls to 1/1000 at the lowest.</summary>
    internal static double TemperatureIn(int round, double first, double decay) =>
        Math.Max(first * ExactMath.Pow(decay, round), LowestTemperature);
}
