using System.Text.Json;
using System.Text.Json.Serialization;
using Enas.Pipeline.Architectures;
using Enas.Pipeline.Catalogs;
using Enas.Pipeline.Events;
using Enas.Pipeline.Options;
using Enas.Pipeline.Search;
using Enas.Pipeline.Steps.Lifecycle;
using Enas.Storage.Cache;

namespace Enas.Storage.Searches;

/// <summary>
/// The fold of a log in few lines, for the reading cache: the rare events as the log has them, which are folded again, what it knows of
/// single architectures, and the counters and averages that the many others came to.
/// </summary>
internal sealed record LogSummary
{
    public required IReadOnlyList<LogRow> Rare { get; init; }

    /// <summary>What is known of single architectures, in the order of the log, see <see cref="KnownRows"/>; null for nothing.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<LogRow>? Known { get; init; }

    public required long StepCount { get; init; }

    public required long WeightStepCount { get; init; }

    public required long PolicyStepCount { get; init; }

    public required long SampleCount { get; init; }

    public required long RewardCount { get; init; }

    public required long FailedStepCount { get; init; }

    /// <summary>Proposals that did not keep a limit.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public long RejectedCount { get; init; }

    public required double? Baseline { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? BaselineWeight { get; init; }

    public required double? RewardAverage { get; init; }

    public required double? LossAverage { get; init; }

    public required double RewardSum { get; init; }

    public required double? LastEntropy { get; init; }

    public required double? LastLearningRate { get; init; }

    public required BestSample? Best { get; init; }

    /// <summary>How many steps failed for which reason.</summary>
    public IReadOnlyList<FailureCount> Failures { get; init; } = [];

    /// <summary>What the work cost, phase by phase.</summary>
    public IReadOnlyList<PhaseCost> Costs { get; init; } = [];

    /// <summary>The state that was summarized.</summary>
    public SearchState ToState() => KnownRows.Fold(Known ?? [], Rare.Aggregate(SearchState.Empty, (state, row) => state.Apply(row))) with
    {
        StepCount = StepCount,
        WeightStepCount = WeightStepCount,
        PolicyStepCount = PolicyStepCount,
        SampleCount = SampleCount,
        RewardCount = RewardCount,
        FailedStepCount = FailedStepCount,
        Failures = new FailureCounts([.. Failures]),
        RejectedCount = RejectedCount,
        Baseline = Baseline,
        BaselineWeight = BaselineWeight,
        RewardAverage = RewardAverage,
        LossAverage = LossAverage,
        RewardSum = RewardSum,
        LastEntropy = LastEntropy,
        LastLearningRate = LastLearningRate,
        Best = Best,
        Costs = new CostTotals([.. Costs]),
    };

    /// <summary>A cache's summary and the state that it came to; null when it is none, or says what cannot be of the events that the log
    /// counts.</summary>
    public static (LogSummary Summary, SearchState State)? TryRead(ReadingCache cache, JobOptions job)
    {
        try
        {
            return JsonSerializer.Deserialize(cache.Summary, LogSummaryJson.Default.LogSummary) is { } summary
                && summary.Rare.Concat(summary.Known ?? []).All(row => row is not null)
                && summary.ToState() is var state && IsPossible(state, cache, KnownRows.FactsBesideRewards(summary.Known ?? []))
                && HasValues(state, job) && AreArchitectures(state, SpaceCatalog.Create(job))
                ? (summary, state)
                : null;
        }
        catch (Exception malformed) when (malformed is JsonException or LogDamagedException or ArchitectureFormatException
            or ArgumentException or InvalidOperationException or FormatException or OverflowException or KeyNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Whether whatever it names is an architecture of the space.</summary>
    /// <exception cref="ArchitectureFormatException">It is none.</exception>
    private static bool AreArchitectures(SearchState state, SearchSpace space)
    {
        string?[] named = [state.Best?.Tokens,
            state.Completed?.Tokens, state.Started?.Architecture,
            .. state.Candidates.Concat(state.Screened).Select(candidate => candidate.Tokens),
            .. state.Children.Select(child => child.Tokens),
            .. state.Trials.WithValue.Select(trial => trial.Tokens),
            .. state.Finals.SelectMany(opened => opened.Finalists).Select(one => one.Tokens)];
        foreach (var tokens in named.OfType<string>().Where(tokens => tokens.Length > 0).Distinct(StringComparer.Ordinal))
        {
            space.Parse(tokens);
        }

        return true;
    }

    /// <summary>Whether it has values of single architectures exactly where they have values of their own.</summary>
    private static bool HasValues(SearchState state, JobOptions job) =>
        state.Trials.Count <= state.RewardCount && state.Trials.Count > 0 == (state.RewardCount > 0 && !SpaceCatalog.SharesWeights(job));

    /// <summary>Whether the counters add up to the facts of the log, and no figure is one that no log has.</summary>
    /// <param name="known">Facts of single architectures beside their rewards.</param>
    private static bool IsPossible(SearchState state, ReadingCache cache, int known)
    {
        long[] counts = [state.WeightStepCount, state.PolicyStepCount, state.FailedStepCount, state.SampleCount, state.RewardCount,
            state.RejectedCount];
        double?[] figures = [state.Baseline, state.RewardAverage,
            state.LossAverage, state.RewardSum, state.LastEntropy, state.LastLearningRate, state.Best?.Reward, state.Best?.Perplexity];
        var steps = state.WeightStepCount + state.PolicyStepCount + state.FailedStepCount;
        var others = known + (state.Started is null ? 0 : 1) + state.ScoreCount + state.Children.Count + state.Finals.Count
            + (state.Completed is null ? 0 : 1);
        return counts.All(count => count >= 0 && count <= cache.FactCount) && counts.Sum() + others == cache.FactCount
            && state.Failures.ByReason.All(one => one.Count > 0) && state.Failures.Count == state.FailedStepCount
            && figures.All(figure => figure is null || double.IsFinite(figure.Value))
            && (state.Completed is not null) == cache.IsComplete
            && state.StepCount >= steps && state.StepCount <= cache.Last.Row.Step + 1
            && (state.Best is null ? state.RewardCount == 0 || state.Children.Exists(child => child.Outcome.Failure is not null)
                : state.RewardCount > 0 && state.Best.Ordinal >= 0 && state.Best.Step >= 0 && state.Best.Step < state.StepCount + 1);
    }

    /// <summary>The summary of a state.</summary>
    /// <param name="rare">The rows of its milestones.</param>
    /// <param name="known">The rows of what is known of single architectures.</param>
    public static LogSummary Of(SearchState state, IReadOnlyList<LogRow> rare, IReadOnlyList<LogRow> known) => new()
    {
        Rare = rare,
        Known = known.Count == 0 ? null : known,
        StepCount = state.StepCount,
        WeightStepCount = state.WeightStepCount,
        PolicyStepCount = state.PolicyStepCount,
        SampleCount = state.SampleCount,
        RewardCount = state.RewardCount,
        FailedStepCount = state.FailedStepCount,
        Failures = state.Failures.ByReason,
        RejectedCount = state.RejectedCount,
        Baseline = state.Baseline,
        BaselineWeight = state.BaselineWeight,
        RewardAverage = state.RewardAverage,
        LossAverage = state.LossAverage,
        RewardSum = state.RewardSum,
        LastEntropy = state.LastEntropy,
        LastLearningRate = state.LastLearningRate,
        Best = state.Best,
        Costs = state.Costs.ByPhase,
    };
}

/// <summary>How a summary is written: numbers come back as they were, bit for bit.</summary>
[JsonSourceGenerationOptions(NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(LogSummary))]
internal sealed partial class LogSummaryJson : JsonSerializerContext;
