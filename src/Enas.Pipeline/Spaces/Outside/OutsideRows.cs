using Enas.Pipeline.Catalogs.Evaluators;
using Enas.Pipeline.Evaluators;
using Enas.Pipeline.Options;
using Enas.Pipeline.Spaces.Rows;
using static Enas.Pipeline.Options.OptionRow;

namespace Enas.Pipeline.Spaces.Outside;

/// <summary>The options of jobs whose architectures are evaluated outside of Enas: by a program, or by whoever asks for them.</summary>
internal static class OutsideRows
{
    private const string TimeLimit = "evaluator.timeLimitSeconds";
    private const string Grace = "evaluator.graceSeconds";
    private const string Memory = "evaluator.memoryMegabytes";
    private const string AtOnce = "evaluator.atOnce";
    private const string Retries = "evaluator.retries";
    private const string StopRule = "evaluator.stopRule";
    private const string StopAfterSteps = "evaluator.stopAfterSteps";
    private const string StopAfterTrials = "evaluator.stopAfterTrials";
    private const string StopEta = "evaluator.stopEta";

    // Some 46 days; timers go a little further.
    private const string LongestSeconds = "4000000";

    /// <summary>The presets.</summary>
    public static IReadOnlyList<Preset> Presets { get; } =
    [
        new(
            "small",
            "Some tens of evaluations.",
            PresetValues.Of(
            [
                ("strategy.population", 10), ("strategy.tournament", 3), ("strategy.samplesPerPolicyStep", 1),
                ("policy.hidden", 32), ("policy.initRange", 0.1), ("policy.temperature", 1.0), ("policy.tanhConstant", 2.5),
                ("policy.initDeviation", 1e-3), ("policy.baseline", "debiased"), ("policy.learningRate", 0.05),
                ("policy.beta1", 0.9), ("policy.beta2", 0.999), ("policy.epsilon", 1e-8), ("policy.clipNorm", 0),
                ("policy.entropyWeight", 0.0), ("policy.entropy", "distribution"), ("policy.baselineDecay", 0.9),
                ("budget.evaluations", 60), ("budget.repeats", BudgetOptions.FreeRepeats), ("derive.candidates", 5),
            ])),
    ];

    /// <summary>The rows under a strategy.</summary>
    /// <param name="space">The rows of the section <c>space</c>.</param>
    /// <param name="policy">The section <c>policy</c> of the space; empty for that of the strategy alone.</param>
    public static IReadOnlyList<JobOption> Of(TableContext context, JobOption[] space, JobOption[] policy) => EvaluationRows.Of(
        context,
        [Words("data.kind", DataKindNames.None, [DataKindNames.None], "none: the program has the data.", JobFactScope.None)],
        [.. space, .. Evaluator, .. Kinds.Own, .. context.Strategy.ProposesAhead ? Ahead : [], .. Child],
        DeriveRules.BestValue,
        policy);

    /// <summary>Options that nothing uses in a job, a sentence each: those of programs where nobody runs one, and those of stopping where
    /// nobody is stopped.</summary>
    public static IEnumerable<string> WarningsOf(JobOptions job)
    {
        var (evaluator, kind) = (job.Evaluator, EvaluatorCatalog.Of(job));
        var standard = new EvaluatorOptions();
        (string Key, double Value, double Standard)[] limits =
        [
            (TimeLimit, evaluator.TimeLimitSeconds, standard.TimeLimitSeconds), (Grace, evaluator.GraceSeconds, standard.GraceSeconds),
            (Memory, evaluator.MemoryMegabytes, standard.MemoryMegabytes), (AtOnce, evaluator.AtOnce, standard.AtOnce),
            (Retries, evaluator.Retries, standard.Retries),
        ];
        (string Key, double Value, double Standard)[] stops =
        [
            (StopAfterSteps, evaluator.StopAfterSteps, standard.StopAfterSteps),
            (StopAfterTrials, evaluator.StopAfterTrials, standard.StopAfterTrials), (StopEta, evaluator.StopEta, standard.StopEta),
        ];
        var isStopped = evaluator.StopRule != EvaluatorOptions.NoStop;
        return
        [
            .. kind.RunsProgram ? [] : Unused(limits, $"evaluator.kind \"{EvaluatorOptions.ByCommand}\"", kind.Name),
            .. isStopped && !kind.RunsProgram
                ? (string[])[$"{StopRule} = \"{evaluator.StopRule}\" {OnlyFor($"evaluator.kind \"{EvaluatorOptions.ByCommand}\"",
                    kind.Name)}"] : [],
            .. isStopped ? [] : Unused(stops,
                $"{StopRule} \"{EvaluatorOptions.MedianStop}\" and \"{EvaluatorOptions.HalvingStop}\"", evaluator.StopRule),
            .. evaluator.StopRule == EvaluatorOptions.MedianStop
                ? Unused(stops[^1..], $"{StopRule} \"{EvaluatorOptions.HalvingStop}\"", evaluator.StopRule) : [],
        ];
    }

    private static IEnumerable<string> Unused(
        IReadOnlyList<(string Key, double Value, double Standard)> options, string with, string given) =>
        from option in options
        where option.Value != option.Standard
        select $"{option.Key} = {CanonicalJson.Number(option.Value)} {OnlyFor(with, given)}";

    private static string OnlyFor(string with, string given) =>
        $"is for {with} alone, and the job has \"{given}\": it changes nothing";

    private static (JobOption Kind, IReadOnlyList<JobOption> Own) Kinds =>
        EvaluatorCatalog.RowsOf(EvaluationMeans.Outside, EvaluatorOptions.ByCommand);

    private static JobOption[] Evaluator =>
    [
        Kinds.Kind.AsShape(),
        new()
        {
            Key = "evaluator.command",
            Type = JobOptionType.TextList,
            IsSequence = true,
            Default = "[]",
            Description = "The program and its arguments. It gets a JSON document on standard input and in the file that ENAS_REQUEST "
                + "names; {NAME} in an argument stands for what was chosen, {seed}, {budget}, {scratch}, {request} and {tokens} for these.",
        },
        new()
        {
            Key = "evaluator.folder",
            Type = JobOptionType.Path,
            Default = "\".\"",
            Description = "The folder in which the program runs, relative to this file.",
        },
        Text("evaluator.measure", "accuracy", "What it measures: the name by which it says its value. An accuracy is a share from 0 to 1.",
            JobFactScope.Search).AsShape(),
        Words("evaluator.direction", EvaluatorOptions.Higher, [EvaluatorOptions.Higher, EvaluatorOptions.Lower],
            "Which values are better.", JobFactScope.Search).AsShape(),
        Number("evaluator.worst", null, null, 0,
            "The value that counts for an architecture that has none, since its program failed; where lower is better it must be given.",
            JobFactScope.Search),
        Number(TimeLimit, "0", LongestSeconds, 0, "Seconds after which a program is killed; 0: never.", JobFactScope.None),
        Number(Grace, "0", "600", 5, "Seconds between asking a program to end (SIGTERM) and killing it (SIGKILL).",
            JobFactScope.None),
        Integer(Memory, 0, CommonRows.Large, 0,
            "The most memory of a program, in megabytes, of each of its processes and of all together; 0: no limit.", JobFactScope.None),
        Integer(AtOnce, 0, 1024, 0,
            "Programs that run at once, at most; 0: evaluator.lag, or 1 where there is none. It changes no result, so a search can go on "
                + "with another number.",
            JobFactScope.None),
        Integer(Retries, 0, 100, 0, "How often a program that failed is run again.", JobFactScope.None),
    ];

    private static JobOption[] Ahead =>
    [
        Integer("evaluator.lag", 1, 1024, 1,
            "How many architectures may be under way: each is proposed from the results of all before it but the last so many minus one, "
                + "whatever is known already. So the search is the same for one program at a time and for as many at once.",
            JobFactScope.Search).AsShape(),
        Words(StopRule, EvaluatorOptions.NoStop,
            [EvaluatorOptions.NoStop, EvaluatorOptions.MedianStop, EvaluatorOptions.HalvingStop],
            "Who is stopped before the end, by what programs report on the way. median: whose best is worse than the median of the others' "
                + "averages; successive-halving: who is not among the best of those that came as far.", JobFactScope.Search),
        Integer(StopAfterSteps, 1, CommonRows.Large, 1,
            "The first step whose report can stop a program; of successive-halving the first rung.", JobFactScope.Search),
        Integer(StopAfterTrials, 1, 1_000_000, 5, "Others to compare with, without which nobody is stopped.",
            JobFactScope.Search),
        Integer(StopEta, 2, 1000, 3, "successive-halving: one in so many goes on, and rungs are so many times further apart.",
            JobFactScope.Search),
    ];

    private static JobOption[] Child =>
    [
        Integer("child.steps", 0, CommonRows.Large, 0,
            "The budget that a program is told, in whatever it counts: epochs, steps; 0: none.", JobFactScope.Search),
        Words("child.seeds", ChildOptions.OwnSeeds, [ChildOptions.OwnSeeds, ChildOptions.CommonSeeds],
            "own: each architecture is told a seed of its own; common: all are told the same.", JobFactScope.Search),
    ];
}
