using Enas.Pipeline.Catalogs;
using Enas.Pipeline.Events;
using Enas.Pipeline.Steps.Evaluate;
using Enas.Pipeline.Steps.Lifecycle;
using Enas.Pipeline.Steps.Sample;
using Enas.Pipeline.Steps.Score;
using Enas.Pipeline.Steps.Train;
using Enas.Pipeline.Strategies.Reinforce;

namespace Enas.Host.Report;

/// <summary>A value at a step.</summary>
internal readonly record struct SeriesPoint(long Step, double Value);

/// <summary>An architecture that was sampled at a step.</summary>
internal readonly record struct SampledTokens(long Step, bool IsForPolicy, string Tokens);

/// <summary>
/// What a report draws of one log, in one pass over its verified rows. It reads the promoted columns, which the chain covers, and parses
/// only what is rare; so a long log costs little more than its reading.
/// </summary>
internal sealed class SearchSeries
{
    public SearchStarted? Started { get; private set; }

    public SearchCompleted? Completed { get; private set; }

    public List<CandidateScored> Candidates { get; } = [];

    /// <summary>Rewards in order, with the architecture that got each.</summary>
    public List<(SeriesPoint Point, string Tokens)> Rewards { get; } = [];

    public List<SampledTokens> Samples { get; } = [];

    /// <summary>Entropy of each sample for the policy, in nats.</summary>
    public List<SeriesPoint> Entropies { get; } = [];

    /// <summary>Loss of each weight step, in nats a token or image.</summary>
    public List<SeriesPoint> Losses { get; } = [];

    public List<SeriesPoint> WeightRates { get; } = [];

    public List<SeriesPoint> PolicyRates { get; } = [];

    public List<SeriesPoint> Baselines { get; } = [];

    /// <summary>Steps at which a process opened the log for writing, the first left out: crashes, stops and take-overs.</summary>
    public List<long> Reopenings { get; } = [];

    /// <summary>Options that later openings changed, oldest first.</summary>
    public List<string> JobChanges { get; } = [];

    public long EventCount { get; private set; }

    public long FailedSteps { get; private set; }

    /// <summary>Steps that were made, failed ones among them.</summary>
    public long StepCount => Losses.Count + Baselines.Count + FailedSteps;

    /// <summary>Entropy term of the last sample, in nats.</summary>
    public double? LastEntropy { get; private set; }

    /// <summary>The last step that an event belongs to.</summary>
    public long LastStep { get; private set; }

    public string? LastEventType { get; private set; }

    public DateTimeOffset? First { get; private set; }

    public DateTimeOffset? Last { get; private set; }

    /// <summary>Whether there is anything to draw over its steps.</summary>
    public bool HasCurves => Rewards.Count > 0 || Losses.Count > 0 || Entropies.Count > 0;

    /// <summary>How far the search is, in one word, as <c>show</c> says it.</summary>
    public string Status => Completed is not null
        ? "complete" : EventCount == 0 ? "empty" : LastEventType == "writer-closed" ? "stopped" : "open";

    /// <summary>Reads verified events.</summary>
    public static async Task<SearchSeries> OfAsync(IAsyncEnumerable<CommittedRow> events)
    {
        var series = new SearchSeries();
        await foreach (var committed in events)
        {
            series.Take(committed);
        }

        return series;
    }

    private void Take(CommittedRow committed)
    {
        var row = committed.Row;
        First ??= committed.RecordedAt;
        (Last, LastEventType, LastStep) = (committed.RecordedAt, row.EventType, row.Step);
        EventCount++;
        switch (row.EventType)
        {
            case ArchitectureSampled.Name:
                TakeSample(row);
                break;
            case RewardEvaluated.Name:
                Rewards.Add((new SeriesPoint(row.Step, row.Reward ?? 0), row.Architecture ?? string.Empty));
                break;
            case SharedWeightsTrained.Name:
                Add(Losses, row.Step, row.Loss);
                Add(WeightRates, row.Step, row.LearningRate);
                break;
            case PolicyUpdated.Name:
                Add(Baselines, row.Step, row.Baseline);
                Add(PolicyRates, row.Step, row.LearningRate);
                break;
            default:
                TakeRare(row);
                break;
        }
    }

    private void TakeSample(LogRow row)
    {
        var isForPolicy = row.Phase == Phases.Policy;
        Samples.Add(new SampledTokens(row.Step, isForPolicy, row.Architecture ?? string.Empty));
        LastEntropy = row.Entropy;
        if (isForPolicy)
        {
            Add(Entropies, row.Step, row.Entropy);
        }
    }

    // Events of a newer program are passed over: a report of the rest is better than none.
    private void TakeRare(LogRow row)
    {
        if (row.EventType == "writer-opened" && row.Step > 0)
        {
            Reopenings.Add(row.Step);
        }

        switch (SearchEvents.Knows(row) ? SearchEvents.FromRow(row) : null)
        {
            case SearchStarted started:
                Started = started;
                break;
            case SearchCompleted completed:
                Completed = completed;
                break;
            case CandidateScored candidate:
                Candidates.Add(candidate);
                break;
            case StepFailed:
                FailedSteps++;
                break;
            case JobChanged changed:
                JobChanges.AddRange(changed.Sets);
                break;
            default:
                break;
        }
    }

    private static void Add(List<SeriesPoint> points, long step, double? value)
    {
        if (value is { } known)
        {
            points.Add(new SeriesPoint(step, known));
        }
    }
}
