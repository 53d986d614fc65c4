using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using Enas.Host.Workers.Nats;
using Enas.Pipeline.Work;

namespace Enas.Host.Tests.Workers;

/// <summary>An engine with workers of this process: items have names, results are in memory, and who began what is kept.</summary>
internal sealed class WorkBench : IWorkRunner, IAsyncDisposable
{
    public const string Local = "local";
    public const string Nats = "nats";

    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(4);

    /// <summary>How often all that is open is looked for and asked for again.</summary>
    public static TimeSpan Sweep { get; } = TimeSpan.FromSeconds(2);

    private readonly CancellationTokenSource _end = new(s_patience);
    private readonly LocalQueue? _local;
    private readonly TimeSpan _life;
    private readonly Func<WorkItem, CancellationToken, Task> _work;
    private readonly List<Task> _workers = [];

    /// <summary>An engine without a worker.</summary>
    /// <param name="engine"><see cref="Local"/> or <see cref="Nats"/>.</param>
    /// <param name="life">Life of a lease; the local engine has none.</param>
    /// <param name="work">What doing an item takes.</param>
    public WorkBench(string engine, TimeSpan life, Func<WorkItem, CancellationToken, Task> work)
    {
        (_life, _work) = (life, work);
        (_local, Server) = engine == Local ? (new LocalQueue(TimeProvider.System), null) : ((LocalQueue?)null, NatsServer.Begin());
        Queue = _local ?? (IWorkQueue)Open(null);
    }

    /// <summary>Ends when the patience is over.</summary>
    public CancellationToken End => _end.Token;

    public NatsServer? Server { get; }

    public IWorkQueue Queue { get; }

    public MemoryResults Results { get; } = new();

    /// <summary>Names of items, each as often as it was begun.</summary>
    public ConcurrentQueue<string> Begun { get; } = new();

    public static string[] Names(int count) =>
        [.. Enumerable.Range(0, count).Select(number => string.Create(CultureInfo.InvariantCulture, $"n{number}"))];

    public static WorkItem Item(string name) =>
        WorkItem.Of(WorkKind.Training, Encoding.UTF8.GetBytes($"\"{name}\""), WorkNeeds.OfProcessor(1), "the owner");

    public static string NameOf(WorkItem item) => Encoding.UTF8.GetString(item.Description.Span).Trim('"');

    /// <summary>Begins workers of one slot.</summary>
    public void Work(int count)
    {
        for (var number = 0; number < count; number++)
        {
            _workers.Add(WorkAsync(string.Create(CultureInfo.InvariantCulture, $"w/{_workers.Count}")));
        }
    }

    /// <summary>Results of items in their order, by the names that they have as fingerprints.</summary>
    /// <param name="count">How many.</param>
    /// <param name="heard">Hears of each when it comes.</param>
    public async Task<IReadOnlyList<string?>> ResultsAsync(int count, Action? heard = null)
    {
        var options = new WorkOptions("the owner") { Window = 12, SweepEvery = Sweep };
        var found = new List<string?>();
        try
        {
            await foreach (var (ordinal, result) in new OrderedWork(Queue, Results, options, TimeProvider.System).RunAsync(Items(), End))
            {
                Assert.Equal(found.Count, ordinal);
                found.Add(result.Fingerprint);
                heard?.Invoke();
            }
        }
        catch (OperationCanceledException) when (End.IsCancellationRequested)
        {
            Assert.Fail($"{found.Count} of {count} results came in time; {await StateAsync()}");
        }

        return found;

        async IAsyncEnumerable<WorkItem> Items()
        {
            await Task.CompletedTask;
            foreach (var name in Names(count))
            {
                yield return Item(name);
            }
        }
    }

    public async Task UntilAsync(Func<bool> holds)
    {
        try
        {
            while (!holds())
            {
                await Task.Delay(5, End);
            }
        }
        catch (OperationCanceledException) when (End.IsCancellationRequested)
        {
            Assert.Fail($"it did not come to that in time; {await StateAsync()}");
        }
    }

    public async Task<WorkTry> TryAsync(WorkItem item, CancellationToken drain, CancellationToken lost)
    {
        Begun.Enqueue(NameOf(item));
        await _work(item, drain);
        await Results.PutAsync(WorkResult.Done(item.Key, 0, NameOf(item)), CancellationToken.None);
        return new WorkTry(0);
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await Task.WhenAll(_workers);
        await Queue.DisposeAsync();
        Server?.Dispose();
        _end.Dispose();
    }

    // What is said when the patience is over: where the items are that have no result.
    private async Task<string> StateAsync()
    {
        var workers = string.Join(", ", _workers.Select(worker => worker.Status));
        return string.Create(CultureInfo.InvariantCulture, $"{Begun.Count} begun, {Results.Count} results, workers {workers}; ")
            + $"{Server?.State}; " + await StateAsync(Queue);
    }

    /// <summary>What an engine says of itself, in words.</summary>
    public static async Task<string> StateAsync(IWorkQueue queue)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        try
        {
            return (await queue.StatusAsync(limit.Token)).ToString();
        }
        catch (Exception fault) when (fault is WorkUnavailableException or OperationCanceledException)
        {
            return $"the engine does not answer: {fault.Message}";
        }
    }

    private NatsWork Open(WorkerStatus? worker) =>
        NatsWork.Open(EngineAddress.Parse(Server!.Url, null), _life, worker, TimeProvider.System);

    private async Task WorkAsync(string name)
    {
        await using var nats = _local is null ? Open(new WorkerStatus(name, 1, "cpu", [], false, "1")) : null;
        var source = (IWorkSource?)nats ?? _local!;
        await new WorkLoop(source, Results, this, new WorkerOffer(name, "cpu"), TimeProvider.System).RunAsync(1, End);
    }

    /// <summary>Results in memory.</summary>
    internal sealed class MemoryResults : IResultStore
    {
        private readonly ConcurrentDictionary<WorkKey, WorkResult> _all = new();

        private int _lookCount;

        public int Count => _all.Count;

        /// <summary>How often a result was looked for.</summary>
        public int LookCount => _lookCount;

        public ValueTask<WorkResult?> FindAsync(WorkKey key, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref _lookCount);
            return ValueTask.FromResult(_all.GetValueOrDefault(key));
        }

        public ValueTask<bool> PutAsync(WorkResult result, CancellationToken cancellationToken) =>
            ValueTask.FromResult(_all.TryAdd(result.Key, result));

        public ValueTask ForgetAsync(WorkKey key, CancellationToken cancellationToken)
        {
            _all.TryRemove(key, out _);
            return ValueTask.CompletedTask;
        }
    }
}
