using System.Runtime.CompilerServices;
using Enas.Pipeline.Events;
using Enas.Pipeline.Ports;

namespace Enas.TestKit;

/// <summary>A log without a disk. The event chain is not computed; the fact chain is the real one.</summary>
public sealed class InMemoryEventLog : IEventLog
{
    private readonly FactChain _chain = new();
    private readonly List<CommittedRow> _rows = [];

    /// <summary>Sizes of the commits, in order.</summary>
    public List<int> CommitSizes { get; } = [];

    /// <summary>All committed rows.</summary>
    public IReadOnlyList<CommittedRow> Rows => _rows;

    /// <summary>What a process that died left behind: the first events, and nothing of what came after.</summary>
    public InMemoryEventLog Prefix(int commits)
    {
        var prefix = new InMemoryEventLog();
        var start = 0;
        foreach (var size in CommitSizes.Take(commits))
        {
            prefix.Append([.. _rows.Skip(start).Take(size).Select(row => row.Row)]);
            start += size;
        }

        return prefix;
    }

    /// <summary>The same events with one of them forged, all hashes consistent.</summary>
    public InMemoryEventLog Forged(int sequence, Func<LogRow, LogRow> forge)
    {
        var forged = new InMemoryEventLog();
        forged.Append([.. _rows.Select(row => row.Sequence == sequence ? forge(row.Row) : row.Row)]);
        return forged;
    }

    public long NextSequence => _rows.Count;

    public long FactCount => _chain.NextFactIndex;

    public string FactHead => _chain.Fingerprint;

    public string EventHead => _chain.Fingerprint;

    public ValueTask<IReadOnlyList<CommittedRow>> AppendAsync(
        long expectedSequence, IReadOnlyList<LogRow> rows, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(expectedSequence, NextSequence);
        return ValueTask.FromResult<IReadOnlyList<CommittedRow>>(Append(rows));
    }

    public async IAsyncEnumerable<CommittedRow> ReadAsync(long fromSequence, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var row in _rows.Skip((int)fromSequence).ToArray())
        {
            await Task.Yield();
            yield return row;
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private List<CommittedRow> Append(IReadOnlyList<LogRow> rows)
    {
        var committed = new List<CommittedRow>();
        foreach (var row in rows)
        {
            var index = row.IsFact ? _chain.NextFactIndex : (long?)null;
            var head = row.IsFact ? _chain.Append(row.EventType, row.SchemaVersion, row.Facts) : _chain.Head;
            committed.Add(new CommittedRow(_rows.Count + committed.Count, index, DateTimeOffset.UnixEpoch, head, head, row));
        }

        _rows.AddRange(committed);
        CommitSizes.Add(committed.Count);
        return committed;
    }
}
