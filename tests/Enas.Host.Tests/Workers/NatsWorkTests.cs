using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using Enas.Host.Workers;
using Enas.Host.Workers.Nats;
using Enas.Pipeline.Work;
using Enas.TestKit.Faults;
using NATS.Client.Core;

namespace Enas.Host.Tests.Workers;

/// <summary>The engine over a real server: it is killed, emptied and lied to, and every item is done.</summary>
public sealed class NatsWorkTests : IDisposable
{
    private static readonly TimeSpan s_life = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(90);

    private readonly NatsServer _server = NatsServer.Begin();
    private readonly Results _results = new();
    private readonly ConcurrentQueue<string> _begun = new();
    private readonly CancellationTokenSource _end = new(s_patience);

    public void Dispose()
    {
        _end.Dispose();
        _server.Dispose();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task Sixty_items_are_done_once_each_and_come_in_order(int workers)
    {
        var working = Workers(workers, (item, _) => Task.FromResult(Done(item)));
        Assert.Equal(Names(60), await ResultsAsync(60));
        Assert.Equal(60, _begun.Count);
        await EndAsync(working);
    }

    [Fact]
    public async Task A_server_that_is_killed_and_begun_again_and_one_that_lost_its_data_cost_no_item()
    {
        var working = Workers(2, async (item, _) =>
        {
            await Task.Delay(20, CancellationToken.None);
            return Done(item);
        });
        var results = ResultsAsync(40);
        await UntilAsync(() => _begun.Count >= 5);
        _server.Kill();
        _server.Again();
        await UntilAsync(() => _begun.Count >= 15);
        _server.Kill();
        _server.Forget();
        _server.Again();
        Assert.Equal(Names(40), await results);
        Assert.All(_begun.GroupBy(name => name), same => Assert.Single(same));
        await EndAsync(working);
    }

    [Fact]
    public async Task Work_that_takes_longer_than_a_lease_is_given_out_once()
    {
        var working = Workers(2, async (item, _) =>
        {
            await Task.Delay(3 * s_life, CancellationToken.None);
            return Done(item);
        });
        Assert.Equal(Names(1), await ResultsAsync(1));
        Assert.Single(_begun);
        await EndAsync(working);
    }

    [Fact]
    public async Task A_drained_worker_gives_its_item_to_another_one_and_a_dead_one_loses_it_after_its_lease()
    {
        await using var dead = Open("dead");
        await using var queue = NatsWork.Open(Address, s_life, null, TimeProvider.System);
        await queue.SubmitAsync(Item("n0"), _end.Token);

        // Nobody renews it: as of a worker that was killed.
        Assert.NotNull(await dead.TakeAsync(Offer("dead"), _end.Token));
        using var drain = new CancellationTokenSource();
        var drained = WorkersUntil(1, async (_, stop) =>
        {
            await Task.Delay(Timeout.Infinite, stop).ContinueWith(_ => { }, TaskScheduler.Default);
            return new WorkTry(75);
        }, drain.Token);
        await UntilAsync(() => _begun.Count == 1);
        await drain.CancelAsync();
        await drained;
        var working = Workers(1, (item, _) => Task.FromResult(Done(item)));
        await UntilAsync(() => _results.Count == 1);
        Assert.Equal(["n0", "n0"], _begun);
        await EndAsync(working);
    }

    [Fact]
    public async Task The_highest_priority_comes_first_and_asking_twice_changes_nothing()
    {
        var report = new FaultReport(10, "an item of priority 3 behind 50 of priority 0");
        await using var queue = NatsWork.Open(Address, s_life, null, TimeProvider.System);
        foreach (var number in Enumerable.Range(0, 50))
        {
            await queue.SubmitAsync(Item($"n{number}"), _end.Token);
            await queue.SubmitAsync(Item($"n{number}"), _end.Token);
        }

        await queue.SubmitAsync(Item("high") with { Priority = 3 }, _end.Token);
        Assert.Equal(51, (await queue.StatusAsync(_end.Token)).Waiting);
        var working = Workers(1, (item, _) => Task.FromResult(Done(item)));
        await UntilAsync(() => _results.Count == 51);
        Assert.Equal(["high", .. Names(50)], _begun);
        report.Passed($"begun as number {_begun.ToList().IndexOf("high") + 1}");
        await EndAsync(working);
    }

    [Fact]
    public async Task A_message_that_is_no_item_is_ended_and_workers_are_told_of_and_told_to_drain()
    {
        await using var connection = new NatsConnection(new NatsOpts { Url = _server.Url });
        await using var queue = NatsWork.Open(Address, s_life, null, TimeProvider.System);
        await queue.SubmitAsync(Item("n0"), _end.Token);
        await connection.PublishAsync("enas.work.training.cpu.3.forged.forged", Encoding.UTF8.GetBytes("rm -rf /"));
        var said = new ConcurrentQueue<string>();
        await using var worker = Open("here/1", said.Enqueue);
        var lease = await worker.TakeAsync(Offer("here/1"), _end.Token);
        Assert.Equal("n0", NameOf(lease!.Item));
        Assert.Equal(
            "a message on enas.work.training.cpu.3.forged.forged is refused and removed: it is no item of work", Assert.Single(said));
        var status = await queue.StatusAsync(_end.Token);
        Assert.Equal((0, 1), (status.Waiting, status.Running));
        Assert.Equal(("here/1", lease.Item.Key.Hex), (status.Workers.Single().Name, status.Workers.Single().Working.Single()));
        await queue.CancelAsync(lease.Item, _end.Token);
        await UntilAsync(() => lease.Lost.IsCancellationRequested);
        status = await queue.StatusAsync(_end.Token);
        Assert.Equal((0, 0), (status.Waiting, status.Running));
        await queue.DrainAsync("here", _end.Token);
        Assert.Null(await worker.TakeAsync(Offer("here/1"), _end.Token));
    }

    /// <summary>Whoever brings a message into the stream in another way than by giving work has given none.</summary>
    [Theory]
    [InlineData("enas.work.training.cpu.3.forged.")]
    [InlineData("enas.work.search.cpu.3.{owner}.")]
    public async Task An_item_on_another_subject_than_its_own_is_given_to_nobody(string subject)
    {
        await using var connection = new NatsConnection(new NatsOpts { Url = _server.Url });
        await using var queue = NatsWork.Open(Address, s_life, null, TimeProvider.System);
        await queue.SubmitAsync(Item("n0"), _end.Token);
        var forged = Item("forged") with { Priority = 3 };
        subject = subject.Replace("{owner}", NatsSubjects.OwnerOf(forged.Owner), StringComparison.Ordinal) + forged.Key.Hex;
        await connection.PublishAsync(subject, WorkMessage.Write(forged));
        var said = new ConcurrentQueue<string>();
        await using var worker = Open("here/1", said.Enqueue);
        var lease = await worker.TakeAsync(Offer("here/1"), _end.Token);
        Assert.Equal("n0", NameOf(lease!.Item));
        Assert.StartsWith($"a message on {subject} is refused", Assert.Single(said), StringComparison.Ordinal);
        await lease.EndAsync(_end.Token);
        Assert.Equal(0, (await queue.StatusAsync(_end.Token)).Waiting);
    }

    [Theory]
    [InlineData("nats://10.0.0.1:4222", false)]
    [InlineData("tls://10.0.0.1:4222", false)]
    [InlineData("nats://example.org", false)]
    [InlineData("http://127.0.0.1:4222", false)]
    [InlineData("nats://me:secret@127.0.0.1:4222", false)]
    [InlineData("nats://127.0.0.1:4222/x", false)]
    [InlineData("localhost:4222", false)]
    [InlineData("nats://127.0.0.1:4222", true)]
    [InlineData("nats://localhost", true)]
    [InlineData("nats://[::1]:4222", true)]
    public void Only_an_engine_on_this_machine_is_reached_without_tls_and_credentials(string url, bool isAllowed)
    {
        var refusal = Record.Exception(() => EngineAddress.Parse(url, null));
        Assert.Equal(isAllowed, refusal is null);
        Assert.True(isAllowed || refusal is Enas.Host.Cli.CommandLineException);
    }

    private EngineAddress Address => EngineAddress.Parse(_server.Url, null);

    private static WorkerOffer Offer(string name) => new(name, "cpu");

    private static string[] Names(int count) =>
        [.. Enumerable.Range(0, count).Select(number => string.Create(CultureInfo.InvariantCulture, $"n{number}"))];

    private static WorkItem Item(string name) =>
        WorkItem.Of(WorkKind.Training, Encoding.UTF8.GetBytes($"\"{name}\""), WorkNeeds.OfProcessor(1), "the owner");

    private static string NameOf(WorkItem item) => Encoding.UTF8.GetString(item.Description.Span).Trim('"');

    private NatsWork Open(string name, Action<string>? say = null) =>
        NatsWork.Open(Address, s_life, new WorkerStatus(name, 1, "cpu", [], false, "1"), TimeProvider.System, say);

    private WorkTry Done(WorkItem item)
    {
        _results.PutAsync(WorkResult.Done(item.Key, 0, NameOf(item)), default).AsTask().GetAwaiter().GetResult();
        return new WorkTry(0);
    }

    private async Task<List<string?>> ResultsAsync(int count)
    {
        await using var queue = NatsWork.Open(Address, s_life, null, TimeProvider.System);
        var options = new WorkOptions("the owner") { Window = 12, SweepEvery = TimeSpan.FromSeconds(2) };
        var found = new List<string?>();
        try
        {
            await foreach (var (_, result) in new OrderedWork(queue, _results, options, TimeProvider.System).RunAsync(Items(), _end.Token))
            {
                found.Add(result.Fingerprint);
            }
        }
        catch (OperationCanceledException) when (_end.IsCancellationRequested)
        {
            Assert.Fail($"{found.Count} of {count} results came in time, {_begun.Count} were begun, {_results.Count} are done; "
                + $"{_server.State}; " + await WorkBench.StateAsync(queue));
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

    private Task Workers(int count, Func<WorkItem, CancellationToken, Task<WorkTry>> run) => WorkersUntil(count, run, _end.Token);

    private Task WorkersUntil(int count, Func<WorkItem, CancellationToken, Task<WorkTry>> run, CancellationToken stop) =>
        Task.WhenAll(Enumerable.Range(0, count).Select(async number =>
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"w/{number}");
            await using var source = Open(name);
            await new WorkLoop(source, _results, new Runner(this, run), Offer(name), TimeProvider.System).RunAsync(1, stop);
        }));

    private async Task EndAsync(Task working)
    {
        await _end.CancelAsync();
        await working;
    }

    private async Task UntilAsync(Func<bool> holds)
    {
        while (!holds())
        {
            await Task.Delay(5, _end.Token);
        }
    }

    private sealed class Runner(NatsWorkTests tests, Func<WorkItem, CancellationToken, Task<WorkTry>> run) : IWorkRunner
    {
        public Task<WorkTry> TryAsync(WorkItem item, CancellationToken drain, CancellationToken lost)
        {
            tests._begun.Enqueue(NameOf(item));
            return run(item, drain);
        }
    }

    private sealed class Results : IResultStore
    {
        private readonly ConcurrentDictionary<WorkKey, WorkResult> _all = new();

        public int Count => _all.Count;

        public ValueTask<WorkResult?> FindAsync(WorkKey key, CancellationToken cancellationToken) =>
            ValueTask.FromResult(_all.GetValueOrDefault(key));

        public ValueTask<bool> PutAsync(WorkResult result, CancellationToken cancellationToken) =>
            ValueTask.FromResult(_all.TryAdd(result.Key, result));

        public ValueTask ForgetAsync(WorkKey key, CancellationToken cancellationToken)
        {
            _all.TryRemove(key, out _);
            return ValueTask.CompletedTask;
        }
    }
}
