using Enas.Pipeline.Work;
using NATS.Client.Core;
using NATS.Client.JetStream;

namespace Enas.Host.Workers.Nats;

/// <summary>An item that a worker has for as long as it says so.</summary>
internal sealed class NatsLease : IWorkLease
{
    private static readonly TimeSpan s_betweenTries = TimeSpan.FromSeconds(1);

    // The client waits for a server that is away for as long as it takes, and who is told to stop cannot. Whatever is not said then, the
    // server finds by itself when the lease is over.
    private static readonly TimeSpan s_longestTry = TimeSpan.FromSeconds(5);

    private readonly INatsJSMsg<byte[]> _message;
    private readonly NatsWorker _worker;
    private readonly NatsConnection _connection;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _lost = new();
    private long _asked;
    private bool _isEnded;

    /// <summary>An item that came just now.</summary>
    public NatsLease(
        INatsJSMsg<byte[]> message, WorkItem item, TimeSpan life, NatsWorker worker, NatsConnection connection, TimeProvider time)
    {
        (_message, Item, Life, _worker, _connection, _time) = (message, item, life, worker, connection, time);
        _asked = time.GetTimestamp();
        Lost = _lost.Token;
        worker.Has(this, isHeld: true);
    }

    /// <inheritdoc />
    public WorkItem Item { get; }

    /// <inheritdoc />
    public int Delivery => (int)Math.Min(int.MaxValue, _message.Metadata?.NumDelivered ?? 1);

    /// <inheritdoc />
    public TimeSpan Life { get; }

    /// <inheritdoc />
    public CancellationToken Lost { get; }

    /// <summary>It is somebody else's, or nobody's.</summary>
    public void Lose() => _lost.Cancel();

    /// <inheritdoc />
    public async ValueTask RenewAsync(CancellationToken cancellationToken)
    {
        // Who was frozen for the whole life of the lease has lost it, whatever the server would still take.
        if (_time.GetElapsedTime(Interlocked.Exchange(ref _asked, _time.GetTimestamp())) > Life)
        {
            Lose();
            return;
        }

        try
        {
            // A server that is away stops no work: what comes of it counts all the same.
            await _message.AckProgressAsync(cancellationToken: cancellationToken);
        }
        catch (NatsException fault)
        {
            throw new WorkUnavailableException(fault.Message, fault);
        }
    }

    /// <inheritdoc />
    public async ValueTask EndAsync(CancellationToken cancellationToken)
    {
        // The result is in the store: a broker that is away for longer gives the item out again, and whoever gets it finds that.
        _isEnded = true;
        for (var since = _time.GetTimestamp(); _time.GetElapsedTime(since) < Life;)
        {
            if (await TryAsync(token => _message.AckAsync(new AckOpts { DoubleAck = true }, token), cancellationToken))
            {
                return;
            }

            // The connection comes back by itself, and not sooner for being asked at once.
            await Task.Delay(s_betweenTries, _time, cancellationToken);
        }
    }

    /// <inheritdoc />
    public async ValueTask GiveBackAsync(TimeSpan notBefore, CancellationToken cancellationToken)
    {
        _isEnded = true;
        if (await TryAsync(token => _message.NakAsync(new AckOpts { NakDelay = notBefore }, token), cancellationToken))
        {
            await TryAsync(
                token => _connection.PublishAsync(NatsSubjects.Wake(Item.Needs.DeviceClass), cancellationToken: token), cancellationToken);
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (!_isEnded && !Lost.IsCancellationRequested)
        {
            await GiveBackAsync(TimeSpan.Zero, CancellationToken.None);
        }

        _worker.Has(this, isHeld: false);
    }

    private async Task<bool> TryAsync(Func<CancellationToken, ValueTask> act, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            await act(limit.Token).AsTask().WaitAsync(s_longestTry, _time, cancellationToken);
            return true;
        }
        catch (Exception fault) when (fault is NatsException or OperationCanceledException or TimeoutException)
        {
            await limit.CancelAsync();
            return false;
        }
    }
}
