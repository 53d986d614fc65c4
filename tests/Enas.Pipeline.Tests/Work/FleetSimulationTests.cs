using System.Diagnostics;
using System.Globalization;
using Enas.Pipeline.Work;

namespace Enas.Pipeline.Tests.Work;

/// <summary>
/// A thousand workers on simulated time, which no test machine has: memory stays flat, the window is kept and nothing is lost. It is a
/// simulation of workers and engine; what is real is <see cref="OrderedWork"/>. Nothing runs beside it: memory is that of the process.
/// </summary>
[Collection(AloneCollection)]
public sealed class FleetSimulationTests(ITestOutputHelper output)
{
    /// <summary>Tests that nothing may run beside, since they measure what the whole process holds.</summary>
    public const string AloneCollection = "measures of the process";

    private const int Workers = 1000;
    private const int Window = 2000;

    private static readonly FleetFaults s_faults = new(
        LostItem: 0.01, LostNote: 0.05, Repeat: 0.02, Refused: 0.01, Crash: 0.01, Failure: 0.01);

    [Fact]
    public void A_thousand_workers_lose_nothing_and_the_window_holds() => Simulate(20_000);

    [Fact(Explicit = true)]
    public void A_million_items() => Simulate(1_000_000);

    [Fact(Explicit = true)]
    public void A_million_items_without_faults() => Simulate(1_000_000, new FleetFaults());

    private void Simulate(int count, FleetFaults? faults = null)
    {
        var (time, yielded, pulled) = (new SimulatedTime(), 0L, 0L);
        var fleet = new SimulatedFleet(Workers, faults ?? s_faults, time, 21);
        fleet.IsWanted = number => number >= yielded;
        var options = new WorkOptions("fleet") { Window = Window, MostAttempts = 1000 };
        var results = new OrderedWork(fleet, fleet, options, time).RunAsync(Items(), default).GetAsyncEnumerator();
        var (began, processor, early) = (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime, 0L);
        var mostHeld = 0;
        while (time.Until(results.MoveNextAsync()))
        {
            Assert.Equal(yielded, results.Current.Ordinal);
            Assert.Equal(SimulatedFleet.ItemOf(yielded).Key, results.Current.Result.Key);
            Assert.True(pulled - yielded <= Window);
            yielded++;
            fleet.Forget(results.Current.Result.Key);
            mostHeld = Math.Max(mostHeld, fleet.Held);
            if (yielded == count / 4)
            {
                early = GC.GetTotalMemory(forceFullCollection: true);
            }
        }

        var late = GC.GetTotalMemory(forceFullCollection: true);
        Assert.Equal(count, yielded);
        Assert.True(late - early < 4 << 20, $"{early} bytes after a quarter, {late} at the end");
        Assert.True(mostHeld < 5 * Window, $"{mostHeld} items and results held");
        var used = Environment.CpuUsage.TotalTime - processor;
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{count} items on {Workers} workers, {time.Elapsed.TotalSeconds:0} s of simulated time, {fleet.Begun} tries begun, "
            + $"{fleet.DoneCount} ended well; {Stopwatch.GetElapsedTime(began).TotalSeconds:0.0} s, "
            + $"{used.TotalMicroseconds / count:0.0} us of processor an item with the simulation; "
            + $"{early / 1024} KiB after a quarter, {late / 1024} KiB at the end"));

        async IAsyncEnumerable<WorkItem> Items()
        {
            await Task.CompletedTask;
            for (; pulled < count;)
            {
                yield return SimulatedFleet.ItemOf(pulled++);
            }
        }
    }
}

/// <summary>See <see cref="FleetSimulationTests.AloneCollection"/>.</summary>
[CollectionDefinition(FleetSimulationTests.AloneCollection, DisableParallelization = true)]
public sealed class MeasuresOfTheProcessCollection;
