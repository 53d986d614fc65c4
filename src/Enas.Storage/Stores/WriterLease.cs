using System.Globalization;
using Enas.Storage.Files;

namespace Enas.Storage.Stores;

/// <summary>
/// The courtesy lock of an object store: a writer puts a new object beside the log three times in the life of a lease and removes the one
/// before. Who wants to write and finds such an object waits that long for the next one: if it comes, the writer lives. Nobody compares the
/// clocks of two machines. What keeps two writers apart is the number of the next segment; without an answer of the store there is no
/// lease, and the log is as safe.
/// </summary>
internal sealed class WriterLease : IAsyncDisposable
{
    private const string Prefix = "writer-";
    private const int BeatsPerLife = 3;
    private const int LooksPerBeat = 5;

    private readonly ISearchStore _store;
    private readonly TimeSpan _life;
    private readonly TimeProvider _time;
    private readonly string _id = Guid.NewGuid().ToString("N");
    private readonly CancellationTokenSource _end = new();
    private string? _last;
    private Task _beats = Task.CompletedTask;

    private WriterLease(ISearchStore store, TimeSpan life, TimeProvider time) => (_store, _life, _time) = (store, life, time);

    /// <summary>Takes the lease; null when its holder lives.</summary>
    /// <param name="store">The search.</param>
    /// <param name="once">The same, with one attempt for each request: the next beat is the next attempt.</param>
    /// <param name="life">How long a writer that says nothing counts as alive.</param>
    /// <param name="time">Clock that waits.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    public static async ValueTask<IAsyncDisposable?> TryTakeAsync(
        ISearchStore store, ISearchStore once, TimeSpan life, TimeProvider time, CancellationToken cancellationToken)
    {
        var before = await BeatsAsync(store, cancellationToken);
        for (var look = 0; before.Count > 0 && look <= BeatsPerLife * LooksPerBeat; look++)
        {
            // Two machines' clocks are never compared: whether somebody else writes shows in whether more beats come.
            await Task.Delay(life / (BeatsPerLife * LooksPerBeat), time, cancellationToken);
            var now = await BeatsAsync(store, cancellationToken);
            if (now.Except(before).Any())
            {
                return null;
            }

            before = now;
        }

        foreach (var dead in before)
        {
            await store.DeleteAsync(dead, cancellationToken);
        }

        var taken = new WriterLease(once, life, time);
        await taken.BeatAsync(0);
        taken._beats = Task.Run(taken.GoOnAsync, CancellationToken.None);
        return taken;
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _beats;
        _end.Dispose();
    }

    private static async ValueTask<IReadOnlyList<string>> BeatsAsync(ISearchStore store, CancellationToken cancellationToken) =>
        [.. (await store.ListAsync(EntryNames.Staging, null, cancellationToken))
            .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal)).Select(name => $"{EntryNames.Staging}/{name}")];

    private async Task GoOnAsync()
    {
        for (var number = 1L; await WaitsAsync(); number++)
        {
            await BeatAsync(number);
        }

        await TryRemoveAsync(_last);
    }

    // False at the end.
    private async Task<bool> WaitsAsync()
    {
        try
        {
            await Task.Delay(_life / BeatsPerLife, _time, _end.Token);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private async Task BeatAsync(long number)
    {
        var key = string.Create(CultureInfo.InvariantCulture, $"{EntryNames.Staging}/{Prefix}{_id}-{number:D12}");
        try
        {
            await using var staged = await _store.StageAsync(_id.Length, sink => sink.Write("alive"u8));
            if ((await staged.PutIfAbsentAsync(key)).Outcome == PutOutcome.Stored)
            {
                await TryRemoveAsync(_last);
                _last = key;
            }
        }
        catch (Exception fault) when (FileFaults.IsFileFault(fault))
        {
            // The next beat is another attempt.
        }
    }

    private async Task TryRemoveAsync(string? key)
    {
        try
        {
            if (key is not null)
            {
                await _store.DeleteAsync(key, CancellationToken.None);
            }
        }
        catch (Exception fault) when (FileFaults.IsFileFault(fault))
        {
            // It is removed by whoever takes the next lease.
        }
    }
}
