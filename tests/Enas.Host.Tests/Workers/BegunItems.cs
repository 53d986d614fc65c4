using System.Collections.Concurrent;
using Enas.Host.Workers.Nats;
using Enas.Pipeline.Work;

namespace Enas.Host.Tests.Workers;

/// <summary>How often items of an owner were begun, as workers say it.</summary>
internal sealed class BegunItems : IAsyncDisposable
{
    private readonly ConcurrentDictionary<WorkKey, int> _begun = new();
    private readonly CancellationTokenSource _end = new();
    private readonly NatsWork _queue;
    private readonly Task _hearing;

    private BegunItems(string url, string owner)
    {
        _queue = NatsWork.Open(EngineAddress.Parse(url, null), TimeSpan.FromSeconds(2), null, TimeProvider.System);
        _hearing = ListenAsync(owner);
    }

    /// <summary>How often each was begun.</summary>
    public int[] Counts => [.. _begun.Values];

    /// <summary>Hears of all that are begun from now on.</summary>
    public static async Task<BegunItems> HearAsync(string url, string owner)
    {
        var begun = new BegunItems(url, owner);

        // The server takes what one connection says in its order: after this answer it has heard that somebody listens.
        await begun._queue.StatusAsync(begun._end.Token);
        return begun;
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _hearing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _queue.DisposeAsync();
        _end.Dispose();
    }

    private async Task ListenAsync(string owner)
    {
        await foreach (var note in _queue.NotesAsync(owner, _end.Token))
        {
            if (note.Kind == WorkNoteKind.Started)
            {
                _begun.AddOrUpdate(note.Key, 1, (_, count) => count + 1);
            }
        }
    }
}
