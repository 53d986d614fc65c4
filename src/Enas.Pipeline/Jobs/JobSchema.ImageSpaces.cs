using Enas.Pipeline.Options;
using Enas.Pipeline.Spaces;
using Enas.Pipeline.Strategies;
using static Enas.Pipeline.Options.JobFactScope;
using static Enas.Pipeline.Options.OptionRow;

namespace Enas.Pipeline.Jobs;

// The tables of the image spaces, macro and micro.
public static partial class JobSchema
{
    internal static JobOption[] ImageOptions(string spaceKind, IStrategyKind strategy) =>
    [
        .. Head(spaceKind),
        Words("data.kind", null, ["images", "generated"],
            "images: a folder in one of the known layouts; generated: built-in pictures, which need no files.", None),
        new()
        {
            Key = "data.path", Type = JobOptionType.Path, Default = "\"\"",
            Description = "Folder with the images, relative to this file; ${NAME} is an environment variable.",
        },
        .. Images,
        .. ImageSpace(spaceKind),
        .. WithSharedWeights(spaceKind),
        .. Own(strategy, "strategy"),
        .. ImageNetwork("sharedWeights", "imageWeights", spaceKind, JobFactScope.Search),
        .. Policy(strategy, spaceKind == SpaceKinds.MacroCnn ? MacroPolicy : MicroPolicy),
        .. ImageReward,
        .. Budget,
        .. Derive("Images of a batch when a candidate is scored.", DeriveRules.HighestAccuracy),
        .. ImageNetwork("train.network", "train.imageNetwork", spaceKind, JobFactScope.Training),
        Integer("train.epochs", 1, Large, 310, "Epochs of the final training.", JobFactScope.Training),
        Integer("train.evaluationBatchSize", 1, 65536, 100, "Images of a batch in validation and test scoring.", JobFactScope.Training),
        .. LogAndCheckpoint,
    ];

    private static JobOption[] ImageSpace(string spaceKind) => spaceKind == SpaceKinds.MacroCnn
        ?
        [
            KindOfSpace(spaceKind, Both),
            Integer("space.layers", 3, 256, 12, "Layers L of the network, the stem not counted.", JobFactScope.Search).AsShape(),
            MacroOperations(OperationNames.Macro),
        ]
        :
        [
            KindOfSpace(spaceKind, Both),
            Integer("space.nodes", 1, 64, 5, "Nodes B of each cell, its two inputs not counted.", JobFactScope.Search).AsShape(),
            MicroOperations(OperationNames.Micro),
        ];

    /// <summary>The operations of whole networks. The default names its operations, so that a new one changes no job.</summary>
    /// <param name="all">Every operation that there is.</param>
    internal static JobOption MacroOperations(IReadOnlyList<string> all) =>
        Operations(all, Presets.MacroOperations, "Operations that a layer can take.");

    /// <summary>The operations of cells; the default as that of <see cref="MacroOperations"/>.</summary>
    internal static JobOption MicroOperations(IReadOnlyList<string> all) =>
        Operations(all, Presets.MicroOperations, "Operations that a node's branch can take.");

    private static JobOption Operations(IReadOnlyList<string> all, IReadOnlyList<string> standard, string description) => new()
    {
        Key = "space.operations",
        Type = JobOptionType.TextList,
        Allowed = all,
        Facts = JobFactScope.Search,
        IsShape = true,
        Default = CanonicalJson.List(standard),
        Description = description,
    };

    private static JobOption[] MacroPolicy =>
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

    private static JobOption[] MicroPolicy =>
    [
        Number("policy.operationTanhReduction", "0", null, 2.5,
            "An operation's logit is squashed with the tanh constant divided by this.", JobFactScope.Search) with { AboveMinimum = true },
        Number("policy.convolutionBias",
            null, null, 10, "Initial value of the learned bias of the separable convolutions.", JobFactScope.Search),
        Number("policy.convolutionPrior", "0", null,
            0.25, "Added to a separable convolution's logit and taken from the others', in the normal cell, always.", JobFactScope.Search),
    ];

    private static JobOption[] ImageReward =>
    [
        Integer("reward.batches", 1, 1_000_000, 1, "Validation batches of one reward.", JobFactScope.Search) with {
            Member = "reward.windows" },
        Integer("reward.batchSize", 1, 1_000_000, 128, "Images of a batch.", JobFactScope.Search),
        Truth("reward.commonBatches", false, "All samples of one policy step see the same images.", JobFactScope.Search) with {
            Member = "reward.commonWindows" },
    ];
}
