using System.Text.Json;
using System.Text.Json.Serialization;
using Enas.Pipeline.Events;
using Enas.Pipeline.Search;
using Enas.Pipeline.Steps.Checkpoint;
using Enas.Pipeline.Steps.Lifecycle;
using Enas.Pipeline.Steps.Score;
using Enas.Storage;

namespace Enas.Host.Searches;

/// <summary>
/// The fold of a log in few lines, for the reading cache: the rare events as the log has them, which are folded again, and the counters and averages
/// that the many others came to.
/// </summary>
internal sealed record LogSummary
{
    private static readonly string[] s_rare = [SearchStarted.Name, CandidateScored.Name, CheckpointSaved.Name, JobChanged.Name, SearchCompleted.Name];

    public required IReadOnlyList<LogRow> Rare { get; init; }

    public required DateTimeOffset First { get; init; }

    public required DateTimeOffset Last { get; init; }

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

    /// <summary>Publishes the reading cache of a log that this process wrote and closed.</summary>
    public static Task PublishAsync(SearchFolder folder) => ReadingCache.PublishAsync(folder, Cli.Product.Version, MakeAsync, CancellationToken.None);

    /// <summary>The state that was summarized.</summary>
    public SearchState ToState() => Rare.Aggregate(SearchState.Empty, (state, row) => state.Apply(row)) with
    {
        StepCount = StepCount,
        WeightStepCount = WeightStepCount,
        PolicyStepCount = PolicyStepCount,
        SampleCount = SampleCount,
        RewardCount = RewardCount,
        FailedStepCount = FailedStepCount,
        Baseline = Baseline,
        RewardAverage = RewardAverage,
        LossAverage = LossAverage,
        RewardSum = RewardSum,
        LastEntropy = LastEntropy,
        LastLearningRate = LastLearningRate,
        Best = Best,
    };

    /// <summary>From its text; null when it is none.</summary>
    public static LogSummary? TryParse(string text)
    {
        try
        {
            return JsonSerializer.Deserialize(text, LogSummaryJson.Default.LogSummary);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Folds a log, not an empty one, to the text of its summary.</summary>
    internal static async Task<string> MakeAsync(IAsyncEnumerable<CommittedRow> events)
    {
        var rare = new List<LogRow>();
        var fold = await LogFold.OfAsync(Keep(events, rare));
        return JsonSerializer.Serialize(Of(fold, rare), LogSummaryJson.Default.LogSummary);
    }

    private static LogSummary Of(LogFold fold, IReadOnlyList<LogRow> rare) => new()
    {
        Rare = rare,
        First = fold.First!.Value,
        Last = fold.Last!.Value,
        StepCount = fold.State.StepCount,
        WeightStepCount = fold.State.WeightStepCount,
        PolicyStepCount = fold.State.PolicyStepCount,
        SampleCount = fold.State.SampleCount,
        RewardCount = fold.State.RewardCount,
        FailedStepCount = fold.State.FailedStepCount,
        Baseline = fold.State.Baseline,
        RewardAverage = fold.State.RewardAverage,
        LossAverage = fold.State.LossAverage,
        RewardSum = fold.State.RewardSum,
        LastEntropy = fold.State.LastEntropy,
        LastLearningRate = fold.State.LastLearningRate,
        Best = fold.State.Best,
    };

    private static async IAsyncEnumerable<CommittedRow> Keep(IAsyncEnumerable<CommittedRow> events, List<LogRow> rare)
    {
        await foreach (var committed in events)
        {
            if (s_rare.Contains(committed.Row.EventType))
            {
                rare.Add(committed.Row);
            }

            yield return committed;
        }
    }
}

/// <summary>How a summary is written: numbers come back as they were, bit for bit.</summary>
[JsonSourceGenerationOptions(NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals)]
[JsonSerializable(typeof(LogSummary))]
internal sealed partial class LogSummaryJson : JsonSerializerContext;
