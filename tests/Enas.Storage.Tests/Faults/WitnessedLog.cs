using Enas.Pipeline.Events;
using Enas.Pipeline.Ports;

namespace Enas.Storage.Tests.Faults;

/// <summary>A log whose every acknowledgement is kept outside it.</summary>
internal sealed class WitnessedLog(IEventLog log, List<CommittedRow> acknowledged) : IEventLog
{
    public long NextSequence => log.NextSequence;

    public long FactCount => log.FactCount;

    public string FactHead => log.FactHead;

    public string EventHead => log.EventHead;

    public async ValueTask<IReadOnlyList<CommittedRow>> AppendAsync(
        long expectedSequence, IReadOnlyList<LogRow> rows, CancellationToken cancellationToken)
    {
        var committed = await log.AppendAsync(expectedSequence, rows, cancellationToken);
        acknowledged.AddRange(committed);
        return committed;
    }

    public IAsyncEnumerable<CommittedRow> ReadAsync(long fromSequence, CancellationToken cancellationToken) =>
        log.ReadAsync(fromSequence, cancellationToken);

    public ValueTask DisposeAsync() => log.DisposeAsync();
}
