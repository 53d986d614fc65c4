using System.Runtime.CompilerServices;
using Enas.Pipeline.Messages;
using Enas.Pipeline.Work;
using NATS.Client.Core;
using NATS.Client.JetStream;
using NATS.Client.JetStream.Models;

namespace Enas.Host.Workers.Nats;

/// <summary>
/// Work over NATS JetStream. Items are messages of one stream, which a worker holds by renewing them; the stream is made by whoever gives
/// work, consumers by workers, and both again by whoever finds them gone. Nothing that it holds is the truth.
/// </summary>
internal sealed class NatsWork : IWorkQueue, IWorkSource
{
    // Of a stream that has its item already (server: JSStreamStoreFailedF with "maximum messages per subject exceeded").
    private const int StoreFailed = 10077;
    private const string IsThere = "maximum messages per subject exceeded";
    private const int LooksBetweenMaking = 15;
    private const int LooksBetweenWaits = 5;

    private static readonly TimeSpan s_lookAgain = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan s_pull = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan s_waitingPull = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan s_away = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_longestNote = TimeSpan.FromSeconds(5);

    private readonly NatsConnection _connection;
    private readonly NatsJSContext _server;
    private readonly NatsStream _stream;
    private readonly NatsFleet _fleet;
    private readonly TimeSpan _life;
    private readonly TimeProvider _time;
    private readonly Action<string> _say;
    private readonly EngineWatch _watch;
    private readonly NatsWorker? _worker;

    // By priority: whether the server's count of what waits was seen to be too low.
    private readonly bool[] _isCountLow = new bool[WorkItem.HighestPriority + 1];

    private NatsWork(EngineAddress address, TimeSpan life, WorkerStatus? worker, TimeProvider time, Action<string>? say)
    {
        (_life, _time, _say) = (life, time, say ?? (_ => { }));
        _watch = new EngineWatch(_say, Timeout.InfiniteTimeSpan, time);
        _connection = new NatsConnection(new NatsOpts
        {
            Url = address.Url,
            Name = "enas",
            AuthOpts = NatsKey.Of(address.Credentials),
            MaxReconnectRetry = -1,
            ConnectTimeout = s_longest,
            RequestTimeout = s_longest,
            CommandTimeout = s_longest,
        });
        if (address.IsHere)
        {
            // A server names others of its kind, and the client would go to them when it is away: without TLS, and without an account.
            _connection.OnConnectingAsync = StayHereAsync;
        }

        _server = new NatsJSContext(_connection);
        _stream = new NatsStream(_server, life, givesWork: worker is null);
        _fleet = new NatsFleet(_connection);
        _connection.ConnectionOpened += (_, _) =>
        {
            _stream.MakeAgain();
            return ValueTask.CompletedTask;
        };
        _worker = worker is null ? null : new NatsWorker(_connection, worker);
    }

    /// <summary>The engine at an address; it may be away.</summary>
    /// <param name="address">Where it is.</param>
    /// <param name="life">How long a worker has an item without renewing it.</param>
    /// <param name="worker">The worker that this is; null for whoever wants work done.</param>
    /// <param name="time">The time of renewals.</param>
    /// <param name="say">Hears, in words, what a worker refuses; null where nobody does.</param>
    public static NatsWork Open(
        EngineAddress address, TimeSpan life, WorkerStatus? worker, TimeProvider time, Action<string>? say = null)
    {
        var work = new NatsWork(address, life, worker, time, say);
        work._worker?.Listen();
        return work;
    }

    /// <inheritdoc />
    public async ValueTask SubmitAsync(WorkItem item, CancellationToken cancellationToken)
    {
        await TryAsync(async () =>
        {
            var put = await _server.PublishAsync(NatsSubjects.Of(item), WorkMessage.Write(item), cancellationToken: cancellationToken);
            if (put.Error is { } error)
            {
                if (error.ErrCode != StoreFailed || error.Description?.Contains(IsThere, StringComparison.Ordinal) != true)
                {
                    throw new WorkUnavailableException($"the engine does not take an item now: {error.Description}") { IsAnswer = true };
                }
            }
            else
            {
                await _connection.PublishAsync(NatsSubjects.Wake(item.Needs.DeviceClass), cancellationToken: cancellationToken);
            }

            return true;
        }, cancellationToken);
    }

    /// <inheritdoc />
    public async ValueTask CancelAsync(WorkItem item, CancellationToken cancellationToken) =>
        await CancelAsync(NatsSubjects.Of(item), item.Key.Hex, cancellationToken);

    /// <summary>Asks that nobody works for an owner any more.</summary>
    /// <returns>Items that waited or ran.</returns>
    /// <exception cref="WorkUnavailableException">The server does not answer.</exception>
    public Task<long> CancelOwnerAsync(string owner, CancellationToken cancellationToken) =>
        CancelAsync(NatsSubjects.WorkOf(owner), NatsSubjects.OwnerOf(owner), cancellationToken);

    /// <summary>Asks workers to take nothing more.</summary>
    /// <param name="name">Their host, or the name of one.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <exception cref="WorkUnavailableException">The server does not answer.</exception>
    public ValueTask DrainAsync(string name, CancellationToken cancellationToken) => new(_fleet.DrainAsync(name, cancellationToken));

    /// <summary>Who works.</summary>
    /// <exception cref="WorkUnavailableException">The server does not answer.</exception>
    public Task<IReadOnlyList<WorkerStatus>> WorkersAsync(CancellationToken cancellationToken) => _fleet.WorkersAsync(cancellationToken);

    /// <inheritdoc />
    public async IAsyncEnumerable<WorkNote> NotesAsync(string owner, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var messages = _connection.SubscribeAsync<byte[]>(NatsSubjects.Notes(owner), cancellationToken: cancellationToken)
            .GetAsyncEnumerator(cancellationToken);
        while (await NatsFleet.AskAsync(async () => await messages.MoveNextAsync(), cancellationToken))
        {
            if (NatsNotes.TryRead(messages.Current.Data) is { } note)
            {
                yield return note;
            }
        }
    }

    /// <inheritdoc />
    public async ValueTask<QueueStatus> StatusAsync(CancellationToken cancellationToken)
    {
        var (waiting, running) = await TryAsync(async () =>
        {
            var stream = await _server.GetStreamAsync(NatsSubjects.Stream, cancellationToken: cancellationToken);
            var held = 0L;
            await foreach (var consumer in stream.ListConsumersAsync(cancellationToken))
            {
                held += consumer.Info.NumAckPending;
            }

            // A lease of an item that was cancelled counts as held until its time is over, and the item is gone.
            held = Math.Min(held, stream.Info.State.Messages);
            return (stream.Info.State.Messages - held, held);
        }, cancellationToken);
        return new QueueStatus(waiting, running, await WorkersAsync(cancellationToken));
    }

    /// <inheritdoc />
    public async ValueTask<IWorkLease?> TakeAsync(WorkerOffer offer, CancellationToken cancellationToken)
    {
        for (var look = 1; !_worker!.IsDraining; look++)
        {
            try
            {
                if (look % LooksBetweenMaking == 0)
                {
                    _stream.MakeAgain();
                }

                var lease = await TryAsync(
                    () => NextAsync(offer.DeviceClass, look % LooksBetweenWaits == 0, cancellationToken), cancellationToken);
                _watch.Answered();
                if (lease is not null)
                {
                    return lease;
                }

                await _worker.WokenAsync(s_lookAgain, cancellationToken);
            }
            catch (WorkUnavailableException fault)
            {
                // The server is away; the client connects again by itself meanwhile. Or it has no stream, since nobody gave work yet.
                Tell(fault);
                await Task.Delay(s_away, _time, cancellationToken);
            }
        }

        return null;
    }

    /// <inheritdoc />
    public async ValueTask NoteAsync(string owner, WorkNote note, CancellationToken cancellationToken)
    {
        try
        {
            await _connection.PublishAsync(NatsSubjects.Notes(owner), NatsNotes.Write(note), cancellationToken: cancellationToken)
                .AsTask().WaitAsync(s_longestNote, _time, cancellationToken);
        }
        catch (Exception fault) when (fault is NatsException or TimeoutException)
        {
            // Best effort: the sweep of whoever waits finds the result.
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (_worker is not null)
        {
            await _worker.DisposeAsync();
        }

        await _connection.DisposeAsync();
        _stream.Dispose();
    }

    private static ValueTask<(string Host, int Port)> StayHereAsync((string Host, int Port) to) =>
        EngineAddress.IsThisMachine(to.Host) ? ValueTask.FromResult(to)
            : throw new NatsException($"{to.Host} is not this machine, and is reached by tls:// and with credentials only");

    private void Tell(WorkUnavailableException fault)
    {
        if (fault.IsAnswer)
        {
            _watch.Answered();
        }
        else
        {
            _watch.Away(fault);
        }
    }

    // The server answers a pull that does not wait from a count of what is waiting, and that count can be too low for good: one of 2.9.10
    // counts before it hears of new items when it makes a consumer, and what comes in between is not in it. A pull that waits makes it
    // look. Where that brought something, others wait behind the same count: pulls wait there until one brings nothing.
    private async Task<IWorkLease?> NextAsync(string deviceClass, bool isWaiting, CancellationToken cancellationToken)
    {
        for (var priority = WorkItem.HighestPriority; priority >= 0; priority--)
        {
            var consumers = await _stream.ConsumersAsync(deviceClass, cancellationToken);
            var waits = isWaiting || _isCountLow[priority];
            var fetch = new NatsJSFetchOpts { MaxMsgs = 1, Expires = waits ? s_waitingPull : s_pull };
            var messages = waits
                ? consumers[priority].FetchAsync<byte[]>(fetch, cancellationToken: cancellationToken)
                : consumers[priority].FetchNoWaitAsync<byte[]>(fetch, cancellationToken: cancellationToken);
            _isCountLow[priority] = false;
            await foreach (var message in messages)
            {
                _isCountLow[priority] = waits;
                var item = WorkMessage.TryRead(message.Data ?? []);
                if (item is not null && message.Subject == NatsSubjects.Of(item))
                {
                    return new NatsLease(message, item, _life, _worker!, _connection, _time);
                }

                // Somebody put a message there that is no item, or one that belongs elsewhere: who gives work puts it under its subject.
                await message.AckTerminateAsync(cancellationToken: cancellationToken);
                var why = item is null ? "it is no item of work" : $"its item belongs on {ForeignText.Shown(NatsSubjects.Of(item))}";
                _say($"a message on {ForeignText.Shown(message.Subject)} is refused and removed: {why}");
            }
        }

        return null;
    }

    private Task<long> CancelAsync(string subjects, string whose, CancellationToken cancellationToken) => TryAsync(async () =>
    {
        var purged = await _server.PurgeStreamAsync(
            NatsSubjects.Stream, new StreamPurgeRequest { Filter = subjects }, cancellationToken);
        await _connection.PublishAsync(NatsSubjects.Stop(whose), cancellationToken: cancellationToken);
        return (long)purged.Purged;
    }, cancellationToken);

    // Whatever is wrong, the stream may be gone with the server's data: the next attempt makes it.
    private async Task<T> TryAsync<T>(Func<Task<T>> act, CancellationToken cancellationToken)
    {
        try
        {
            return await NatsFleet.AskAsync(async () =>
            {
                await _stream.MakeAsync(cancellationToken);
                return await act();
            }, cancellationToken);
        }
        catch (WorkUnavailableException fault) when (fault.InnerException is not null)
        {
            _stream.MakeAgain();
            throw;
        }
    }
}
