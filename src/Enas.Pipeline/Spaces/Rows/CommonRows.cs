using Enas.Pipeline.Options;
using Enas.Pipeline.Strategies;
using static Enas.Pipeline.Options.OptionRow;

namespace Enas.Pipeline.Spaces.Rows;

/// <summary>Rows that the tables of several spaces have in common.</summary>
internal static class CommonRows
{
    /// <summary>The largest count.</summary>
    public const int Large = int.MaxValue;

    /// <summary>What a job begins with.</summary>
    public static JobOption[] Head(IReadOnlyList<Preset> presets) =>
    [
        Integer("schemaVersion", 1, 1, 1, "Version of the job format.", JobFactScope.Both),
        AnyText("name", "A label for people; not part of the search's facts."),
        new() { Key = "tags", Type = JobOptionType.TextList, Default = "[]", Description = "More labels, to find searches by." },
        Words("preset", null, [.. presets.Select(preset => preset.Name)],
            "Fills every option that the job leaves out.", JobFactScope.None),
        Words("origin", JobOrigins.Search, [JobOrigins.Search, JobOrigins.Train, JobOrigins.Fork],
            "How the folder came to be; train and fork write it, leave it out.", JobFactScope.None),
        new()
        {
            Key = "seed", Type = JobOptionType.Integer,
                Default = "1", Minimum = "0", Maximum = "18446744073709551615", Facts = JobFactScope.Both,
            Description = "The only seed; every stream of randomness is derived from it by name.",
        },
    ];

    /// <summary>The row that keeps data as they are while the job's seed changes.</summary>
    public static JobOption DataSeed => new()
    {
        Key = "data.seed",
        Type = JobOptionType.Integer,
        Default = "-1",
        Minimum = "-1",
        Maximum = "9223372036854775807",
        Description = "Seed that draws the split of images and generated data; -1: the job's seed. For several seeds on the same data.",
    };

    /// <summary>The row that names the space.</summary>
    public static JobOption SpaceKind(TableContext context, JobFactScope facts) => Words(
        "space.kind", context.Space.Kind, context.Spaces,
        "What is searched: a recurrent cell, a whole convolutional network, its cells, or the cells of a benchmark.", facts).AsShape();

    /// <summary>The row that names the strategy.</summary>
    public static JobOption StrategyKind(TableContext context) => Words(
        "strategy.kind", context.Strategies[0].Name, [.. context.Strategies.Select(kind => kind.Name)],
        string.Join("; ", context.Strategies.Select(kind => $"{kind.Name}: {kind.Summary}")) + ".", JobFactScope.Search);

    /// <summary>The section of a strategy that trains shared weights between its policy steps; one that trains them first says itself for
    /// how long.</summary>
    public static JobOption[] SharedWeightSteps(TableContext context) =>
        context.Strategy.Needs.HasFlag(StrategyNeeds.SharedWeights) ? [StrategyKind(context)]
        : context.Strategy.Needs.HasFlag(StrategyNeeds.Mixtures) ? InTurns(context) : InRounds(context);

    private static JobOption[] InTurns(TableContext context) =>
    [
        StrategyKind(context),
        Integer("strategy.warmUpSteps", 0, Large, 0,
            "Weight steps before the first round, while the architecture parameters rest.", JobFactScope.Search),
        Integer("strategy.weightStepsPerRound", 0, Large, 50,
            "Weight steps of a round, in turns with those of the architecture parameters; 0 means one epoch.", JobFactScope.Search),
        Integer("strategy.policyStepsPerRound", 1, Large, 50, "Steps of the architecture parameters in a round.", JobFactScope.Search),
    ];

    private static JobOption[] InRounds(TableContext context) =>
    [
        StrategyKind(context),
        Integer("strategy.warmUpSteps", 0, Large, 0, "Weight steps before the first round, while the policy rests.", JobFactScope.Search),
        Integer("strategy.weightStepsPerRound", 0, Large, 400, "Weight steps of a round; 0 means one epoch.", JobFactScope.Search),
        Integer("strategy.policyStepsPerRound", 0, Large, 2000, "Policy steps of a round.", JobFactScope.Search),
        SamplesPerPolicyStep,
        Words(
            "strategy.weightSampler",
            StrategyOptions.SampledByPolicy,
            [
                StrategyOptions.SampledByPolicy, StrategyOptions.SampledUniformly,
                StrategyOptions.SampledMixed, StrategyOptions.SampledFairly,
            ],
            "Who chooses the architectures of weight steps: the policy, which then trains what it prefers; uniform draws; both in turns; "
                + "or fair, a deck of each decision that deals every option equally often.",
            JobFactScope.Search).AsLater(),
        Number("strategy.uniformShare", "0", "1", StrategyOptions.StandardUniformShare,
            "Share of weight steps that \"mixed\" gives to uniform architectures.",
            JobFactScope.Search).AsLater(),
    ];

    /// <summary>The row with the samples of one policy step.</summary>
    public static JobOption SamplesPerPolicyStep => Integer("strategy.samplesPerPolicyStep",
        1, 65536, 1, "Architectures whose gradients one policy step averages.", JobFactScope.Search);

    /// <summary>A strategy's own rows of a section.</summary>
    public static JobOption[] Own(IStrategyKind strategy, string section) =>
        [.. strategy.Options.Where(option => option.Key.StartsWith(section + ".", StringComparison.Ordinal))
            .Select(option => option.AsOwn())];

    /// <summary>The budget of a search with shared weights: rounds, or evaluations after all weight steps.</summary>
    public static JobOption[] Budget(TableContext context) =>
    [
        .. context.Strategy.Needs.HasFlag(StrategyNeeds.SharedWeights)
            ? (JobOption[])[EvaluationRows.Evaluations, EvaluationRows.RepeatedOnes]
            : [Integer("budget.rounds", 1, Large,
                150, "Rounds in all, over the life of the search; can grow when a search goes on.", JobFactScope.None),
                .. context.Strategy.Needs.HasFlag(StrategyNeeds.Mixtures)
                    ? (JobOption[])[] : [ChildRows.EvaluationsInPlaceOfRounds]],
        Cost,
    ];

    /// <summary>The warm-up of a network's learning rate.</summary>
    public static JobOption WarmUp(string section, JobFactScope facts) => Integer(
        $"{section}.warmUpSteps", 0, Large, 0, "Steps over which the learning rate rises linearly at first; 0 for none.", facts).AsLater();

    /// <summary>Shared weights whose learning rate falls over a number of weight steps, as <see cref="TrainSteps"/> has it.</summary>
    public static JobOption[] Anneal(JobFactScope facts) => facts != JobFactScope.Search ? [] :
    [
        Integer("sharedWeights.annealSteps", 0, Large, 0,
            "Weight steps over which one cosine takes the learning rate to its minimum, where it stays; 0: it falls by epochs.",
            facts).AsLater() with { Member = "sharedWeightsAnnealSteps" },
    ];

    /// <summary>What does not fit <see cref="Anneal"/>.</summary>
    /// <param name="warmUp">The warm-up of the shared weights.</param>
    public static JobRule AnnealFits(Func<JobOptions, int> warmUp) => new(
        ["sharedWeights.annealSteps", "sharedWeights.warmUpSteps"],
        job => job.SharedWeightsAnnealSteps > 0 && warmUp(job) >= job.SharedWeightsAnnealSteps
            ? $"= {job.SharedWeightsAnnealSteps} leaves no step after a warm-up of {warmUp(job)}; "
                + "use more, or a shorter sharedWeights.warmUpSteps"
            : null);

    /// <summary>A final training by steps instead of epochs.</summary>
    public static JobOption TrainSteps => Integer("train.steps", 0, Large, 0,
        "Steps of the final training, over which one cosine takes the learning rate to its minimum; 0: train.epochs says how long.",
        JobFactScope.Training).AsLater();

    /// <summary>Whether a final training is tested.</summary>
    public static JobOption TrainTest => Truth("train.test", true,
        "Whether the final training measures the test set, once, at its end; nothing is chosen by it.", JobFactScope.Training).AsLater();

    /// <summary>What does not fit <see cref="TrainSteps"/>.</summary>
    /// <param name="network">The warm-up of the final training's network.</param>
    public static JobRule WarmUpFits(Func<JobOptions, int> network) => new(["train.network.warmUpSteps", "train.steps"], job =>
        job.Train.Steps > 0 && network(job) >= job.Train.Steps
            ? $"= {network(job)} leaves no step after it: train.steps = {job.Train.Steps}; allowed: less than that, or train.steps 0"
            : null);

    /// <summary>The row that says whether costs are counted.</summary>
    public static JobOption Cost => Words("budget.cost", BudgetOptions.NoCost, [BudgetOptions.NoCost, BudgetOptions.CostInMultiplyAdds],
        "Whether every step's facts say what it cost: the multiply-adds of its products, forward and backward.",
        JobFactScope.Both).AsLater();

    /// <summary>How the result is chosen.</summary>
    /// <param name="batches">What a batch is when a candidate is scored, for people.</param>
    /// <param name="items">What a part of the validation set is counted in: images or windows.</param>
    /// <param name="rule">The rule that chooses.</param>
    public static JobOption[] Derive(string batches, string items, string rule) =>
    [
        Integer("derive.candidates", 1,
            1_000_000, 100, "Architectures that the strategy names at the end; the result is chosen among them.", JobFactScope.Search),
        Integer("derive.uniform", 0,
            1_000_000, 0, "Uniform architectures that are scored beside them; 0: as many.", JobFactScope.Search).AsLater(),
        Integer("derive.batchSize", 1, 65536, 64, batches, JobFactScope.Search),
        Integer("derive.screenItems", 0, Large, 0,
            $"Validation {items} that every candidate is scored on first, the same for all; 0: the whole set at once.",
            JobFactScope.Search).AsLater(),
        Integer("derive.refine", 0,
            1_000_000, 0, "How many of the best of the screening are scored on more; 0: none.", JobFactScope.Search).AsLater(),
        Integer("derive.refineItems", 0, Large, 0, $"Validation {items} that these are scored on.", JobFactScope.Search).AsLater(),
        Integer("derive.wholeSet", 0, 1_000_000, 0,
            "How many of the best of these are scored on the whole validation set; 0: all that are left.", JobFactScope.Search).AsLater(),
        Words("derive.rule", rule, [rule], "How the result is chosen.", JobFactScope.Search),
        Words("derive.among", DeriveOptions.AmongPolicy, [DeriveOptions.AmongPolicy, DeriveOptions.AmongAll],
            "Who can be chosen: the strategy's candidates alone, or the uniform ones too; after a screening it is all in any case.",
            JobFactScope.Search).AsLater(),
    ];

    /// <summary>Scores over several checkpoints, of weights that all architectures share; a mixture of all of them has no such.</summary>
    public static JobOption[] ScoredCheckpoints(IStrategyKind strategy) => strategy.Needs.HasFlag(StrategyNeeds.Mixtures) ? [] :
    [
        Integer("derive.checkpoints", 1, 1000, 1,
            "Checkpoints that the score of a candidate is the mean over: the shared weights at the end and at the ends of the rounds "
                + "before.", JobFactScope.Search).AsLater().AsShape(),
    ];

    /// <summary>The finals: the best candidates trained alone.</summary>
    public static JobOption[] Finals =>
    [
        .. ((JobOption[])
        [
            Integer("finals.count", 0, 10_000, 0,
                "Candidates with the best scores, uniform ones too, that are trained alone at the end; the best of them is chosen. "
                    + "0: none.",
                JobFactScope.Search),
            Integer("finals.rungs", 1, 2, 1,
                "1: all finalists are trained for as long; 2: for a short time first, the best of them longer.",
                JobFactScope.Search),
            Integer("finals.promoted", 0, 10_000, 0, "Finalists of the second of two rungs; 0: a third.", JobFactScope.Search),
            Integer("finals.steps", 0, Large, 0, "Steps of a training in the last rung; 0: child.steps.", JobFactScope.Search),
            Integer("finals.firstSteps", 0, Large, 0, "Steps of a training in the first of two rungs; 0: a third of those in the last.",
                JobFactScope.Search),
            Words("finals.by", FinalsOptions.ByMeasure, [FinalsOptions.ByMeasure, FinalsOptions.ByLoss],
                "What finalists are ranked and the choice is made by: the measure of the space, or the validation loss.",
                JobFactScope.Search),
            Number("finals.secondSeed", "0", "1", 0,
                "Where the two best of the last rung differ by less than this share of it, both are trained once more with another seed, "
                    + "and the mean of both trainings decides; 0: never.",
                JobFactScope.Search),
        ]).Select(row => row.AsLater()),
    ];

    /// <summary>The log, checkpoints and where things are computed: what a job ends with.</summary>
    public static JobOption[] LogAndCheckpoint =>
    [
        Integer("log.groupEvents", 1, 1_000_000, 1000, "Events committed together, at most.", JobFactScope.None),
        Number("log.groupSeconds", "0", null, 5, "Seconds between commits, at most; 0 commits every step.", JobFactScope.None),
        Integer("checkpoint.everySteps", 0, Large, 0, "Steps between checkpoints; 0 means the end of every round.", JobFactScope.None),
        Integer("checkpoint.keep", 1, 1_000_000, 3, "Checkpoints kept, newest first.", JobFactScope.None),
        Words("compute.precision", "f32", ["f32", "tf32", "bf16"],
            "Torch backend: precision of products; tf32 and bf16 (mixed) are faster on a GPU. Part of the numerics.", JobFactScope.None),
        Truth("compute.channelsLast", false,
            "Torch backend: images lie pixel by pixel for convolutions, which is faster on a GPU in bf16.", JobFactScope.None),
    ];
}
