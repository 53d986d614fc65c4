using Enas.Pipeline.Options;
using Enas.Pipeline.Strategies;
using static Enas.Pipeline.Options.OptionRow;

namespace Enas.Pipeline.Spaces.Rows;

/// <summary>The section <c>policy</c>: what the strategy says, with the rows that a space adds to it.</summary>
internal static class PolicyRows
{
    /// <summary>The rows of the section <c>policy</c> of a strategy.</summary>
    /// <param name="ofSpace">What the LSTM's walk through the space adds.</param>
    public static JobOption[] Of(IStrategyKind strategy, JobOption[] ofSpace) =>
    [
        .. strategy.Policy.HasFlag(PolicySections.Network) ? NetworkOfPolicy(strategy, [.. PolicyNetwork, .. ofSpace])
            : strategy.Policy.HasFlag(PolicySections.Temperature)
                ? [.. CommonRows.Own(strategy, "policy"), Temperature with { Default = "1" }] : CommonRows.Own(strategy, "policy"),
        .. strategy.Policy.HasFlag(PolicySections.Training) ? PolicyTraining : [],
        .. strategy.Policy.HasFlag(PolicySections.Network) ? Baseline : [],
    ];

    // A strategy that learns nothing has these rows and no policy, so they give nothing its shape.
    private static JobOption[] NetworkOfPolicy(IStrategyKind strategy, JobOption[] rows) =>
        strategy.IsNullModel ? [.. rows.Select(row => row with { IsShape = false })] : rows;

    private static JobOption[] PolicyNetwork =>
    [
        Integer("policy.hidden", 1, 65536, 100, "Width of the policy's LSTM.", JobFactScope.Search).AsShape(),
        Number("policy.initRange", "0", null, 0.1, "Initial weights are uniform in plus or minus this.", JobFactScope.Search) with {
            AboveMinimum = true },
        Temperature,
        Number("policy.tanhConstant", "0", null, 2.5, "c of c tanh(logit); 0 for none.", JobFactScope.Search),
    ];

    private static JobOption[] Baseline =>
    [
        Words(
            "policy.baseline",
            PolicyOptions.MovingBaseline,
            [PolicyOptions.MovingBaseline, PolicyOptions.StepMeanBaseline],
            "What is taken from a signal: moving, the average of the signals before it; step-mean, the mean of the step's other samples, "
                + "which takes out what the samples of a step have in common.",
            JobFactScope.Search).AsLater(),
    ];

    private static JobOption Temperature =>
        Number("policy.temperature", "0", null, 5, "Logits are divided by it first.", JobFactScope.Search) with { AboveMinimum = true };

    private static JobOption[] PolicyTraining =>
    [
        Number("policy.learningRate", "0", null, 3.5e-4, "Adam's learning rate.", JobFactScope.Search),
        Number("policy.beta1", "0", "1", 0.9, "Adam's decay of the mean gradient.", JobFactScope.Search) with { BelowMaximum = true },
        Number("policy.beta2", "0", "1", 0.999, "Adam's decay of the mean squared gradient.", JobFactScope.Search) with {
            BelowMaximum = true },
        Number("policy.epsilon", "0", null, 1e-8, "Adam's epsilon.", JobFactScope.Search) with { AboveMinimum = true },
        Number("policy.clipNorm", "0", null, 0, "Largest gradient norm; 0 for none.", JobFactScope.Search),
        Number("policy.entropyWeight", "0", null, 1e-4, "Weight of the entropy in the signal.", JobFactScope.Search),
        Words("policy.entropy", "distribution",
            ["distribution", "sampled"], "distribution: true entropy; sampled: -p log p of the sampled action.", JobFactScope.Search),
        Number("policy.baselineDecay", "0", "1", 0.95, "d of b = d b + (1 - d) signal.", JobFactScope.Search) with { BelowMaximum = true },
    ];
}
