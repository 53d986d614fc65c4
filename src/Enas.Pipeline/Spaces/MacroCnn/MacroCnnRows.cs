using Enas.Pipeline.Options;
using Enas.Pipeline.Spaces.Images;
using static Enas.Pipeline.Options.OptionRow;

namespace Enas.Pipeline.Spaces.MacroCnn;

/// <summary>The options of whole convolutional networks.</summary>
internal static class MacroCnnRows
{
    /// <summary>The table under a strategy.</summary>
    public static IReadOnlyList<JobOption> Of(TableContext context) =>
        ImageRows.Of(context, new(Space, Policy, Graph, SearchFilters: 36, FinalFilters: 96));

    /// <summary>The operations. The default names its operations, so that a new one changes no job.</summary>
    /// <param name="all">Every operation that there is.</param>
    public static JobOption Operations(IReadOnlyList<string> all) =>
        ImageRows.Operations(all, MacroCnnPresets.Operations, "Operations that a layer can take.");

    private static JobOption[] Space =>
    [
        Integer("space.layers", 3, 256, 12, "Layers L of the network, the stem not counted.", JobFactScope.Search).AsShape(),
        Operations(MacroOperationNames.All),
    ];

    private static JobOption[] Policy =>
    [
        Words("policy.skipKeys", PolicyOptions.AlignedKeys, [PolicyOptions.AlignedKeys, PolicyOptions.ShiftedKeys],
            "What a skip's bit attends to: the tensor that it adds, or, as in the official code, the layer after that.",
            JobFactScope.Search),
        Words("policy.skipPenalty", PolicyOptions.BernoulliPenalty, [PolicyOptions.BernoulliPenalty, PolicyOptions.OfficialPenalty],
            "bernoulli-kl: divergence of the sampled probabilities; official: of each logit's sigmoid.", JobFactScope.Search),
        Number("policy.skipTarget", "0", "1", 0.4, "Share of skips that the penalty pulls to.", JobFactScope.Search) with {
            AboveMinimum = true, BelowMaximum = true },
        Number("policy.skipWeight", "0", null, 0.8, "Weight of the skip penalty in the policy's loss; 0 for none.", JobFactScope.Search),
    ];

    private static JobOption[] Graph(string section, bool isFinal, JobFactScope facts) =>
    [
        Integer($"{section}.reductionWidening", 1, 16, isFinal ? 2 : 1, "Factor of the channels at each of the two reductions.", facts)
            .AsShapeOf(facts),
        Words($"{section}.skipMerge", isFinal ? SkipMerges.Concatenate : SkipMerges.Sum, [SkipMerges.Sum, SkipMerges.Concatenate],
            "How a layer takes its skips: added to its operation, or beside it through a 1x1 convolution.", facts).AsShapeOf(facts),
    ];
}
