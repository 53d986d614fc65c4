using System.Threading.Channels;
using Enas.Host.Dashboard.Answers;

namespace Enas.Host.Dashboard.Live;

/// <summary>News of a search, or of the list of searches.</summary>
/// <param name="Name">What happened.</param>
/// <param name="Data">To what.</param>
internal sealed record News(string Name, SearchEventAnswer Data)
{
    /// <summary>A search has more events.</summary>
    public const string Committed = "committed";

    /// <summary>Nothing will come of a search any more.</summary>
    public const string Ended = "ended";

    /// <summary>A search is read for the first time.</summary>
    public const string Reading = "reading";

    /// <summary>The list of searches is another one.</summary>
    public const string Searches = "searches";

    /// <summary>The state of the service is another one.</summary>
    public const string Service = "service";

    /// <summary>News of no search.</summary>
    public static News Of(string name) =>
        new(name, new SearchEventAnswer { Id = string.Empty, Event = 0, Status = string.Empty, Segment = 0, Of = 0 });
}

/// <summary>Somebody who waits for news.</summary>
/// <param name="Ids">The searches.</param>
/// <param name="Others">The names of the news of no search that are waited for as well.</param>
internal sealed record Listener(IReadOnlyList<string> Ids, IReadOnlyList<string> Others)
{
    // What a slow reader misses it asks for anew, so the newest counts.
    private const int MostWaiting = 64;

    public Channel<News> News { get; } = Channel.CreateBounded<News>(
        new BoundedChannelOptions(MostWaiting) { FullMode = BoundedChannelFullMode.DropOldest });

    /// <summary>Whether it waits for some news.</summary>
    public bool WaitsFor(News news) => news.Data.Id.Length == 0 ? Others.Contains(news.Name) : Ids.Contains(news.Data.Id);
}

/// <summary>Tells pages what came. It says that there is something, never what: the page asks for what it shows.</summary>
internal sealed class EventHub
{
    /// <summary>So many pages are told at a time.</summary>
    public const int Most = 32;

    private readonly Lock _lock = new();
    private readonly List<Listener> _listeners = [];

    /// <summary>Whether anybody waits for news of no search.</summary>
    /// <param name="name">Their name.</param>
    public bool IsWaitedFor(string name)
    {
        lock (_lock)
        {
            return _listeners.Exists(listener => listener.Others.Contains(name));
        }
    }

    /// <summary>Whether anybody waits for news of a search.</summary>
    public bool IsWatched(string id)
    {
        lock (_lock)
        {
            return _listeners.Exists(listener => listener.Ids.Contains(id));
        }
    }

    /// <summary>Begins to listen; null where as many do as there can be.</summary>
    /// <param name="ids">The searches that are listened to.</param>
    /// <param name="others">The names of the news of no search; all of them when left out.</param>
    public Listener? Listen(IReadOnlyList<string> ids, IReadOnlyList<string>? others = null)
    {
        lock (_lock)
        {
            if (_listeners.Count >= Most)
            {
                return null;
            }

            var listener = new Listener(ids, others ?? [News.Searches, News.Service]);
            _listeners.Add(listener);
            return listener;
        }
    }

    /// <summary>Ends to listen.</summary>
    public void Leave(Listener listener)
    {
        lock (_lock)
        {
            _listeners.Remove(listener);
        }
    }

    /// <summary>Tells whoever waits for it.</summary>
    public void Tell(News news)
    {
        lock (_lock)
        {
            foreach (var listener in _listeners.Where(one => one.WaitsFor(news)))
            {
                listener.News.Writer.TryWrite(news);
            }
        }
    }
}
