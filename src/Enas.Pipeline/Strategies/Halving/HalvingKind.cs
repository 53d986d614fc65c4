using Enas.Pipeline.Architectures;
using Enas.Pipeline.Evaluation;
using Enas.Pipeline.Evaluation.Plans;
using Enas.Pipeline.Events;
using Enas.Pipeline.Options;
using Enas.Pipeline.Policies;
using Enas.Pipeline.Steps.Lifecycle;

namespace Enas.Pipeline.Strategies.Halving;

/// <summary>
/// Successive halving (Jamieson and Talwalkar 2016; a bracket of Hyperband, Li et al. 2018): many architectures are trained for a short
/// time, the best of them for longer, and so on.
/// </summary>
internal sealed class HalvingKind : IStrategyKind
{
    private const string Ties = "strategy.ties";
    private const string TiesByLoss = "loss";

    /// <inheritdoc />
    public string Name => "halving";

    /// <inheritdoc />
    public string Summary => "many architectures trained for a short time, ever fewer of them for ever longer";

    /// <inheritdoc />
    public StrategyNeeds Needs => StrategyNeeds.Children;

    /// <inheritdoc />
    public bool HasOwnBudget => true;

    /// <inheritdoc />
    public IReadOnlyList<PlannedTrainings> TrainingsOf(JobOptions job)
    {
        var ladder = LadderOf(job.Own, job.Own.Integer("strategy.candidates"));
        return [.. Enumerable.Range(0, ladder.Count).Select(rung => new PlannedTrainings(ladder.SizeOf(rung), ladder.StepsOf(rung)))];
    }

    /// <inheritdoc />
    public IEnumerable<string> WarningsOf(JobOptions job, long updates) =>
        HalvingWarnings.Of(LadderOf(job.Own, job.Own.Integer("strategy.candidates")));

    /// <inheritdoc />
    public IReadOnlyList<EventKind> Events { get; } = [RungUpdated.Declaration, RungClosed.Declaration];

    /// <inheritdoc />
    public IReadOnlyList<JobOption> Options { get; } =
    [
        OptionRow.Integer("strategy.candidates", 2, 1_000_000, 27,
            "Different architectures of the first rung, or as many as there are.", JobFactScope.Search),
        OptionRow.Integer("strategy.eta", 2, 1000, 3,
            "One in so many is promoted to the next rung, where it is trained so many times longer, from the start.", JobFactScope.Search),
        OptionRow.Integer("strategy.rungs", 1, 32, 3, "Rungs; at least one architecture stays in each.", JobFactScope.Search),
        OptionRow.Integer("strategy.steps", 1, int.MaxValue, 400,
            "Steps of training in the last rung, in the place of child.steps.", JobFactScope.Search),
        OptionRow.Words(Ties, "drawn", ["drawn", TiesByLoss],
            "Which of equal rewards is promoted, as counts of right answers often are equal: the one that was drawn first, or the one with "
                + "the lower validation loss.", JobFactScope.Search).AsLater(),
    ];

    /// <inheritdoc />
    public IReadOnlyList<JobRule> Rules { get; } =
    [
        new(["objective.exceeding", "strategy.kind"], job => CostPlan.Of(job).Rejects
            ? $"= \"{ObjectiveOptions.Rejected}\" proposes others in the place of what is above a limit, and strategy.kind \"halving\" "
                + $"draws all its architectures at once; allowed: \"{ObjectiveOptions.Penalised}\""
            : null),
    ];

    /// <inheritdoc />
    public string StepWords(JobOptions job) => StageWords;

    /// <inheritdoc />
    public string StageWords => "evaluations and promotions";

    /// <inheritdoc />
    public int RoundsOf(JobOptions job, bool hasSharedWeights) => job.Own.Integer("strategy.rungs");

    /// <inheritdoc />
    public IStrategyState Begin(SearchStarted started) => HalvingState.Empty;

    /// <inheritdoc />
    public double? UniformEntropy(SearchSpace space, JobOptions job) => null;

    /// <inheritdoc />
    /// <remarks>A branch would have to begin with the rungs of its parent, which its own log does not tell.</remarks>
    public bool CanForkFrom(IStrategyKind parent) => false;

    /// <inheritdoc />
    public IStrategy Create(StrategyContext context)
    {
        var own = context.Job.Own;
        string[] candidates =
        [
            .. DistinctSamples.Of(
                new UniformPolicy(context.Space, context.Job.Seed), "halving/candidates", step: 0, own.Integer("strategy.candidates"))
                .Select(architecture => architecture.Tokens),
        ];
        return new HalvingStrategy(
            context.Space, candidates, LadderOf(own, candidates.Length), tiesByLoss: own.Text(Ties) == TiesByLoss);
    }

    private static Ladder LadderOf(OwnOptions own, int candidates) =>
        new(candidates, own.Integer("strategy.eta"), own.Integer("strategy.rungs"), own.Integer("strategy.steps"));
}
