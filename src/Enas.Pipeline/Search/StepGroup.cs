using Enas.Pipeline.Events;
using Enas.Pipeline.Options;
using Enas.Pipeline.Ports;

namespace Enas.Pipeline.Search;

/// <summary>
/// Steps waiting for their commit: fast steps go into the log in groups. A step is never split between groups, and what is shown to people
/// counts only what is committed.
/// </summary>
internal sealed class StepGroup(IEventLog log, LogOptions options, TimeProvider time)
{
    /// <summary>A commit is read back whole and held in memory by whoever reads it: no more than this waits for one, whatever
    /// the options say.</summary>
    public const int MostEvents = 50_000;

    /// <summary>The same for text, in characters of facts, observations and architectures.</summary>
    public const long MostCharacters = 8 << 20;

    private readonly List<LogRow> _rows = [];
    private long _opened;
    private long _characters;

    /// <summary>Adds one step's rows.</summary>
    public void Add(IReadOnlyList<LogRow> rows)
    {
        if (_rows.Count == 0)
        {
            _opened = time.GetTimestamp();
        }

        _rows.AddRange(rows);
        foreach (var row in rows)
        {
            _characters += row.Facts.Length + row.Observations.Length + (row.Architecture?.Length ?? 0);
        }
    }

    /// <summary>Whether the group has reached its size or its age.</summary>
    public bool IsDue => _rows.Count >= Math.Min(options.GroupEvents, MostEvents) || _characters >= MostCharacters
        || (_rows.Count > 0 && time.GetElapsedTime(_opened).TotalSeconds >= options.GroupSeconds);

    /// <summary>Commits what is waiting, if anything, as one unit.</summary>
    public async Task<IReadOnlyList<CommittedRow>> CommitAsync(CancellationToken cancellationToken)
    {
        if (_rows.Count == 0)
        {
            return [];
        }

        var committed = await log.AppendAsync(log.NextSequence, [.. _rows], cancellationToken);
        _rows.Clear();
        _characters = 0;
        return committed;
    }
}
