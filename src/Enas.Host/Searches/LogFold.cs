using Enas.Pipeline.Catalogs;
using Enas.Pipeline.Events;
using Enas.Pipeline.Ports;
using Enas.Pipeline.Search;
using Enas.Pipeline.Steps.Evaluate;
using Enas.Pipeline.Steps.Sample;

namespace Enas.Host.Searches;

/// <summary>One pass over a log: the state, and what people ask for beside it.</summary>
internal sealed class LogFold
{
    private const int MostRecent = 1000;

    private readonly List<KeyValuePair<string, long>> _counts = [];

    private readonly List<BestSample> _rewards = [];

    private readonly Queue<string> _recent = new();

    private readonly List<StepPosition> _phaseChanges = [];

    public SearchState State { get; private set; } = SearchState.Empty;

    public IReadOnlyList<KeyValuePair<string, long>> Counts => _counts;

    public IReadOnlyList<BestSample> Rewards => _rewards;

    /// <summary>The last architectures that were sampled, as many as a display looks at.</summary>
    public IReadOnlyCollection<string> RecentTokens => _recent;

    public string? LastEventType { get; private set; }

    public IReadOnlyList<StepPosition> PhaseChanges => _phaseChanges;

    public DateTimeOffset? First { get; private set; }

    public DateTimeOffset? Last { get; private set; }

    /// <summary>The first opening that recorded the digests of the job files; null where none did.</summary>
    public LogRow? Opening { get; private set; }

    /// <summary>Device of the last writer's backend; null where none is recorded.</summary>
    public string? Device { get; private set; }

    /// <summary>Folds a log; every row is verified as it is read.</summary>
    public static Task<LogFold> OfAsync(IEventLog log) => OfAsync(log.ReadAsync(0, CancellationToken.None));

    /// <summary>Folds verified events.</summary>
    public static async Task<LogFold> OfAsync(IAsyncEnumerable<CommittedRow> events)
    {
        var fold = new LogFold();
        await foreach (var committed in events)
        {
            fold.Take(committed);
        }

        return fold;
    }

    private void TakePhase(LogRow row)
    {
        if (row is { IsFact: true, Phase: Phases.Weights or Phases.Policy }
            && (_phaseChanges.Count == 0 || _phaseChanges[^1].Phase != row.Phase || _phaseChanges[^1].Round != row.Epoch))
        {
            _phaseChanges.Add(new StepPosition(row.Step, row.Phase, row.Epoch));
        }
    }

    private void Take(CommittedRow committed)
    {
        First ??= committed.RecordedAt;
        Last = committed.RecordedAt;
        LastEventType = committed.Row.EventType;
        Opening ??= JobFiles.AreRecordedIn(committed.Row) ? committed.Row : null;
        TakePhase(committed.Row);
        Device = WriterDescription.BackendIn(committed.Row).FirstOrDefault(pair => pair.Key == "device").Value ?? Device;
        var index = _counts.FindIndex(count => count.Key == committed.Row.EventType);
        if (index < 0)
        {
            _counts.Add(new(committed.Row.EventType, 1));
        }
        else
        {
            _counts[index] = new(committed.Row.EventType, _counts[index].Value + 1);
        }

        if (SearchEvents.FromRow(committed.Row) is not { } happened)
        {
            return;
        }

        State = State.Apply(happened);
        if (happened is ArchitectureSampled sampled)
        {
            _recent.Enqueue(sampled.Tokens);
            if (_recent.Count > MostRecent)
            {
                _recent.Dequeue();
            }
        }

        if (happened is RewardEvaluated reward)
        {
            _rewards.Add(new BestSample(reward.Tokens, reward.Reward, reward.Perplexity, reward.Position.Step, reward.Ordinal));
        }
    }
}
