using Enas.Pipeline.Search;

namespace Enas.Host.Dashboard.Following;

/// <summary>
/// Searches that were written while they were listed: they are read on for the list, and not from their beginning each time. So many of
/// them at most; any other is read anew. One caller at a time.
/// </summary>
internal sealed class GrowingRows : IAsyncDisposable
{
    /// <summary>So many are kept open.</summary>
    public const int Most = SearchShelf.Most;

    private readonly Dictionary<FoundSearch, Growing> _all = [];

    /// <summary>Searches that are kept open.</summary>
    public int Count => _all.Count;

    /// <summary>Looks at a search that was looked at before; null where that look shall be taken of the whole.</summary>
    /// <param name="before">What that look said.</param>
    /// <param name="end">Looked at between commits.</param>
    public async Task<LookedAt?> LookAsync(LookedAt before, CancellationToken end)
    {
        var found = before.Found;
        if (before.Search is not { Status: SearchStatus.Running } || (!_all.ContainsKey(found) && _all.Count >= Most))
        {
            await LeaveAsync(found);
            return null;
        }

        try
        {
            var growing = _all.GetValueOrDefault(found) ?? await OpenAsync(found, end);
            var row = await growing.LookAsync(found, end);
            if (row.Search is not { Status: SearchStatus.Running })
            {
                await LeaveAsync(found);
            }

            return row;
        }
        catch (Exception error) when (error is not OutOfMemoryException && !end.IsCancellationRequested)
        {
            await LeaveAsync(found);
            return null; // A look at the whole says what is wrong.
        }
    }

    /// <summary>Closes all that are not among some.</summary>
    public async Task KeepAsync(IReadOnlyCollection<FoundSearch> searches)
    {
        foreach (var gone in _all.Keys.Except(searches).ToArray())
        {
            await LeaveAsync(gone);
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync() => await KeepAsync([]);

    private async Task<Growing> OpenAsync(FoundSearch found, CancellationToken end)
    {
        var (state, curve) = (new StateProjection(), new RewardCurve());
        var growing = new Growing(await GrowingSearch.OpenAsync(found.Path, end, state, curve), state, curve);
        _all.Add(found, growing);
        return growing;
    }

    private async Task LeaveAsync(FoundSearch found)
    {
        if (_all.Remove(found, out var growing))
        {
            await growing.Search.DisposeAsync();
        }
    }

    private sealed record Growing(GrowingSearch Search, StateProjection State, RewardCurve Curve)
    {
        public async Task<LookedAt> LookAsync(FoundSearch found, CancellationToken end)
        {
            await Search.ReadOnAsync(null, end);
            return new LookedAt(found) { Search = RecordedSearch.Of(Search.Reading, State.State, device: null), Curve = Curve.Values };
        }
    }
}
