using System.Text.Json;
using System.Text.Json.Serialization;
using Enas.Pipeline.Architectures;
using Enas.Pipeline.Events;
using Enas.Pipeline.Search;
using Enas.Pipeline.Steps.Lifecycle;
using Enas.Storage.Cache;

namespace Enas.Storage.Searches;

/// <summary>
/// The fold of a log in few lines, for the reading cache: the rare events as the log has them, which are folded again, and the counters and
/// averages that the many others came to.
/// </summary>
internal sealed record LogSummary
{
    public required IReadOnlyList<LogRow> Rare { get; init; }

    public required long StepCount { get; init; }

    public required long WeightStepCount { get; init; }

    public required long PolicyStepCount { get; init; }

    public required long SampleCount { get; init; }

    public required long RewardCount { get; init; }

    public required long FailedStepCount { get; init; }

    public required double? Baseline { get; init; }

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
    public SearchState ToState() => Rare.Aggregate(SearchState.Empty, (state, row) => state.Apply(row)) with
    {
        StepCount = StepCount,
        WeightStepCount = WeightStepCount,
        PolicyStepCount = PolicyStepCount,
        SampleCount = SampleCount,
        RewardCount = RewardCount,
        FailedStepCount = FailedStepCount,
        Failures = new FailureCounts([.. Failures]),
        Baseline = Baseline,
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
    public static (LogSummary Summary, SearchState State)? TryRead(ReadingCache cache, SearchSpace space)
    {
        try
        {
            return JsonSerializer.Deserialize(cache.Summary, LogSummaryJson.Default.LogSummary) is { } summary
                && summary.Rare.All(row => row is not null)
                && summary.ToState() is var state && IsPossible(state, cache) && AreArchitectures(state, space)
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
            .. state.Finals.SelectMany(opened => opened.Finalists).Select(one => one.Tokens)];
        foreach (var tokens in named.OfType<string>().Where(tokens => tokens.Length > 0).Distinct(StringComparer.Ordinal))
        {
            space.Parse(tokens);
        }

        return true;
    }

    /// <summary>Whether the counters add up to the facts of the log, and no figure is one that no log has.</summary>
    private static bool IsPossible(SearchState state, ReadingCache cache)
    {
        long[] counts = [state.WeightStepCount, state.PolicyStepCount, state.FailedStepCount, state.SampleCount, state.RewardCount];
        double?[] figures = [state.Baseline, state.RewardAverage,
            state.LossAverage, state.RewardSum, state.LastEntropy, state.LastLearningRate, state.Best?.Reward, state.Best?.Perplexity];
        var steps = state.WeightStepCount + state.PolicyStepCount + state.FailedStepCount;
        var others = (state.Started is null ? 0 : 1) + state.ScoreCount + state.Children.Count + state.Finals.Count
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
    public static LogSummary Of(SearchState state, IReadOnlyList<LogRow> rare) => new()
    {
        Rare = rare,
        StepCount = state.StepCount,
        WeightStepCount = state.WeightStepCount,
        PolicyStepCount = state.PolicyStepCount,
        SampleCount = state.SampleCount,
        RewardCount = state.RewardCount,
        FailedStepCount = state.FailedStepCount,
        Failures = state.Failures.ByReason,
        Baseline = state.Baseline,
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
