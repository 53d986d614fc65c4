using Enas.Pipeline.Options;
using Enas.Pipeline.Spaces.Rows;
using static Enas.Pipeline.Options.OptionRow;
using static Enas.Pipeline.Spaces.Rows.CommonRows;

namespace Enas.Pipeline.Spaces.Images;

/// <summary>The options of a space of convolutional networks, with the space's own rows in their place.</summary>
internal static class ImageRows
{
    /// <summary>The table under a strategy.</summary>
    public static IReadOnlyList<JobOption> Of(TableContext context, ImageSpaceRows own) =>
    [
        .. Head(context.Space.Presets),
        Words("data.kind", null, [DataKindNames.Images, DataKindNames.Generated],
            "images: a folder in one of the known layouts; generated: built-in pictures, which need no files.", JobFactScope.None),
        new()
        {
            Key = "data.path", Type = JobOptionType.Path, Default = "\"\"",
            Description = "Folder with the images, relative to this file; ${NAME} is an environment variable.",
        },
        DataSeed,
        .. ImageDataRows.All,
        SpaceKind(context, JobFactScope.Both),
        .. own.Space,
        .. ChildRows.AreTheOnlyWay(context.Strategy) ? ChildRows.Search(context, own.Policy, []) : Shared(context, own),
        .. Derive("Images of a batch when a candidate is scored.", "images", DeriveRules.HighestAccuracy),
        .. Scoring,
        .. ChildRows.AreTheOnlyWay(context.Strategy) ? ProxyRows.Finals(context)
            : (JobOption[])[.. ScoredCheckpoints(context.Strategy), .. Finals],
        .. ChildRows.Child([Size("child.filters", "Channels of an architecture that a search trains alone"), .. own.Child]),
        .. ProxyRows.Section(context.Space, hasBatch: true),
        .. Network("train.network", "train.imageNetwork", own, JobFactScope.Training),
        Integer("train.epochs", 1, Large, 310, "Epochs of the final training.", JobFactScope.Training),
        TrainSteps,
        TrainTest,
        Words("train.averaging", WeightAveraging.None, [WeightAveraging.None, WeightAveraging.Exponential],
            "exponential: validation, test and export take the exponential average of the weights.", JobFactScope.Training).AsLater(),
        Number("train.averagingDecay", "0", "1", WeightAveraging.StandardDecay,
            "Share of the exponential average that a step keeps.", JobFactScope.Training).AsLater() with { BelowMaximum = true },
        Integer("train.evaluationBatchSize", 1, 65536, 100, "Images of a batch in validation and test scoring.", JobFactScope.Training),
        .. LogAndCheckpoint,
    ];

    /// <summary>The row that lists operations. The default names its operations, so that a new one changes no job.</summary>
    /// <param name="all">Every operation that there is.</param>
    /// <param name="standard">Those that a job searches which names none.</param>
    /// <param name="description">One line for people.</param>
    public static JobOption Operations(IReadOnlyList<string> all, IReadOnlyList<string> standard, string description) => new()
    {
        Key = "space.operations",
        Type = JobOptionType.TextList,
        Allowed = all,
        Facts = JobFactScope.Search,
        IsShape = true,
        Default = CanonicalJson.List(standard),
        Description = description,
    };

    /// <summary>A row about the size of an architecture that is trained alone.</summary>
    public static JobOption Size(string key, string what) =>
        Integer(key, 0, 65536, 0, $"{what}; 0 for those of train.network.", JobFactScope.Search);

    private static JobOption[] Shared(TableContext context, ImageSpaceRows own) =>
    [
        .. SharedWeightSteps(context),
        .. Own(context.Strategy, "strategy"),
        .. ChildRows.Evaluator(context),
        .. Network("sharedWeights", "imageWeights", own, JobFactScope.Search),
        .. PolicyRows.Of(context.Strategy, own.Policy),
        .. Reward,
        .. ObjectiveRows.Of(context),
        .. Budget(context),
    ];

    private static JobOption[] Network(string section, string member, ImageSpaceRows own, JobFactScope facts)
    {
        var isFinal = facts == JobFactScope.Training;
        return ImageNetworkRows.Of(
            section, member, isFinal ? own.FinalFilters : own.SearchFilters, own.Graph(section, isFinal, facts), facts);
    }

    private static JobOption[] Scoring =>
    [
        Words("derive.batchNorm", DeriveOptions.AsRewards,
            [DeriveOptions.AsRewards, BatchNormPolicies.Batch, BatchNormPolicies.Recalibrated],
            "Statistics when a candidate is scored: as-rewards, what sharedWeights.batchNorm says; of the batch itself; "
                + "or measured anew for the architecture.", JobFactScope.Search).AsLater(),
        Truth("derive.evenBatches", false,
            "The whole set is cut into batches that differ by one image at most, so that no last batch is a small sample for batch norm.",
            JobFactScope.Search).AsLater(),
    ];

    private static JobOption[] Reward =>
    [
        Integer("reward.batches", 1, 1_000_000, 1, "Validation batches of one reward.", JobFactScope.Search) with {
            Member = "reward.windows" },
        Integer("reward.batchSize", 1, 1_000_000, 128, "Images of a batch.", JobFactScope.Search),
        Truth("reward.commonBatches", false, "All samples of one policy step see the same images.", JobFactScope.Search) with {
            Member = "reward.commonWindows" },
    ];
}

/// <summary>The rows in which the image spaces differ.</summary>
/// <param name="Space">The section <c>space</c>, its kind left out.</param>
/// <param name="Policy">What the walk of an LSTM policy adds to its section.</param>
/// <param name="Graph">The shape of a network, by section, whether it is the final one, and which fact it is part of.</param>
/// <param name="SearchFilters">Channels of the shared weights, where the job says nothing.</param>
/// <param name="FinalFilters">Channels of the final training's network, where the job says nothing.</param>
internal sealed record ImageSpaceRows(
    JobOption[] Space,
    JobOption[] Policy,
    Func<string, bool, JobFactScope, JobOption[]> Graph,
    int SearchFilters,
    int FinalFilters)
{
    /// <summary>More rows about the size of an architecture that is trained alone.</summary>
    public JobOption[] Child { get; init; } = [];
}
