using Enas.Pipeline.Architectures;
using Enas.Pipeline.Events;
using Enas.Pipeline.Measures;
using Enas.Pipeline.Options;
using Enas.Pipeline.Steps.Lifecycle;
using Enas.Pipeline.Strategies.Exhaustion;
using Enas.Pipeline.Strategies.WarmStarts;

namespace Enas.Pipeline.Strategies.Predictor;

/// <summary>Search by a predictor of rewards.</summary>
internal sealed class PredictorKind : IStrategyKind
{
    private const string Initial = "strategy.initial";
    private const string Pool = "strategy.pool";
    private const string Ridge = "strategy.ridge";
    private const string Features = "strategy.features";
    private const string Target = "strategy.target";
    private const string Decisions = "decisions";
    private const string Rank = "rank";

    /// <inheritdoc />
    public string Name => "predictor";

    /// <inheritdoc />
    public string Summary => "a model of what was evaluated chooses what is evaluated next";

    /// <inheritdoc />
    public bool IsForFewTrainings => true;

    /// <inheritdoc />
    public StrategyNeeds Needs => StrategyNeeds.FinalEvaluations;

    /// <inheritdoc />
    public IReadOnlyList<EventKind> Events { get; } =
    [
        PredictionChecked.Declaration,
        SpaceExhausted.Declaration,
    ];

    /// <inheritdoc />
    public IReadOnlyList<JobOption> Options { get; } =
    [
        OptionRow.Integer(Initial, 1, 1_000_000, 8, "Architectures that are drawn uniformly before there is a model.", JobFactScope.Search),
        OptionRow.Integer(Pool, 1, 100_000, 300,
            "Uniform architectures in each step, of which the model takes the one that it expects most of.", JobFactScope.Search),
        OptionRow.Number(Ridge, "0.000001", null, 1,
            "Lambda of the ridge regression that predicts what an architecture is worth from its choices.", JobFactScope.Search),
        OptionRow.Words(Features, "counts", ["counts", Decisions],
            "What the model sees: how often each option was chosen, which a few evaluations of a large space can tell; or the choice of "
            + "each decision, for spaces of few decisions, such as nas-bench-201.", JobFactScope.Search).AsLater(),
        OptionRow.Words(Target, "reward", ["reward", Rank],
            "What the model expects: the reward, or its rank among what was evaluated, so that a very bad architecture weighs no more "
            + "than any other bad one.", JobFactScope.Search).AsLater(),
        .. WarmStartRows.All,
    ];

    /// <inheritdoc />
    public (ZeroCostProxy Proxy, string Key)? WarmStartOf(JobOptions job) =>
        WarmStartRows.Read(job) is { } start ? (start.Proxy, WarmStartRows.Proxy) : null;

    /// <inheritdoc />
    public IEnumerable<string> WarningsOf(JobOptions job, long updates)
    {
        if (job.Own.Integer(Initial) >= job.Budget.Evaluations)
        {
            yield return $"{Initial} = {job.Own.Integer(Initial)}, and budget.evaluations = {job.Budget.Evaluations}: "
                + "every architecture is drawn at random and the model chooses none; set strategy.initial below budget.evaluations";
        }

        foreach (var words in WarmStartRows.WarningsOf(job, job.Own.Integer(Initial)))
        {
            yield return words;
        }
    }

    /// <inheritdoc />
    public IStrategyState Begin(SearchStarted started) => PredictorState.Empty;

    /// <inheritdoc />
    public double? UniformEntropy(SearchSpace space, JobOptions job) => null;

    /// <inheritdoc />
    /// <remarks>A branch would have to begin with what its parent has evaluated, which its own log does not tell.</remarks>
    public bool CanForkFrom(IStrategyKind parent) => false;

    /// <inheritdoc />
    public IStrategy Create(StrategyContext context)
    {
        var own = context.Job.Own;
        return new PredictorStrategy(context, new PredictorOptions(own.Integer(Initial), own.Integer(Pool), own.Number(Ridge))
        {
            Features = own.Text(Features) == Decisions ? FeatureSet.Decisions : FeatureSet.Counts,
            Target = own.Text(Target) == Rank ? PredictorTarget.Rank : PredictorTarget.Reward,
        });
    }
}
