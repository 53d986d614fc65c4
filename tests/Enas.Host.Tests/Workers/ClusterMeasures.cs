using System.Diagnostics;
using System.Globalization;
using System.Text;
using Enas.Host.Workers.Nats;
using Enas.Pipeline.Work;
using Enas.Storage.Work;
using Enas.TestKit.Faults;

namespace Enas.Host.Tests.Workers;

/// <summary>How fast work goes over a real server: figures, which a machine with other work on it makes worse. <c>eng/cluster</c> runs
/// them and prints the table; no suite does.</summary>
public sealed class ClusterMeasures : IDisposable
{
    private const double LeastShare = 0.8;
    private const double LeastShareOfLoadedCores = 0.6;
    private const double LeastSubmitted = 1000;

    private readonly NatsServer _server = NatsServer.Begin();

    public void Dispose() => _server.Dispose();

    [Fact(Explicit = true)]
    public async Task Ten_thousand_items_that_nobody_takes()
    {
        const int Items = 10_000;
        var report = new FaultReport(11, "items submitted, no worker");
        await using var queue = Open();
        await queue.SubmitAsync(Item(0), default);
        var start = Stopwatch.GetTimestamp();
        await Parallel.ForAsync(1, Items, new ParallelOptions { MaxDegreeOfParallelism = 64 },
            async (number, stop) => await queue.SubmitAsync(Item(number), stop));
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        Assert.Equal(Items, (await queue.StatusAsync(default)).Waiting);
        Assert.True(Items / seconds > LeastSubmitted, $"{Items / seconds:0} items a second");
        Assert.True(_server.ResidentMegabytes < 100, $"the server has {_server.ResidentMegabytes} MB");
        report.Passed(string.Create(CultureInfo.InvariantCulture,
            $"{Items} items, {Items / seconds:0} a second, the server has {_server.ResidentMegabytes} MB"));
    }

    [Fact(Explicit = true)]
    public async Task Two_hundred_items_that_wait_on_three_workers()
    {
        const int Items = 200;
        const double ItemSeconds = 0.2;
        const int Workers = 3;
        var report = new FaultReport(12, "items of 200 ms on three workers");
        var root = Directory.CreateTempSubdirectory("enas-cluster-");
        var least = HasNothingBesideIt() ? LeastShare : LeastShareOfLoadedCores;
        var results = await StoredResults.AtAsync(root.FullName, default);
        using var end = new CancellationTokenSource();
        var working = Task.WhenAll(Enumerable.Range(0, Workers).Select(async number =>
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"w/{number}");
            await using var source = NatsWork.Open(
                Address, TimeSpan.FromSeconds(5), new WorkerStatus(name, 1, "cpu", [], false, "1"), TimeProvider.System);
            await new WorkLoop(source, results, new Waiting(results, TimeSpan.FromSeconds(ItemSeconds)), new WorkerOffer(name, "cpu"),
                TimeProvider.System).RunAsync(1, end.Token);
        }));
        await using var queue = Open();
        var start = Stopwatch.GetTimestamp();
        var done = 0;
        await foreach (var (ordinal, _) in new OrderedWork(queue, results, new WorkOptions("measure"), TimeProvider.System)
            .RunAsync(ItemsAsync(), default))
        {
            Assert.Equal(done++, ordinal);
        }

        var (seconds, ideal) = (Stopwatch.GetElapsedTime(start).TotalSeconds, Items * ItemSeconds / Workers);
        await end.CancelAsync();
        await working;
        root.Delete(recursive: true);
        Assert.Equal(Items, done);
        Assert.True(ideal / seconds >= least, $"{ideal / seconds:P0} of the ideal, at least {least:P0}");
        report.Passed(Share(Items, seconds, ideal));

        static async IAsyncEnumerable<WorkItem> ItemsAsync()
        {
            await Task.CompletedTask;
            for (var number = 0; number < Items; number++)
            {
                yield return Item(number);
            }
        }
    }

    [Fact(Explicit = true)]
    public async Task Children_that_wait_on_one_two_and_three_workers()
    {
        var children = FaultPlan.Rounds(few: 6, full: 60);
        const int CommitWaitMs = 250;
        var least = FaultPlan.Factor > 1 && HasNothingBesideIt() ? LeastShare : LeastShareOfLoadedCores;
        var (alone, first, ofOne) = ((string?)null, 0, 0.0);
        for (var workers = 1; workers <= 3; workers++)
        {
            var report = new FaultReport(1, string.Create(CultureInfo.InvariantCulture, $"children that wait, {workers} workers"));
            using var cluster = new Cluster(_server.Url, children, steps: 12, CommitWaitMs);
            if (alone is null)
            {
                // All but the mutant and the random candidate, each of which comes alone; some of the others can be the same architecture.
                alone = await cluster.AloneAsync();
                first = cluster.Trained("alone").Count - 2;
            }

            for (var worker = 0; worker < workers; worker++)
            {
                cluster.Worker();
            }

            var start = Stopwatch.GetTimestamp();
            using var coordinator = cluster.Coordinator("search");
            await cluster.HasResultsAsync(first, coordinator);
            var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
            ofOne = workers == 1 ? seconds : ofOne;
            Assert.Equal(alone, await Cluster.FingerprintAsync(coordinator));
            var ideal = ofOne / workers;
            Assert.True(ideal / seconds >= least, $"{workers} workers: {ideal / seconds:P0} of the ideal, at least {least:P0}");
            report.Passed(Share(first, seconds, ideal));
        }
    }

    // eng/cluster looks at what the processors do before it begins, and says so; else by the load of the last minute.
    private static bool HasNothingBesideIt() => Environment.GetEnvironmentVariable("ENAS_CLUSTER_QUIET") == "1" || double.Parse(
        File.ReadAllText("/proc/loadavg").Split(' ')[0], CultureInfo.InvariantCulture) < Environment.ProcessorCount / 2.0;

    private static string Share(int items, double seconds, double ideal) => string.Create(CultureInfo.InvariantCulture,
        $"{items} in {seconds:0.0} s, {items / seconds:0.0} a second, {ideal / seconds:0 %} of the ideal {ideal:0.0} s");

    private static WorkItem Item(int number) => WorkItem.Of(
        WorkKind.Training, Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"\"{number}\"")), WorkNeeds.OfProcessor(1),
        "measure");

    private EngineAddress Address => EngineAddress.Parse(_server.Url, null);

    private NatsWork Open() => NatsWork.Open(Address, TimeSpan.FromSeconds(5), null, TimeProvider.System);

    private sealed class Waiting(IResultStore results, TimeSpan time) : IWorkRunner
    {
        public async Task<WorkTry> TryAsync(WorkItem item, CancellationToken drain, CancellationToken lost)
        {
            await Task.Delay(time, CancellationToken.None);
            await results.PutAsync(WorkResult.Done(item.Key, 0, null), CancellationToken.None);
            return new WorkTry(0);
        }
    }
}
