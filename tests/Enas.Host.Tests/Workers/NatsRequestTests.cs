using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using Enas.Host.Workers;
using Enas.Host.Workers.Nats;
using Enas.Pipeline.Work;
using NATS.Client.Core;
using NATS.Client.JetStream;
using NATS.Client.JetStream.Models;

namespace Enas.Host.Tests.Workers;

/// <summary>What a NATS server is asked, heard by somebody beside it: some requests harm it, and some answers of it are not to be relied
/// upon.</summary>
public sealed class NatsRequestTests : IAsyncLifetime
{
    private const string Api = "$JS.API.";
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(90);

    private readonly NatsServer _server = NatsServer.Begin();
    private readonly CancellationTokenSource _end = new(s_patience);
    private readonly ConcurrentQueue<(string Subject, string Text)> _asked = new();
    private NatsConnection _beside = null!;
    private Task _hearing = Task.CompletedTask;

    public async ValueTask InitializeAsync()
    {
        _beside = new NatsConnection(new NatsOpts { Url = _server.Url });
        var subscription = await _beside.SubscribeCoreAsync<string>(Api + ">", cancellationToken: _end.Token);
        await _beside.PingAsync(_end.Token);
        _hearing = HearAsync(subscription);
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _hearing;
        await _beside.DisposeAsync();
        _server.Dispose();
        _end.Dispose();
    }

    /// <summary>An update of a stream that is being made ends the server: it was seen once in some 860 beginnings of three.</summary>
    [Fact]
    public async Task Whoever_begins_at_once_asks_that_the_stream_is_made_and_never_that_it_is_updated()
    {
        var all = Enumerable.Range(0, 4).Select(_ => Open(null)).ToArray();
        await Task.WhenAll(all.Select((work, number) => SubmitAsync(work, Item($"n{number}"))));
        Assert.Equal(4, (await all[0].StatusAsync(_end.Token)).Waiting);
        await UntilAsync(() => Count("STREAM.CREATE") >= 4);
        Assert.Equal(0, Count("STREAM.UPDATE"));
        foreach (var work in all)
        {
            await work.DisposeAsync();
        }
    }

    /// <summary>Who may make the stream says what is work.</summary>
    [Fact]
    public async Task A_worker_asks_for_no_stream_to_be_made_and_takes_what_whoever_gives_work_has_made()
    {
        await using var worker = Open(new WorkerStatus("here/1", 1, "cpu", [], false, "1"));
        var taking = worker.TakeAsync(new WorkerOffer("here/1", "cpu"), _end.Token).AsTask();
        await UntilAsync(() => Count("CONSUMER") >= 2);
        Assert.Equal(0, Count("STREAM."));
        await using var queue = Open(null);
        await queue.SubmitAsync(Item("n0"), _end.Token);
        Assert.Equal("\"n0\"", Encoding.UTF8.GetString((await taking)!.Item.Description.Span));
        Assert.All(_asked, asked => Assert.DoesNotContain("STREAM.UPDATE", asked.Subject, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_stream_that_is_there_with_other_settings_gets_those_of_now()
    {
        var stream = new NatsJSContext(_beside);
        await stream.CreateStreamAsync(
            new StreamConfig(NatsSubjects.Stream, [NatsSubjects.AllWork])
            {
                Retention = StreamConfigRetention.Workqueue,
                Discard = StreamConfigDiscard.New,
                MaxMsgs = 10,
            },
            _end.Token);
        await using var work = Open(null);
        await work.SubmitAsync(Item("n0"), _end.Token);
        var settings = (await stream.GetStreamAsync(NatsSubjects.Stream, cancellationToken: _end.Token)).Info.Config;
        Assert.Equal((1, 100_000), (settings.MaxMsgsPerSubject, settings.MaxMsgs));
    }

    /// <summary>The count from which a server answers a pull that does not wait may be too low: one that waits makes it look.</summary>
    [Fact]
    public async Task A_worker_without_an_item_asks_now_and_then_in_the_way_that_makes_the_server_look()
    {
        await using var queue = Open(null);
        await using var worker = Open(new WorkerStatus("here/1", 1, "cpu", [], false, "1"));
        Assert.Equal(0, (await queue.StatusAsync(_end.Token)).Waiting);
        var taking = worker.TakeAsync(new WorkerOffer("here/1", "cpu"), _end.Token).AsTask();
        await UntilAsync(() => WaitsOf().Count == WorkItem.HighestPriority + 1);
        Assert.All(Pulls(), pull => Assert.True(IsWait(pull) ^ IsNoWait(pull)));
        await queue.SubmitAsync(Item("n0"), _end.Token);
        Assert.Equal("\"n0\"", Encoding.UTF8.GetString((await taking)!.Item.Description.Span));
    }

    private static bool IsWait((string Subject, string Text) asked) =>
        JsonDocument.Parse(asked.Text).RootElement.TryGetProperty("expires", out var expires) && expires.GetInt64() > 0;

    private static bool IsNoWait((string Subject, string Text) asked) =>
        JsonDocument.Parse(asked.Text).RootElement.TryGetProperty("no_wait", out var noWait) && noWait.GetBoolean();

    private static WorkItem Item(string name) =>
        WorkItem.Of(WorkKind.Training, Encoding.UTF8.GetBytes($"\"{name}\""), WorkNeeds.OfProcessor(1), "the owner");

    private NatsWork Open(WorkerStatus? worker) =>
        NatsWork.Open(EngineAddress.Parse(_server.Url, null), TimeSpan.FromSeconds(5), worker, TimeProvider.System);

    // A stream that is half made takes no item: as a sweep does, it is asked again.
    private async Task SubmitAsync(NatsWork work, WorkItem item)
    {
        for (var isIn = false; !isIn;)
        {
            try
            {
                await work.SubmitAsync(item, _end.Token);
                isIn = true;
            }
            catch (WorkUnavailableException)
            {
                await Task.Delay(20, _end.Token);
            }
        }
    }

    private int Count(string request) => _asked.Count(asked => asked.Subject.StartsWith(Api + request, StringComparison.Ordinal));

    private (string Subject, string Text)[] Pulls() =>
        [.. _asked.Where(asked => asked.Subject.StartsWith(Api + "CONSUMER.MSG.NEXT", StringComparison.Ordinal))];

    private HashSet<string> WaitsOf() => [.. Pulls().Where(IsWait).Select(asked => asked.Subject)];

    private async Task HearAsync(INatsSub<string> subscription)
    {
        try
        {
            await foreach (var message in subscription.Msgs.ReadAllAsync(_end.Token))
            {
                _asked.Enqueue((message.Subject, message.Data ?? string.Empty));
            }
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }
    }

    private async Task UntilAsync(Func<bool> holds)
    {
        while (!holds())
        {
            await Task.Delay(20, _end.Token);
        }
    }
}
