using System.Collections.Concurrent;
using System.Text;
using Enas.Pipeline.Work;
using NATS.Client.Core;

namespace Enas.Host.Workers.Nats;

/// <summary>What a worker hears: that there may be something to do, that an item is cancelled, that it is to take nothing more, and who
/// asks who works.</summary>
/// <param name="connection">The connection; not owned.</param>
/// <param name="self">The worker.</param>
internal sealed class NatsWorker(NatsConnection connection, WorkerStatus self) : IAsyncDisposable
{
    private static readonly TimeSpan s_away = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _end = new();
    private readonly ConcurrentDictionary<WorkKey, NatsLease> _leases = new();
    private readonly List<Task> _listening = [];
    private TaskCompletionSource _woken = New();

    /// <summary>Whether it takes nothing more.</summary>
    public bool IsDraining { get; private set; }

    /// <summary>Whether a name means a worker: its own, or that of its host.</summary>
    /// <param name="worker">The worker's own name.</param>
    /// <param name="name">The name.</param>
    public static bool IsNamed(string worker, string name) => name == worker || name == worker.Split('/')[0];

    /// <summary>Begins to hear.</summary>
    public void Listen()
    {
        _listening.Add(HearAsync(NatsSubjects.Wake(self.DeviceClass), _ => Wake()));
        _listening.Add(HearAsync(NatsSubjects.AllStops, message => Stop(message.Subject[(message.Subject.LastIndexOf('.') + 1)..])));
        _listening.Add(HearAsync(NatsSubjects.Drain, message => Drain(Encoding.UTF8.GetString(message.Data ?? []))));
        _listening.Add(HearAsync(NatsSubjects.Who, message => _ = message.ReplyAsync(NatsNotes.Write(self with
        {
            Working = [.. _leases.Keys.Order().Select(key => key.Hex)],
            IsDraining = IsDraining,
        }), cancellationToken: _end.Token).AsTask()));
    }

    /// <summary>Waits until there may be something to do, at most so long.</summary>
    public async Task WokenAsync(TimeSpan most, CancellationToken cancellationToken)
    {
        try
        {
            await Volatile.Read(ref _woken).Task.WaitAsync(most, cancellationToken);
        }
        catch (TimeoutException)
        {
        }
    }

    /// <summary>It has an item, or has it no more.</summary>
    public void Has(NatsLease lease, bool isHeld)
    {
        if (isHeld)
        {
            _leases[lease.Item.Key] = lease;
        }
        else
        {
            _leases.TryRemove(KeyValuePair.Create(lease.Item.Key, lease));
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await ((Task)Task.WhenAll(_listening)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _end.Dispose();
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private void Wake() => Interlocked.Exchange(ref _woken, New()).TrySetResult();

    private void Stop(string keyOrOwner)
    {
        foreach (var lease in _leases.Values.Where(
            lease => lease.Item.Key.Hex == keyOrOwner || NatsSubjects.OwnerOf(lease.Item.Owner) == keyOrOwner))
        {
            lease.Lose();
        }
    }

    private void Drain(string name)
    {
        if (IsNamed(self.Name, name))
        {
            IsDraining = true;
            Wake();
        }
    }

    // A worker may be there before its server: then it listens as soon as that is there.
    private async Task HearAsync(string subject, Action<NatsMsg<byte[]>> act)
    {
        while (!_end.IsCancellationRequested)
        {
            try
            {
                await foreach (var message in connection.SubscribeAsync<byte[]>(subject, cancellationToken: _end.Token))
                {
                    act(message);
                }
            }
            catch (Exception fault) when (fault is NatsException or TimeoutException)
            {
                await Task.Delay(s_away, _end.Token);
            }
        }
    }
}
