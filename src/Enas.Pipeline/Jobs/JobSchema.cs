using Enas.Pipeline.Catalogs;
using Enas.Pipeline.Options;
using Enas.Pipeline.Spaces;
using Enas.Pipeline.Spaces.RnnCell;
using Enas.Pipeline.Strategies;
using Enas.Pipeline.Tasks.Text;
using static Enas.Pipeline.Options.JobFactScope;
using static Enas.Pipeline.Options.OptionRow;

namespace Enas.Pipeline.Jobs;

/// <summary>
/// The tables of options, one for each kind of space. Reading, checking, the JSON schema, templates, <c>--explain</c>, the resolved job and
/// the facts all follow them, in their order. Defaults are those of the <c>paper</c> preset where it says something.
/// </summary>
public static partial class JobSchema
{
    /// <summary>The version of the job format that this program writes.</summary>
    public const int Version = 1;

    /// <summary>The file name under which templates expect <see cref="ToJsonSchema"/> beside them.</summary>
    public const string FileName = "enas-job.schema.json";

    private static readonly Lazy<JobTable[]> s_tables = new(() =>
    [
        .. from space in SpaceCatalog.All
           from strategy in space.Strategies
           select new JobTable(space, strategy, space.Options(strategy)),
    ]);

    /// <summary>The tables, one for each space and each strategy that can search it.</summary>
    public static IReadOnlyList<JobTable> Tables => s_tables.Value;

    /// <summary>Whether the tables were made: what is added to the catalogs from then on would not be in them.</summary>
    internal static bool IsRead => s_tables.IsValueCreated;

    /// <summary>The table of the jobs of a space and a strategy; that of the space's first strategy where it cannot be searched
    /// by this one.</summary>
    public static JobTable Of(string spaceKind, string strategyKind) =>
        Tables.FirstOrDefault(table => table.SpaceKind == spaceKind && table.StrategyKind == strategyKind)
            ?? Tables.First(table => table.SpaceKind == spaceKind);

    /// <summary>Refuses what comes too late to be in the tables.</summary>
    /// <exception cref="InvalidOperationException">They were made already.</exception>
    internal static void RequireUnread(string name)
    {
        if (IsRead)
        {
            throw new InvalidOperationException(
                $"\"{name}\" comes too late: the tables of options were made already. Add it before a job is read, first of all");
        }
    }

    internal static JobOption[] RecurrentOptions(IStrategyKind strategy) =>
    [
        .. Head(SpaceKinds.RnnCell),
        .. Data,
        .. Space,
        .. WithSharedWeights(SpaceKinds.RnnCell),
        .. Own(strategy, "strategy"),
        .. Network("sharedWeights", JobFactScope.Search),
        .. Policy(strategy, RecurrentPolicy),
        .. Reward,
        .. Budget,
        .. Derive("Streams that the validation set is split into when a candidate is scored.", DeriveRules.LowestPerplexity),
        .. Network("train.network", JobFactScope.Training),
        .. FinalTraining,
        .. LogAndCheckpoint,
    ];

    internal static JobOption[] Head(string spaceKind) =>
    [
        Integer("schemaVersion", 1, 1, 1, "Version of the job format.", Both),
        AnyText("name", "A label for people; not part of the search's facts."),
        new() { Key = "tags", Type = JobOptionType.TextList, Default = "[]", Description = "More labels, to find searches by." },
        Words("preset", null, [.. Presets.Of(spaceKind).Select(preset => preset.Name)],
            "Fills every option that the job leaves out.", None),
        Words("origin", JobOrigins.Search, [JobOrigins.Search, JobOrigins.Train, JobOrigins.Fork],
            "How the folder came to be; train and fork write it, leave it out.", None),
        new()
        {
            Key = "seed", Type = JobOptionType.Integer, Default = "1", Minimum = "0", Maximum = "18446744073709551615", Facts = Both,
            Description = "The only seed; every stream of randomness is derived from it by name.",
        },
    ];

    internal static JobOption[] Budget =>
    [
        Integer("budget.rounds", 1, Large, 150, "Rounds in all, over the life of the search; can grow when a search goes on.", None),
    ];

    internal static JobOption[] LogAndCheckpoint =>
    [
        Integer("log.groupEvents", 1, 1_000_000, 1000, "Events committed together, at most.", None),
        Number("log.groupSeconds", "0", null, 5, "Seconds between commits, at most; 0 commits every step.", None),
        Integer("checkpoint.everySteps", 0, Large, 0, "Steps between checkpoints; 0 means the end of every round.", None),
        Integer("checkpoint.keep", 1, 1_000_000, 3, "Checkpoints kept, newest first.", None),
        Words("compute.precision", "f32", ["f32", "tf32", "bf16"],
            "Torch backend: precision of products; tf32 and bf16 (mixed) are faster on a GPU. Part of the numerics.", None),
        Truth("compute.channelsLast", false,
            "Torch backend: images lie pixel by pixel for convolutions, which is faster on a GPU in bf16.", None),
    ];

    private static JobOption[] Derive(string batches, string rule) =>
    [
        Integer("derive.candidates", 1,
            1_000_000, 100, "Architectures sampled from the policy at the end, and as many uniform ones beside them.", JobFactScope.Search),
        Integer("derive.batchSize", 1, 65536, 64, batches, JobFactScope.Search),
        Words("derive.rule", rule, [rule], "How the result is chosen.", JobFactScope.Search),
    ];

    private const int Large = int.MaxValue;

    private static JobOption[] Data =>
    [
        Words("data.kind", null, ["tokens", "generated"],
            "tokens: a folder of text files; generated: the built-in language, which needs no files.", None),
        new()
        {
            Key = "data.path", Type = JobOptionType.Path, Default = "\"\"",
            Description = "Folder with train.txt, valid.txt, test.txt (or NAME.train.txt "
                + "...) or one text, relative to this file; ${NAME} is an environment variable.",
        },
        Integer("data.states", 1, 65536, 32, "Generated language: hidden states.", None),
        Integer("data.vocabulary", 2, 1_000_000, 64, "Generated language: words.", None),
        Integer("data.branches", 1, 65536, 4, "Generated language: words that each state can emit.", None),
        Integer("data.trainTokens", 2, GeneratedLanguage.MostTokens, 50_000, "Generated language: tokens to train on.", None),
        Integer("data.validTokens", 2,
            GeneratedLanguage.MostScoredTokens, 5_000, "Generated language: tokens of the validation set.", None),
        Integer("data.testTokens", 2, GeneratedLanguage.MostScoredTokens, 5_000, "Generated language: tokens of the test set.", None),
        .. Text,
    ];

    // The facts state the digest of the tokens that these lead to.
    private static JobOption[] Text =>
    [
        Words("data.tokens", TokenUnits.Words, TokenUnits.All, "Text: what a token is; the end of a line is one in any case.", None),
        new()
        {
            Key = "data.unknown.word", Type = JobOptionType.Text, Default = "\"\"",
            Description = "Text: the word that stands for words outside the vocabulary, "
                + "usually <unk>; empty: such words in valid and test are an error.",
        },
        Integer("data.unknown.minimumCount",
            1, Large, 1, "Text: words that the training text has less often are left out of the vocabulary.", None),
        Integer("data.unknown.vocabularySize",
            0, Large, 0, "Text: words of the vocabulary at most, the most frequent, with <eos> and the unknown word; 0 for all.", None),
    ];

    private static JobOption[] Space =>
    [
        KindOfSpace(SpaceKinds.RnnCell, JobFactScope.Search),
        Integer("space.nodes", 1, 64, 12, "Computational nodes N of the cell, node 0 included.", JobFactScope.Search).AsShape(),
        .. Activations(ActivationNames.All),
        Words("space.output", "loose-ends", ["loose-ends", "all-nodes", "all-but-first"],
            "Nodes whose mean is the output; loose ends are those that no node reads.", JobFactScope.Both).AsShape(),
    ];

    /// <summary>The rows that list activations. The default names its activations, so that a new one changes no job.</summary>
    /// <param name="all">Every activation that there is.</param>
    internal static JobOption[] Activations(IReadOnlyList<string> all) =>
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

    // A strategy that trains shared weights between its policy steps.
    private static JobOption[] WithSharedWeights(string spaceKind) =>
    [
        KindOfStrategy(spaceKind),
        Integer("strategy.warmUpSteps", 0, Large, 0, "Weight steps before the first round, while the policy rests.", JobFactScope.Search),
        Integer("strategy.weightStepsPerRound", 0, Large, 400, "Weight steps of a round; 0 means one epoch.", JobFactScope.Search),
        Integer("strategy.policyStepsPerRound", 0, Large, 2000, "Policy steps of a round.", JobFactScope.Search),
        Integer("strategy.samplesPerPolicyStep",
            1, 65536, 1, "Architectures whose gradients one policy step averages.", JobFactScope.Search),
    ];

    /// <summary>The rows of the section <c>policy</c> of a strategy.</summary>
    /// <param name="strategy">The strategy.</param>
    /// <param name="ofSpace">What the LSTM's walk through the space adds.</param>
    internal static JobOption[] Policy(IStrategyKind strategy, JobOption[] ofSpace) =>
    [
        .. strategy.Policy.HasFlag(PolicySections.Network) ? NetworkOfPolicy(strategy, [.. PolicyNetwork, .. ofSpace])
            : strategy.Policy.HasFlag(PolicySections.Temperature)
                ? [.. Own(strategy, "policy"), Temperature with { Default = "1" }] : Own(strategy, "policy"),
        .. strategy.Policy.HasFlag(PolicySections.Training) ? PolicyTraining : [],
    ];

    // A strategy that learns nothing has these rows and no policy, so they give nothing its shape.
    private static JobOption[] NetworkOfPolicy(IStrategyKind strategy, JobOption[] rows) =>
        strategy.IsNullModel ? [.. rows.Select(row => row with { IsShape = false })] : rows;

    /// <summary>A strategy's own rows of a section.</summary>
    internal static JobOption[] Own(IStrategyKind strategy, string section) =>
        [.. strategy.Options.Where(option => option.Key.StartsWith(section + ".", StringComparison.Ordinal))
            .Select(option => option.AsOwn())];

    /// <summary>The row that names the strategy.</summary>
    internal static JobOption KindOfStrategy(string spaceKind)
    {
        var kinds = SpaceCatalog.Of(spaceKind).Strategies;
        return Words(
            "strategy.kind", kinds[0].Name, [.. kinds.Select(kind => kind.Name)],
                string.Join("; ", kinds.Select(kind => $"{kind.Name}: {kind.Summary}")) + ".", JobFactScope.Search);
    }

    private static JobOption[] RecurrentPolicy =>
    [
        Number("policy.recencyBias", "0", null, 0, "Times distance squared, taken from an index logit; 0 for none.", JobFactScope.Search),
        Truth("policy.distanceScaling",
            false, "Divide the chosen node's state by 0.1 + distance before it is the next input.", JobFactScope.Search),
        Truth("policy.tiedActivations",
            false, "Activation logits use the activation embedding, not a matrix of their own.", JobFactScope.Search).AsShape(),
    ];

    private static JobOption[] PolicyNetwork =>
    [
        Integer("policy.hidden", 1, 65536, 100, "Width of the policy's LSTM.", JobFactScope.Search).AsShape(),
        Number("policy.initRange", "0", null, 0.1, "Initial weights are uniform in plus or minus this.", JobFactScope.Search) with {
            AboveMinimum = true },
        Temperature,
        Number("policy.tanhConstant", "0", null, 2.5, "c of c tanh(logit); 0 for none.", JobFactScope.Search),
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

    private static JobOption[] Reward =>
    [
        Number("reward.c", "0", null, 80, "c of the reward c / perplexity.", JobFactScope.Search) with { AboveMinimum = true },
        Number("reward.perplexityPower", "0", null, 1, "Exponent of the perplexity: 1, or 2 as in NAS.", JobFactScope.Search) with {
            AboveMinimum = true },
        Integer("reward.windows", 1, 1_000_000, 1, "Validation windows of one reward.", JobFactScope.Search),
        Integer("reward.batchSize", 1, 65536, 64, "Streams of a window.", JobFactScope.Search),
        Integer("reward.sequenceLength", 1, 65536, 35, "Length of a window in tokens.", JobFactScope.Search),
        Truth("reward.commonWindows", false, "All samples of one policy step see the same windows.", JobFactScope.Search),
    ];

    private static JobOption[] FinalTraining =>
    [
        Integer("train.epochs", 1, Large, 150, "Epochs of the final training.", JobFactScope.Training),
        Words("train.averaging", "none",
            ["none", "nt-asgd"], "nt-asgd: average the weights once validation has stopped improving.", JobFactScope.Training),
        Integer("train.averagingPatience", 1, Large, 10, "Evaluations without improvement before averaging starts.", JobFactScope.Training),
        Integer("train.evaluationBatchSize", 1, 65536, 10, "Streams in validation and test scoring.", JobFactScope.Training),
    ];

    internal static JobOption KindOfSpace(string spaceKind, JobFactScope facts) => Words(
        "space.kind", spaceKind, [.. SpaceCatalog.All.Select(space => space.Kind)],
            "What is searched: a recurrent cell, a whole convolutional network, its cells, or the cells of a benchmark.", facts).AsShape();
}
