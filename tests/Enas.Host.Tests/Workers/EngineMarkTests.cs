using System.Diagnostics;
using System.Globalization;
using Enas.Pipeline.Work;
using Enas.TestKit.Faults;

namespace Enas.Host.Tests.Workers;

/// <summary>What every engine must do, over each of them: in a short form here, where other work makes times long; with its times in
/// <c>eng/cluster</c>.</summary>
public sealed class EngineMarkTests
{
    private static readonly TimeSpan s_life = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_mostUntilNext = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(2);

    private static bool IsFull => FaultPlan.Factor > 1;

    [Theory]
    [InlineData(WorkBench.Local, 1)]
    [InlineData(WorkBench.Local, 2)]
    [InlineData(WorkBench.Local, 3)]
    [InlineData(WorkBench.Nats, 2)]
    public async Task Sixty_items_are_done_once_each_and_come_in_order(string engine, int workers)
    {
        await using var bench = new WorkBench(engine, s_life, (_, _) => Task.CompletedTask);
        bench.Work(workers);
        Assert.Equal(WorkBench.Names(60), await bench.ResultsAsync(60));
        Assert.Equal(60, bench.Begun.Count);
    }

    /// <summary>The longest that it is away is longer than a lease.</summary>
    [Theory]
    [InlineData("killed", 2, 2)]
    [InlineData("frozen", 2, 20)]
    public async Task A_server_that_is_away_costs_nothing_but_that_time_and_nothing_is_done_twice(string how, int few, int full)
    {
        var report = new FaultReport(6, $"the server {how} under work");
        var away = TimeSpan.FromSeconds(IsFull ? full : few);
        await using var bench = new WorkBench(WorkBench.Nats, s_life, (_, _) => Task.Delay(50, CancellationToken.None));
        bench.Work(2);
        var committed = 0;
        var results = bench.ResultsAsync(60, () => Interlocked.Increment(ref committed));
        await bench.UntilAsync(() => committed >= 5);
        Leave(bench.Server!, how);
        await Task.Delay(away, bench.End);
        var before = committed;
        Assert.InRange(before, 5, 59);
        Return(bench.Server!, how);
        var back = Stopwatch.GetTimestamp();
        await bench.UntilAsync(() => committed > before);
        var next = Stopwatch.GetElapsedTime(back);
        Assert.Equal(WorkBench.Names(60), await results);
        Assert.Equal(60, bench.Begun.Count);
        Assert.True(!IsFull || next < s_mostUntilNext, $"the next result came {next.TotalSeconds:0.0} s after the server was back");
        report.Passed(string.Create(CultureInfo.InvariantCulture,
            $"away for {away.TotalSeconds:0} s; the next result {next.TotalSeconds:0.0} s after that, 60 items in order, each done once"));
    }

    /// <summary>What waited is gone, and a sweep asks for it again.</summary>
    [Fact]
    public async Task A_server_whose_data_are_deleted_has_all_items_again_after_one_sweep_and_nothing_is_done_twice()
    {
        var report = new FaultReport(7, "the server's data deleted");
        await using var bench = new WorkBench(WorkBench.Nats, s_life, (_, _) => Task.Delay(50, CancellationToken.None));
        bench.Work(2);
        var committed = 0;
        var results = bench.ResultsAsync(60, () => Interlocked.Increment(ref committed));
        await bench.UntilAsync(() => committed >= 5);
        bench.Server!.Kill();
        bench.Server.Forget();

        // What was under way ends without the server, and then nothing is left that somebody could do.
        await bench.UntilAsync(() => bench.Begun.Count == bench.Results.Count);
        var before = bench.Results.Count;
        Assert.InRange(before, 5, 59);
        bench.Server.Again();
        var back = Stopwatch.GetTimestamp();
        while (bench.Results.Count == before && !await HasItemsAsync(bench))
        {
            await Task.Delay(5, bench.End);
        }

        var again = Stopwatch.GetElapsedTime(back);
        Assert.Equal(WorkBench.Names(60), await results);
        Assert.Equal(60, bench.Begun.Count);
        Assert.True(!IsFull || again < s_mostUntilNext + WorkBench.Sweep, $"items were there again after {again.TotalSeconds:0.0} s");
        report.Passed(string.Create(CultureInfo.InvariantCulture,
            $"items there again {again.TotalSeconds:0.0} s after it, a sweep every {WorkBench.Sweep.TotalSeconds:0} s; 60 done once each"));
    }

    private static async Task<bool> HasItemsAsync(WorkBench bench)
    {
        try
        {
            var status = await bench.Queue.StatusAsync(bench.End);
            return status.Waiting + status.Running > 0;
        }
        catch (WorkUnavailableException)
        {
            return false;
        }
    }

    [Theory]
    [InlineData(WorkBench.Local)]
    [InlineData(WorkBench.Nats)]
    public async Task Work_that_takes_eight_leases_is_given_out_once(string engine)
    {
        var report = new FaultReport(8, $"work that takes eight leases, {engine}");
        var life = IsFull ? s_life : TimeSpan.FromSeconds(1);
        await using var bench = new WorkBench(engine, life, (_, _) => Task.Delay(8 * life, CancellationToken.None));
        bench.Work(3);
        Assert.Equal(WorkBench.Names(3), await bench.ResultsAsync(3));
        Assert.Equal(3, bench.Begun.Count);
        report.Passed(string.Create(CultureInfo.InvariantCulture,
            $"three items of {8 * life.TotalSeconds:0} s with leases of {life.TotalSeconds:0} s, each given out once"));
    }

    [Theory]
    [InlineData(WorkBench.Local)]
    [InlineData(WorkBench.Nats)]
    public async Task No_more_than_a_window_is_asked_for_where_nobody_works(string engine)
    {
        const int Window = 12;
        await using var bench = new WorkBench(engine, s_life, (_, _) => Task.CompletedTask);
        var results = bench.ResultsAsync(200);
        while ((await bench.Queue.StatusAsync(bench.End)).Waiting < Window)
        {
            await Task.Delay(5, bench.End);
        }

        // Asked for again at two sweeps, it is there once all the same.
        await bench.UntilAsync(() => bench.Results.LookCount >= 3 * Window);
        Assert.Equal(Window, (await bench.Queue.StatusAsync(bench.End)).Waiting);
        Assert.False(results.IsCompleted);
        bench.Work(1);
        Assert.Equal(WorkBench.Names(200), await results);
    }

    [Fact]
    public async Task Many_items_that_nobody_takes_are_no_load_for_a_server()
    {
        const int Items = 1000;
        await using var bench = new WorkBench(WorkBench.Nats, s_life, (_, _) => Task.CompletedTask);
        await Parallel.ForAsync(0, Items, new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (number, _) =>
            await bench.Queue.SubmitAsync(WorkBench.Item(number.ToString(CultureInfo.InvariantCulture)), bench.End));
        Assert.Equal(Items, (await bench.Queue.StatusAsync(bench.End)).Waiting);
        Assert.InRange(bench.Server!.ResidentMegabytes, 1, 99);
    }

    /// <summary>Each waits until there are three, so it is no matter of time.</summary>
    [Theory]
    [InlineData(WorkBench.Local)]
    [InlineData(WorkBench.Nats)]
    public async Task Three_workers_work_at_once_for_as_long_as_there_is_work(string engine)
    {
        const int Workers = 3;
        using var together = new Barrier(Workers);
        await using var bench = new WorkBench(
            engine, s_life, (_, _) => Task.Run(() => Assert.True(together.SignalAndWait(s_patience)), CancellationToken.None));
        bench.Work(Workers);
        Assert.Equal(WorkBench.Names(30), await bench.ResultsAsync(30));
        Assert.Equal(30 / Workers, together.CurrentPhaseNumber);
    }

    private static void Leave(NatsServer server, string how)
    {
        if (how == "killed")
        {
            server.Kill();
        }
        else
        {
            server.Freeze();
        }
    }

    private static void Return(NatsServer server, string how)
    {
        if (how == "killed")
        {
            server.Again();
        }
        else
        {
            server.Wake();
        }
    }
}
