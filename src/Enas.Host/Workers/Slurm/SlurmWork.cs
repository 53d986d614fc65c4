using Enas.Host.Cli;
using Enas.Host.Workers.Engines;
using Enas.Pipeline.Work;
using Enas.Storage.Work;

namespace Enas.Host.Workers.Slurm;

/// <summary>
/// Work as jobs of Slurm, one for each item: the item lies in the shared folder, and its job has the key. There are no workers, and
/// nothing of ours runs beside the jobs; what becomes of them is seen in Slurm's queue, which is looked at for all of them at once.
/// Nothing that Slurm holds is the truth.
/// </summary>
internal sealed class SlurmWork : IWorkQueue
{
    private const int LastBytes = 4096;

    private readonly SlurmQueue _queue;
    private readonly EngineClient _client;
    private readonly TimeProvider _time;
    private readonly TimeSpan _poll;
    private readonly SlurmNotes _notes = new();
    private readonly SemaphoreSlim _gate = new(1);
    private readonly CancellationTokenSource _end = new();
    private readonly SortedDictionary<WorkKey, SlurmItem> _asked = [];
    private readonly string _store;
    private readonly Task _following;
    private StoredItems? _items;

    // As Slurm said last, with what was submitted since; null before the first look.
    private IReadOnlyList<SlurmJob>? _jobs;

    /// <summary>The cluster that Slurm's commands reach; it may be away.</summary>
    /// <param name="queue">Its queue.</param>
    /// <param name="client">Who wants work done.</param>
    /// <param name="poll">The time between two looks at the queue.</param>
    /// <param name="time">The time of looks.</param>
    public SlurmWork(SlurmQueue queue, EngineClient client, TimeSpan poll, TimeProvider time)
    {
        (_queue, _client, _poll, _time, _store) = (queue, client, poll, time, OwnerDigest.Of(client.Store));
        _following = Task.Run(FollowAsync, CancellationToken.None);
    }

    /// <inheritdoc />
    /// <exception cref="EngineUnavailableException">Slurm refuses it.</exception>
    public async ValueTask SubmitAsync(WorkItem item, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            _jobs ??= await JobsAsync(cancellationToken);
            if (!_asked.TryGetValue(item.Key, out var asked))
            {
                _asked.Add(item.Key, asked = new SlurmItem(item));
            }

            if (!asked.IsSettled)
            {
                return;
            }

            if (asked.TakeOwed() is { } owed)
            {
                _notes.Tell(item.Owner, owed);
            }

            await SubmitAsync(asked, cancellationToken);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <inheritdoc />
    public async ValueTask CancelAsync(WorkItem item, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            _asked.Remove(item.Key);
            _jobs = await JobsAsync(cancellationToken);
            await _queue.CancelAsync(_jobs.Where(job => job.Label.Key == item.Key), cancellationToken);
            _jobs = null;
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <inheritdoc />
    public IAsyncEnumerable<WorkNote> NotesAsync(string owner, CancellationToken cancellationToken) =>
        _notes.OfAsync(owner, cancellationToken);

    /// <inheritdoc />
    public ValueTask<QueueStatus> StatusAsync(CancellationToken cancellationToken) => new(_queue.StatusAsync(cancellationToken));

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _following;
        _end.Dispose();
        _gate.Dispose();
    }

    private async Task FollowAsync()
    {
        using var timer = new PeriodicTimer(_poll, _time);
        try
        {
            while (await timer.WaitForNextTickAsync(_end.Token))
            {
                await LookAsync();
            }
        }
        catch (OperationCanceledException)
        {
            // The end.
        }
    }

    // A cluster that does not answer is asked again the next time.
    private async Task LookAsync()
    {
        await _gate.WaitAsync(_end.Token);
        try
        {
            if (_asked.Count > 0)
            {
                _jobs = await JobsAsync(_end.Token);
                foreach (var asked in _asked.Values.Where(asked => !asked.IsSettled).ToArray())
                {
                    await FollowAsync(asked);
                }
            }
        }
        catch (Exception fault) when (fault is WorkUnavailableException or EngineUnavailableException)
        {
        }
        finally
        {
            _gate.Release();
        }
    }

    private async Task FollowAsync(SlurmItem asked)
    {
        var job = JobOf(asked.Item.Key);
        if (job is { IsHeldForGood: true })
        {
            // Of two jobs for one item one runs at a time, so the next one would wait for it.
            await _queue.CancelAsync([job], _end.Token);
            _jobs = [.. _jobs!.Where(other => other.Id != job.Id)];
        }

        var step = asked.Follow(job, () => LastLineOf(asked.Item.Key));
        if (step.Note is { } note)
        {
            _notes.Tell(asked.Item.Owner, note);
        }

        if (!step.IsAgain)
        {
            return;
        }

        try
        {
            asked.HasNone();
            await SubmitAsync(asked, _end.Token);
        }
        catch (Exception fault) when (fault is WorkUnavailableException or EngineUnavailableException or IOException)
        {
            // Whoever waits asks again, and hears it then.
        }
    }

    // The one that goes on; else the last.
    private SlurmJob? JobOf(WorkKey key) =>
        _jobs!.Where(job => job.Label.Key == key).OrderBy(job => job.IsOver).ThenByDescending(job => job.Id).FirstOrDefault();

    private async Task SubmitAsync(SlurmItem asked, CancellationToken cancellationToken)
    {
        if (JobOf(asked.Item.Key) is { IsOver: false } job)
        {
            asked.Has(job);
            return;
        }

        _items ??= await StoredItems.InFolderAsync(_client.Store, cancellationToken);
        await _items.PutAsync(asked.Item, cancellationToken);
        var submitted = await _queue.SubmitAsync(
            asked.Item, _client, StoredItems.LogOf(_client.Store, asked.Item.Key), asked.Patience, cancellationToken);
        _jobs = [.. _jobs!, submitted];
        asked.Has(submitted);
    }

    private async Task<IReadOnlyList<SlurmJob>> JobsAsync(CancellationToken cancellationToken) =>
        [.. (await _queue.JobsAsync(cancellationToken)).Where(job => job.Label.Store == _store)];

    private string? LastLineOf(WorkKey key)
    {
        try
        {
            using var log = File.OpenRead(StoredItems.LogOf(_client.Store, key));
            log.Seek(-Math.Min(log.Length, LastBytes), SeekOrigin.End);
            using var reader = new StreamReader(log);
            return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).LastOrDefault();
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
