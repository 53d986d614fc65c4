using Enas.Pipeline.Options;
using Enas.Pipeline.Spaces.Rows;
using Enas.Pipeline.Tasks.Text;
using static Enas.Pipeline.Options.OptionRow;
using static Enas.Pipeline.Spaces.Rows.CommonRows;

namespace Enas.Pipeline.Spaces.RnnCell;

/// <summary>The options of recurrent cells.</summary>
internal static class RnnCellRows
{
    /// <summary>The table under a strategy.</summary>
    public static IReadOnlyList<JobOption> Of(TableContext context) =>
    [
        .. Head(context.Space.Presets),
        .. Data,
        SpaceKind(context, JobFactScope.Search),
        .. Space,
        .. ChildRows.AreTheOnlyWay(context.Strategy) ? ChildRows.Search(context, RecurrentPolicy, Objective) : Shared(context),
        .. Derive("Streams that the validation set is split into when a candidate is scored.", "windows", DeriveRules.LowestPerplexity),
        .. ChildRows.AreTheOnlyWay(context.Strategy) ? ProxyRows.Finals(context)
            : (JobOption[])[.. ScoredCheckpoints(context.Strategy), .. Finals],
        .. ChildRows.Child([Integer("child.hidden", 0, 65536, 0,
            "Width H of an architecture that a search trains alone; 0 for that of train.network.", JobFactScope.Search)]),
        .. ProxyRows.Section(context.Space, hasBatch: false),
        .. RecurrentNetworkRows.Of("train.network", JobFactScope.Training),
        .. FinalTraining,
        .. LogAndCheckpoint,
    ];

    private static JobOption[] Shared(TableContext context) =>
    [
        .. SharedWeightSteps(context),
        .. Own(context.Strategy, "strategy"),
        .. ChildRows.Evaluator(context),
        .. RecurrentNetworkRows.Of("sharedWeights", JobFactScope.Search),
        .. PolicyRows.Of(context.Strategy, RecurrentPolicy),
        .. Reward,
        .. ObjectiveRows.Of(context),
        .. Budget(context),
    ];

    private static JobOption[] Data =>
    [
        Words("data.kind", null, [DataKindNames.Tokens, DataKindNames.Generated],
            "tokens: a folder of text files; generated: the built-in language, which needs no files.", JobFactScope.None),
        new()
        {
            Key = "data.path", Type = JobOptionType.Path, Default = "\"\"",
            Description = "Folder with train.txt, valid.txt, test.txt (or NAME.train.txt "
                + "...) or one text, relative to this file; ${NAME} is an environment variable.",
        },
        DataSeed,
        Integer("data.states", 1, 65536, 32, "Generated language: hidden states.", JobFactScope.None),
        Integer("data.vocabulary", 2, 1_000_000, 64, "Generated language: words.", JobFactScope.None),
        Integer("data.branches", 1, 65536, 4, "Generated language: words that each state can emit.", JobFactScope.None),
        Integer("data.trainTokens", 2, GeneratedLanguage.MostTokens, 50_000, "Generated language: tokens to train on.", JobFactScope.None),
        Integer("data.validTokens", 2,
            GeneratedLanguage.MostScoredTokens, 5_000, "Generated language: tokens of the validation set.", JobFactScope.None),
        Integer("data.testTokens", 2, GeneratedLanguage.MostScoredTokens,
            5_000, "Generated language: tokens of the test set.", JobFactScope.None),
        .. Text,
    ];

    // The facts state the digest of the tokens that these lead to.
    private static JobOption[] Text =>
    [
        Words("data.tokens", TokenUnits.Words,
            TokenUnits.All, "Text: what a token is; the end of a line is one in any case.", JobFactScope.None),
        new()
        {
            Key = "data.unknown.word", Type = JobOptionType.Text, Default = "\"\"",
            Description = "Text: the word that stands for words outside the vocabulary, "
                + "usually <unk>; empty: such words in valid and test are an error.",
        },
        Integer("data.unknown.minimumCount",
            1, Large, 1, "Text: words that the training text has less often are left out of the vocabulary.", JobFactScope.None),
        Integer("data.unknown.vocabularySize",
            0, Large, 0, "Text: words of the vocabulary at most, the most frequent, with <eos> and the unknown word; 0 for all.",
                JobFactScope.None),
    ];

    private static JobOption[] Space =>
    [
                Integer("space.nodes", 1, 64, 12, "Computational nodes N of the cell, node 0 included.", JobFactScope.Search).AsShape(),
        .. Activations(ActivationNames.All),
        Words("space.output", "loose-ends", ["loose-ends", "all-nodes", "all-but-first"],
            "Nodes whose mean is the output; loose ends are those that no node reads.", JobFactScope.Both).AsShape(),
    ];

    /// <summary>The rows that list activations. The default names its activations, so that a new one changes no job.</summary>
    /// <param name="all">Every activation that there is.</param>
    public static JobOption[] Activations(IReadOnlyList<string> all) =>
    [
        new()
        {
            Key = "space.activations", Type = JobOptionType.TextList, Allowed = all, Facts = JobFactScope.Search,
            Default = CanonicalJson.List(["tanh", "relu", "identity", "sigmoid"]),
                Description = "Activations that a node can take.", IsShape = true,
        },
        Words("space.firstActivation",
            "sampled", ["sampled", .. all], "Activation of node 0: sampled, or always this one.", JobFactScope.Search).AsShape(),
    ];

    private static JobOption[] RecurrentPolicy =>
    [
        Number("policy.recencyBias", "0", null, 0, "Times distance squared, taken from an index logit; 0 for none.", JobFactScope.Search),
        Truth("policy.distanceScaling",
            false, "Divide the chosen node's state by 0.1 + distance before it is the next input.", JobFactScope.Search),
        Truth("policy.tiedActivations",
            false, "Activation logits use the activation embedding, not a matrix of their own.", JobFactScope.Search).AsShape(),
    ];

    private static JobOption[] Objective =>
    [
        Number("reward.c", "0", null, 80, "c of the reward c / perplexity.", JobFactScope.Search) with { AboveMinimum = true },
        Number("reward.perplexityPower", "0", null, 1, "Exponent of the perplexity: 1, or 2 as in NAS.", JobFactScope.Search) with {
            AboveMinimum = true },
    ];

    private static JobOption[] Reward =>
    [
        .. Objective,
        Integer("reward.windows", 1, 1_000_000, 1, "Validation windows of one reward.", JobFactScope.Search),
        Integer("reward.batchSize", 1, 65536, 64, "Streams of a window.", JobFactScope.Search),
        Integer("reward.sequenceLength", 1, 65536, 35, "Length of a window in tokens.", JobFactScope.Search),
        Truth("reward.commonWindows", false, "All samples of one policy step see the same windows.", JobFactScope.Search),
    ];

    private static JobOption[] FinalTraining =>
    [
        Integer("train.epochs", 1, Large, 150, "Epochs of the final training.", JobFactScope.Training),
        TrainSteps,
        TrainTest,
        Words("train.averaging", WeightAveraging.None, [WeightAveraging.None, WeightAveraging.NonMonotonic],
             "nt-asgd: average the weights once validation has stopped improving.", JobFactScope.Training),
        Integer("train.averagingPatience", 1, Large, 10, "Evaluations without improvement before averaging starts.", JobFactScope.Training),
        Integer("train.evaluationBatchSize", 1, 65536, 10, "Streams in validation and test scoring.", JobFactScope.Training),
    ];
}
