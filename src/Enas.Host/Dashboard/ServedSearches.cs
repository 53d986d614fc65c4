using Enas.Host.Cli;
using Enas.Host.Dashboard.Answers;
using Enas.Host.Dashboard.Following;
using Enas.Host.Dashboard.Live;
using Enas.Host.Dashboard.Views;
using Enas.Host.Service;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Enas.Host.Dashboard;

/// <summary>The searches that are served: found, looked at for the list, read when they are asked for, and followed while somebody
/// looks.</summary>
internal sealed class ServedSearches : IAsyncDisposable
{
    private static readonly TimeSpan s_look = TimeSpan.FromSeconds(1);

    // A page shows a commit within two seconds. Of a search that commits all the time it is told not more often than that asks for: each
    // time costs the search on the same machine some of its steps.
    private static readonly TimeSpan s_lookAfterNews = TimeSpan.FromSeconds(1.75);
    private static readonly TimeSpan s_patience = TimeSpan.FromMilliseconds(700);

    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private string? _fault;
    private IReadOnlyList<string> _listed = [];
    private string _revision = string.Empty;

    /// <summary>Those under some folders.</summary>
    /// <param name="log">Where a look that failed is a line.</param>
    public ServedSearches(IReadOnlyList<string> roots, TimeProvider time, ILogger log)
    {
        (_time, _log, Catalogue) = (time, log, new SearchCatalogue(roots, time));
        Shelf = new SearchShelf(time, search => Hub.Tell(NewsOf(search)));
        (Rows, Curves) = (new SearchRows(Catalogue, time, found => Shelf.RowOf(found, Hub.IsWatched)), new RewardCurves(time));
    }

    public SearchCatalogue Catalogue { get; }

    public SearchRows Rows { get; }

    public SearchShelf Shelf { get; }

    private RewardCurves Curves { get; }

    private SearchOrigins Origins { get; } = new();

    public EventHub Hub { get; } = new();

    /// <summary>The service that they are of; null for none.</summary>
    public ServiceState? Service { get; init; }

    public DateTimeOffset Now => _time.GetUtcNow();

    /// <summary>The search of an id, which is begun to be read where it was not.</summary>
    /// <exception cref="AnswerException">There is none, or it cannot be read.</exception>
    public async Task<FollowedSearch> FindAsync(string id)
    {
        var found = await Catalogue.FindAsync(id) ?? throw new AnswerException(
            StatusCodes.Status404NotFound, ExitCodes.NotFound, $"there is no search \"{id}\" in the folders that are served");
        var search = Shelf.Get(found);
        return await search.FirstReadAsync(s_patience) is { } failure ? throw Refused(failure) : search;
    }

    /// <summary>The list.</summary>
    public async Task<SearchListAnswer> ListAsync(SearchListQuery query)
    {
        var rows = await Rows.RowsAsync(s_patience);
        var origins = Catalogue.Roots.ToDictionary(root => root, Origins.Of, StringComparer.Ordinal);
        return SearchListView.Of(rows, (await Catalogue.LookAsync()).Closed, Rows.IsLooking, query,
            found => origins[found.Root].GetValueOrDefault(found.Name, "hand"), SparkOf);
    }

    /// <summary>The search that one comes from and those that come from it, where they are served.</summary>
    public async Task<(string? Parent, IReadOnlyList<SearchLinkAnswer> Children)> RelativesAsync(SearchData search)
    {
        RecordedSearch[] NotItself(IEnumerable<LookedAt?> rows) => [.. rows.Select(row => row?.Search).OfType<RecordedSearch>()
            .Where(one => one.Folder.Root != search.Report.Folder.Root)];
        var rows = await Rows.RowsAsync(s_patience);
        var ids = rows.ToDictionary(row => row.Found.Path.TrimEnd('/'), row => row.Found.Id, StringComparer.Ordinal);
        string? IdOf(RecordedSearch one) => ids.GetValueOrDefault(one.Folder.Root.TrimEnd('/'));
        var others = NotItself(rows.Select(row => row.Row));
        var parent = search.Report.Milestones.Started?.Parent is { } head ? others.FirstOrDefault(one => one.Fingerprint == head) : null;
        return (parent is null ? null : IdOf(parent), [.. others.Where(one => one.State.Started?.Parent == search.Report.Fingerprint)
            .Select(one => new SearchLinkAnswer { Id = IdOf(one) ?? one.Name, Name = one.Name, Kind = one.State.Started?.Kind })]);
    }

    /// <summary>Follows what somebody looks at, until it is told to end. A look that fails is logged, and the next one is taken.</summary>
    public async Task FollowAsync(CancellationToken end)
    {
        try
        {
            for (var hasNews = false; ;)
            {
                await Task.Delay(hasNews ? s_lookAfterNews : s_look, _time, end);
                hasNews = await LookAsync(end);
            }
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            // The end.
        }
    }

    /// <summary>What is told of a search.</summary>
    public static News NewsOf(FollowedSearch search)
    {
        var (read, of) = search.Progress;
        return new News(!search.IsRead ? News.Reading : search.HasEnded ? News.Ended : News.Committed, new SearchEventAnswer
        {
            Id = search.Found.Id,
            Event = search.EventCount,
            Status = search.Status,
            Segment = search.IsRead ? 0 : read,
            Of = search.IsRead ? 0 : of,
        });
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        // Whatever fails on the way, all of it is disposed: what is declared last first.
        using var catalogue = Catalogue;
        await using var curves = Curves;
        await using var rows = Rows;
        await using var shelf = Shelf;
    }

    // Whether there were news. What nobody waits for is not looked at.
    private async Task<bool> LookAsync(CancellationToken end)
    {
        try
        {
            var hasNews = await Shelf.FollowAsync(Hub.IsWatched, end);
            hasNews |= Hub.IsWaitedFor(News.Searches) && await TellOfListAsync();
            hasNews |= Hub.IsWaitedFor(News.Service) && await TellOfServiceAsync();
            _fault = null;
            return hasNews;
        }
        catch (Exception error) when (error is not OutOfMemoryException
            && !(error is OperationCanceledException && end.IsCancellationRequested))
        {
            // A look is taken each second, and what is wrong with all of them is one line. After the last one none is taken.
            var fault = error.Message;
            if (fault != _fault && !end.IsCancellationRequested)
            {
                _log.NotLooked(fault);
            }

            _fault = fault;
            return false;
        }
    }

    private static AnswerException Refused(Failure failure)
    {
        var (status, exitCode, words) = DashboardApp.OfFailure(failure);
        return new AnswerException(status, exitCode, words);
    }

    // That of a search in memory is the newest.
    private IReadOnlyList<double?> SparkOf(FoundSearch found, LookedAt? row) =>
        Shelf.Peek(found.Id) is { IsRead: true } known ? known.Spark : row is null ? [] : Curves.Of(row);

    private async Task<bool> TellOfServiceAsync()
    {
        try
        {
            if (Service is { } service && service.Of((await Catalogue.LookAsync()).Searches).Revision is var revision
                && revision != _revision)
            {
                _revision = revision;
                Hub.Tell(News.Of(News.Service));
                return true;
            }
        }
        catch (Exception fault) when (fault is StoreException or IOException or UnauthorizedAccessException)
        {
            // Health says it.
        }

        return false;
    }

    // What the list is made of: searches that came or went, or were written since.
    private async Task<bool> TellOfListAsync()
    {
        var rows = await Rows.RowsAsync(TimeSpan.Zero);
        string[] now = [.. rows.Select(row => $"{row.Found.Id} {row.Row?.Stamp} {row.Row?.Status}"), $"{Curves.ReadCount}"];
        if (now.SequenceEqual(_listed, StringComparer.Ordinal))
        {
            return false;
        }

        _listed = now;
        Hub.Tell(News.Of(News.Searches));
        return true;
    }
}
