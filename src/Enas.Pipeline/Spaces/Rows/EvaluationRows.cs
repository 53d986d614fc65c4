using Enas.Pipeline.Options;
using Enas.Pipeline.Strategies;
using static Enas.Pipeline.Options.OptionRow;
using static Enas.Pipeline.Spaces.Rows.CommonRows;

namespace Enas.Pipeline.Spaces.Rows;

/// <summary>The tables of spaces without shared weights.</summary>
public static class EvaluationRows
{
    /// <summary>
    /// The table of options of a space without shared weights under a strategy: what every such job has, with the space's own rows in their
    /// place. The budget counts evaluations.
    /// </summary>
    /// <param name="context">Which space and which strategy the table is for.</param>
    /// <param name="data">The rows of the section <c>data</c>; none for a space that needs no data.</param>
    /// <param name="own">The rows of the sections <c>space</c> and <c>evaluator</c>; those without a property in <see cref="JobOptions"/>
    /// as own ones.</param>
    /// <param name="rule">How the result is chosen.</param>
    /// <param name="policy">The section <c>policy</c> where the space has one of its own; the whole of it, or nothing.</param>
    public static IReadOnlyList<JobOption> Of(TableContext context, IReadOnlyList<JobOption> data, IReadOnlyList<JobOption> own,
        string rule = DeriveRules.HighestAccuracy, IReadOnlyList<JobOption>? policy = null) =>
    [
        .. Head(context.Space.Presets),
        .. data.Count > 0 ? data : RowsOfNone,
        SpaceKind(context, JobFactScope.Search),
        .. own.Where(IsOfSpace),
        StrategyKind(context),
        .. Samples(context.Strategy),
        .. Own(context.Strategy, "strategy"),
        .. own.Where(option => !IsOfSpace(option)),
        .. context.Strategy.IsNullModel ? [] : policy is { Count: > 0 } ? policy : PolicyRows.Of(context.Strategy, []),
        .. ObjectiveRows.Of(context),
        .. context.Strategy.HasOwnBudget ? [] : (JobOption[])[Evaluations],
        .. Repeats(context.Strategy),
        Integer(
            "derive.candidates",
            1,
            1_000_000,
            20,
            "The best architectures that the search saw, among which the choice is made, and as many uniform ones beside them.",
            JobFactScope.Search),
        Words("derive.rule", rule, [rule], "How the result is chosen.", JobFactScope.Search),
        .. LogAndCheckpoint,
    ];

    // The rows of a section stand together: a job that is written out has each section once.
    private static bool IsOfSpace(JobOption option) => option.Key.StartsWith("space.", StringComparison.Ordinal);

    private static JobOption[] RowsOfNone =>
        [Words("data.kind", DataKindNames.None, [DataKindNames.None],
            "none: the space says itself what its architectures are worth.", JobFactScope.None)];

    private static JobOption[] Samples(IStrategyKind strategy) => IsProposer(strategy) ? [] : [SamplesPerPolicyStep];

    // A policy learns from repeated architectures too, so they count.
    private static bool IsProposer(IStrategyKind strategy) =>
        strategy.Needs.HasFlag(StrategyNeeds.FinalEvaluations) && strategy.Policy == PolicySections.None;

    /// <summary>Whether repeated architectures count, where a strategy cannot do without values that are the architecture's own.</summary>
    internal static JobOption[] Repeats(IStrategyKind strategy) => IsProposer(strategy) ? [RepeatedOnes] : [];

    /// <summary>The budget of a search that counts evaluations.</summary>
    internal static JobOption Evaluations => Integer(
        "budget.evaluations",
        1,
        100_000_000,
        200,
        "Architectures evaluated in all, over the life of the search; can grow when a search goes on.",
        JobFactScope.None);

    /// <summary>The row that says whether repeated architectures count.</summary>
    internal static JobOption RepeatedOnes => Words(
        "budget.repeats",
        BudgetOptions.CountedRepeats,
        [BudgetOptions.CountedRepeats, BudgetOptions.FreeRepeats],
        "Whether an architecture that was evaluated before counts when it is proposed again; it is answered from the log in any case.",
        JobFactScope.None);
}
