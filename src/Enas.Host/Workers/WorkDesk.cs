using System.Collections.Concurrent;
using Enas.Host.Cli;
using Enas.Host.Composition;
using Enas.Host.Settings;
using Enas.Pipeline.Work;
using Enas.Storage.Work;

namespace Enas.Host.Workers;

/// <summary>
/// Does work ahead of whoever wants it: a verb says what it will need, in its order, and then does piece after piece as it would alone. A
/// piece that was done ahead is found in its folder and counts as it is; one that could not be is done there and then, and says why it
/// cannot. So what a verb prints, writes and ends with is the same for one slot and for many. With one slot nothing is done ahead.
/// </summary>
internal sealed class WorkDesk : IAsyncDisposable
{
    // A process that died is tried once more; then whoever wants it tries himself and says what is wrong.
    private const int MostAttempts = 2;

    // Of slots on this machine: what a search says that it will ask for is looked at further ahead than what is done.
    private const int FewestOfAStream = 24;

    private readonly IWorkQueue? _queue;
    private readonly Task _workers = Task.CompletedTask;
    private readonly CancellationTokenSource _end;
    private readonly WorkOptions _options;
    private readonly IResultStore? _results;
    private readonly Terminal _terminal;
    private readonly ConcurrentDictionary<WorkKey, string> _names = new();
    private readonly ConcurrentDictionary<(string Attempt, WorkNoteKind Kind), bool> _heard = new();
    private readonly ConcurrentDictionary<WorkKey, bool> _fresh = new();
    private readonly SemaphoreSlim _here = new(1);

    private WorkDesk(WorkDeskOptions options, IResultStore? results, string? mark, Terminal terminal, CancellationToken stop)
    {
        (_results, _terminal, IsElsewhere) = (results, terminal, options.Request.Engine is not null);
        _end = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var settings = HostSettings.Read().Work;
        _options = new WorkOptions(options.Owner)
        {
            Window = options.Window,
            SweepEvery = settings.Sweep,
            MostAttempts = MostAttempts,
            Watch = IsElsewhere ? new EngineWatch(terminal.Line, settings.Patience, TimeProvider.System) : null,
            Hear = Hear,
        };
        if (results is null)
        {
            return;
        }

        Orders = new WorkOrders(options.Roots, options.Owner, options.ThreadsOfEach, mark);
        if (options.Request.Engine is { } engine)
        {
            _queue = engine.Queue(options.Client);
            return;
        }

        var queue = new LocalQueue(TimeProvider.System);
        _queue = queue;
        var runner = new ItemProcess(options.Roots, options.ThreadsOfEach, options.Programs);
        _workers = new WorkLoop(queue, results, runner, new WorkerOffer("local", options.Roots.DeviceClass), TimeProvider.System)
            .RunAsync(options.Request.Slots, _end.Token);
    }

    /// <summary>Whether workers of other machines do pieces.</summary>
    public bool IsElsewhere { get; }

    /// <summary>Pieces of a stream that are asked for ahead of the first one that is not done.</summary>
    public int StreamWindow => IsElsewhere ? _options.Window : Math.Max(FewestOfAStream, _options.Window);

    /// <summary>Chains of pieces, in which each needs the one before it, that are worth having under way at once.</summary>
    public int FlowCount => _queue is null ? 1 : _options.Window;

    /// <summary>Makes items; null where nothing is done ahead.</summary>
    public WorkOrders? Orders { get; }

    /// <summary>A desk.</summary>
    /// <param name="options">What it has.</param>
    /// <param name="terminal">Hears what is begun ahead.</param>
    /// <param name="stop">Asks for a clean stop.</param>
    /// <exception cref="CommandLineException">There are slots, and the pieces would lie in an object store.</exception>
    public static async Task<WorkDesk> OpenAsync(WorkDeskOptions options, Terminal terminal, CancellationToken stop)
    {
        Require(options);
        var results = options.Request.IsAhead ? await StoredResults.AtAsync(options.Roots.Store, CancellationToken.None) : null;
        var mark = options.Request.Engine is null ? null : await results!.MarkAsync(CancellationToken.None);
        return new(options, results, mark, terminal, stop);
    }

    /// <summary>Refuses a desk that could do nothing.</summary>
    /// <param name="options">What it would have.</param>
    /// <exception cref="CommandLineException">There are slots, and the pieces would lie in an object store; or nobody can say to the engine
    /// who he is.</exception>
    /// <exception cref="EngineUnavailableException">This machine has not what it takes to ask the engine.</exception>
    public static void Require(WorkDeskOptions options)
    {
        if (options.Request.Engine is { } engine)
        {
            engine.Require(options.Roots.Store);
        }
        else if (options.Request.IsAhead && StoreCatalog.IsAddress(options.Roots.Store))
        {
            throw new CommandLineException("--slots: on this machine pieces in an object store are done one after the other; allowed is 1, "
                + "or a local folder, or an --engine with --root at an address");
        }
    }

    /// <summary>Takes pieces as they become known; only where there are slots or an engine.</summary>
    public WorkStream Stream() => new(
        new OrderedWork(_queue!, _results!, _options with { Window = StreamWindow }, TimeProvider.System), FreshenAsync, Hear, _workers,
        _end.Token);

    /// <summary>Removes a result of another day that counts no more, once: of a piece whose folder is gone, and of one that could not be
    /// done then.</summary>
    public async Task FreshenAsync(WorkItem item)
    {
        if (_fresh.TryAdd(item.Key, true) && await _results!.FindAsync(item.Key, CancellationToken.None) is { } result
            && (result.End != WorkEnd.Done || !await IsThereAsync(Orders!.FolderOf(item))))
        {
            await _results.ForgetAsync(item.Key, CancellationToken.None);
        }
    }

    /// <summary>A piece with the name that people are told.</summary>
    /// <exception cref="CommandLineException">It cannot be said to workers.</exception>
    public WorkItem? Named(string name, WorkItem? item)
    {
        if (item is not null)
        {
            _names[item.Key] = name;
        }
        else if (IsElsewhere)
        {
            throw Unsaid(name, Orders!.WhyNot);
        }

        return item;
    }

    /// <summary>The refusal of a piece that cannot be said to workers.</summary>
    /// <param name="name">What it is called.</param>
    /// <param name="whyNot">Why, as <see cref="WorkOrders.WhyNot"/> says it.</param>
    public static CommandLineException Unsaid(string name, string whyNot) => new($"--engine: workers cannot do {name}: {whyNot}");

    /// <summary>Begins to do pieces ahead, in their order.</summary>
    /// <param name="pieces">What each is called, and its item; null for one that is not done ahead.</param>
    public WorkAhead Begin(IReadOnlyList<(string Name, WorkItem? Item)> pieces) =>
        Ahead([.. pieces.Select(piece => Named(piece.Name, piece.Item))]);

    /// <summary>Does one piece: ahead of itself where there are slots, and then here, where what was done is found. Of pieces that are
    /// asked for at the same time one is looked at here after the other.</summary>
    /// <param name="name">What it is called.</param>
    /// <param name="item">Its item; null for one that is not done ahead.</param>
    /// <param name="here">Does it, or as much of it as there is to do.</param>
    public async Task<T> DoAsync<T>(string name, WorkItem? item, Func<Task<T>> here)
    {
        await using (var ahead = Begin([(name, item)]))
        {
            await ahead.NextAsync();
        }

        await _here.WaitAsync(CancellationToken.None);
        try
        {
            return await here();
        }
        finally
        {
            _here.Release();
        }
    }

    /// <summary>Has one piece done elsewhere. After a stop nobody works on it any more.</summary>
    /// <param name="item">The piece.</param>
    /// <returns>Whether there was no stop: the piece was done, or cannot be done elsewhere.</returns>
    public async Task<bool> DoneElsewhereAsync(WorkItem item)
    {
        await using (var ahead = Ahead([item]))
        {
            await ahead.NextAsync();
        }

        if (!_end.IsCancellationRequested)
        {
            return true;
        }

        await TakeBackAsync([item]);
        return false;
    }

    /// <summary>Asks that nobody works on pieces any more.</summary>
    public async Task TakeBackAsync(IEnumerable<WorkItem> items)
    {
        try
        {
            foreach (var item in items)
            {
                await _queue!.CancelAsync(item, CancellationToken.None);
            }
        }
        catch (WorkUnavailableException)
        {
            // Best effort: whoever has one ends it, and it is found when it is asked for again.
        }
    }

    /// <summary>Removes results of pieces: whoever asks for them later wants them done anew.</summary>
    public async Task ForgetAsync(IEnumerable<WorkItem> items)
    {
        foreach (var item in items)
        {
            await _results!.ForgetAsync(item.Key, CancellationToken.None);
        }
    }

    private static async ValueTask<bool> IsThereAsync(string folder) => StoreCatalog.IsAddress(folder)
        ? await SearchFolder.IsSearchAsync(folder, StorageOptions.OfHost(), CancellationToken.None) : Directory.Exists(folder);

    private WorkAhead Ahead(WorkItem?[] items) => new(
            _queue is null ? null : new OrderedWork(_queue, _results!, _options, TimeProvider.System),
            items, FreshenAsync, Hear, _workers, _end.Token);

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _workers;
        if (_queue is not null)
        {
            await _queue.DisposeAsync();
        }

        _end.Dispose();
        _here.Dispose();
    }

    private void Hear(WorkNote note)
    {
        if (_names.TryGetValue(note.Key, out var name) && WordsOf(note, name) is { } words
            && _heard.TryAdd((note.Kind == WorkNoteKind.Progress ? name : note.Attempt, note.Kind), true))
        {
            _terminal.Line(words);
        }
    }

    // A piece that no worker can do is done here: why is in its result alone, since nothing failed. On one machine that says it itself.
    private void Hear(WorkResult result)
    {
        if (IsElsewhere && result.End == WorkEnd.Impossible && _names.TryGetValue(result.Key, out var name))
        {
            _terminal.Line($"no worker can do {name} (exit code {result.ExitCode}): {result.Reason}");
        }
    }

    // What is waited for is said once, however often somebody looks.
    private string? WordsOf(WorkNote note, string name)
    {
        var reason = note.Reason is { } why ? $": {why}" : string.Empty;
        return note.Kind switch
        {
            WorkNoteKind.Started => $"begun {(IsElsewhere ? $"by {note.Worker}" : "ahead")}: {name}",
            WorkNoteKind.Failed => $"{name} ended with exit code {note.ExitCode}{reason}",
            WorkNoteKind.Progress when note.Reason is not null => $"{name} waits for whoever has it{reason}",
            _ => null,
        };
    }
}
