using Enas.Pipeline.Catalogs.Evaluators;
using Enas.Pipeline.Evaluators;
using Enas.Pipeline.Options;
using Enas.Pipeline.Strategies;
using static Enas.Pipeline.Options.OptionRow;

namespace Enas.Pipeline.Spaces.Rows;

/// <summary>Rows about architectures that are trained alone, of the spaces whose networks can be.</summary>
internal static class ChildRows
{
    /// <summary>Whether a strategy can do nothing with shared weights, so that its jobs have no options of them.</summary>
    public static bool AreTheOnlyWay(IStrategyKind strategy) =>
        (strategy.Needs & (StrategyNeeds.FinalEvaluations | StrategyNeeds.Children)) != StrategyNeeds.None;

    /// <summary>Who says what an architecture is worth, where that can be said.</summary>
    public static JobOption[] Evaluator(TableContext context) => AreTheOnlyWay(context.Strategy)
        ? Rows(context, EvaluationMeans.Children, EvaluatorOptions.Child, kind => kind)
        : (context.Strategy.Needs & (StrategyNeeds.SharedWeights | StrategyNeeds.Mixtures)) != StrategyNeeds.None ? []
        : Rows(context, EvaluationMeans.SharedWeights | EvaluationMeans.Children, EvaluatorOptions.SharedWeights, kind => kind.AsLater());

    /// <summary>The budget of a search that trains every architecture alone, beside that of one with shared weights.</summary>
    public static JobOption EvaluationsInPlaceOfRounds => (EvaluationRows.Evaluations with
    {
        Description = $"With evaluator.kind \"{EvaluatorOptions.Child}\" or \"{EvaluatorOptions.ZeroCost}\", in the place of rounds: "
            + "architectures evaluated in all.",
    }).AsLater();

    /// <summary>The section <c>child</c>.</summary>
    /// <param name="size">The rows about the size of the network.</param>
    public static JobOption[] Child(JobOption[] size) =>
    [
        .. ((JobOption[])
        [
            Integer("child.steps", 0, CommonRows.Large, 0,
                "Steps of an architecture that a search trains alone, over which its learning rate falls; 0 for one epoch.",
                JobFactScope.Search),
            .. size,
            Truth("child.test", true,
                "Whether an architecture that a search trains alone measures the test set too, at its end; nothing is chosen by it.",
                JobFactScope.Search),
            Words("child.seeds", ChildOptions.OwnSeeds, [ChildOptions.OwnSeeds, ChildOptions.CommonSeeds],
                "own: each architecture that is trained alone has a seed of its own; common: all begin from one.", JobFactScope.Search),
        ]).Select(row => row.AsLater()),
    ];

    /// <summary>
    /// The sections from <c>strategy</c> to <c>budget</c> of a job under a strategy for which children are the only way: neither shared
    /// weights nor rewards on a part of the validation set.
    /// </summary>
    /// <param name="policy">What the walk of an LSTM policy adds to its section.</param>
    /// <param name="reward">The section <c>reward</c>.</param>
    public static JobOption[] Search(TableContext context, JobOption[] policy, JobOption[] reward) =>
    [
        CommonRows.StrategyKind(context),
        .. context.Strategy.Policy == PolicySections.None ? [] : (JobOption[])[CommonRows.SamplesPerPolicyStep],
        .. CommonRows.Own(context.Strategy, "strategy"),
        .. Evaluator(context),
        .. PolicyRows.Of(context.Strategy, policy),
        .. reward,
        .. ObjectiveRows.Of(context),
        .. context.Strategy.HasOwnBudget ? [] : (JobOption[])[EvaluationRows.Evaluations],
        .. EvaluationRows.Repeats(context.Strategy),
        CommonRows.Cost,
    ];

    private static JobOption[] Rows(
        TableContext context, EvaluationMeans means, string standard, Func<JobOption, JobOption> since)
    {
        var (kind, own) = EvaluatorCatalog.RowsOf(means | ProxyRows.Means(context), standard);
        return [since(kind.AsShape()), .. ProxyRows.Evaluator(context), .. own, .. Ahead(context.Strategy)];
    }

    // A policy has its samples of one step for that.
    private static JobOption[] Ahead(IStrategyKind strategy) =>
        !AreTheOnlyWay(strategy) || !strategy.ProposesAhead || strategy.Policy != PolicySections.None ? [] :
        [
            Integer("evaluator.lag", 1, 1024, 1,
                "How many architectures may be under way: each is proposed from the results of all before it but the last so many minus "
                    + "one, whatever is known already. So so many can be trained at once, and the search is the same for one at a time.",
                JobFactScope.Search).AsLater(),
        ];
}
