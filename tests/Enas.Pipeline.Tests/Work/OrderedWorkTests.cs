using System.Runtime.CompilerServices;
using System.Threading.Channels;
using CsCheck;
using Enas.Pipeline.Work;
using Enas.TestKit.Faults;

namespace Enas.Pipeline.Tests.Work;

/// <summary>Whatever an engine does, results come out in the order of the items, each once, and no further ahead than the window.</summary>
public sealed class OrderedWorkTests
{
    [Fact]
    public void Results_come_in_order_each_once_under_loss_repetition_reordering_and_delay()
    {
        const int Cases = 200;
        var report = new FaultReport(2, "an engine that loses, repeats, reorders and delays");
        var share = Gen.Double[0, 0.4];
        Gen.Select(Gen.Int[0, 120], Gen.Int[1, 30], Gen.Int[1, 12], share, share, share, Gen.Int[0, 1 << 20])
            .Sample((count, window, workers, loss, repeat, crash, seed) =>
            {
                var faults = new FleetFaults(loss, loss, repeat, Refused: loss / 2, crash, Failure: 0.05);
                var run = new Run(count, window, workers, faults, seed);
                Assert.Equal(Enumerable.Range(0, count).Select(number => (long)number), run.Yielded);
                Assert.True(run.MostAhead <= window, $"{run.MostAhead} ahead of a window of {window}");
            }, iter: Cases);
        report.Passed($"{Cases} cases by chance: every ordinal once, in order, never further ahead than the window");
    }

    [Fact]
    public void Without_faults_each_item_is_computed_once()
    {
        var run = new Run(200, 24, 3, new FleetFaults(), 1);
        Assert.Equal(200, run.Fleet.Begun);
        Assert.Equal(24, run.MostAhead);
    }

    [Fact]
    public async Task What_has_a_result_is_not_asked_for()
    {
        var (time, asked) = (new SimulatedTime(), 0L);
        var fleet = new SimulatedFleet(2, new FleetFaults(), time, 1);
        foreach (var number in (long[])[0, 2, 3])
        {
            await fleet.PutAsync(SimulatedFleet.ResultOf(SimulatedFleet.ItemOf(number)), default);
        }

        await using var results = Work(fleet, time).RunAsync(Items(5), default).GetAsyncEnumerator();
        for (; time.Until(results.MoveNextAsync()); asked++)
        {
            Assert.Equal(SimulatedFleet.ResultOf(SimulatedFleet.ItemOf(asked)), results.Current.Result);
        }

        Assert.Equal((5, 2), (asked, fleet.Begun));
    }

    [Fact]
    public async Task An_item_may_depend_on_the_results_a_window_before_it()
    {
        var (time, taken) = (new SimulatedTime(), new List<WorkResult>());
        var fleet = new SimulatedFleet(4, new FleetFaults(LostItem: 0.1, LostNote: 0.1), time, 3);
        var given = Channel.CreateUnbounded<WorkItem>(new() { AllowSynchronousContinuations = true });
        given.Writer.TryWrite(SimulatedFleet.ItemOf(0));
        await using var results = Work(fleet, time).RunAsync(given.Reader.ReadAllAsync(), default).GetAsyncEnumerator();
        while (time.Until(results.MoveNextAsync()))
        {
            taken.Add(results.Current.Result);
            _ = taken.Count < 10 ? given.Writer.TryWrite(SimulatedFleet.ItemOf(taken.Count)) : given.Writer.TryComplete();
        }

        Assert.Equal(10, taken.Count);
    }

    [Fact]
    public async Task Tries_that_fail_are_counted_once_each_and_end_the_item_when_they_are_too_many()
    {
        var time = new SimulatedTime();
        var fleet = new SimulatedFleet(1, new FleetFaults(Repeat: 0.5), time, 5)
        {
            AlwaysFails = item => SimulatedFleet.NumberOf(item) == 1,
        };
        await using var results = Work(fleet, time).RunAsync(Items(3), default).GetAsyncEnumerator();
        var taken = new List<WorkResult>();
        while (time.Until(results.MoveNextAsync()))
        {
            taken.Add(results.Current.Result);
        }

        Assert.Equal([WorkEnd.Done, WorkEnd.Failed, WorkEnd.Done], taken.Select(result => result.End));
        Assert.Equal((74, "the disk is full"), (taken[1].ExitCode, taken[1].Reason));
    }

    [Fact]
    public async Task The_same_item_twice_is_computed_once_and_answered_twice()
    {
        var time = new SimulatedTime();
        var fleet = new SimulatedFleet(2, new FleetFaults(), time, 1);
        var item = SimulatedFleet.ItemOf(7);
        await using var results = Work(fleet, time).RunAsync(Twice(), default).GetAsyncEnumerator();
        Assert.True(time.Until(results.MoveNextAsync()));
        Assert.True(time.Until(results.MoveNextAsync()));
        Assert.Equal((1L, 1L), (results.Current.Ordinal, fleet.Begun));
        Assert.False(time.Until(results.MoveNextAsync()));

        async IAsyncEnumerable<WorkItem> Twice()
        {
            await Task.CompletedTask;
            yield return item;
            yield return item;
        }
    }

    [Fact]
    public async Task A_fault_of_the_items_and_a_stop_come_through_and_close_the_items()
    {
        var (time, closed) = (new SimulatedTime(), 0);
        var fleet = new SimulatedFleet(1, new FleetFaults(), time, 1);
        await using (var results = Work(fleet, time).RunAsync(Failing(), default).GetAsyncEnumerator())
        {
            Assert.Throws<InvalidDataException>(() => time.Until(results.MoveNextAsync()));
        }

        using var stop = new CancellationTokenSource();
        await using (var results = Work(fleet, time).RunAsync(Endless(stop.Token), stop.Token).GetAsyncEnumerator(stop.Token))
        {
            var move = results.MoveNextAsync();
            await stop.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => move.AsTask());
        }

        Assert.Equal(2, closed);

        async IAsyncEnumerable<WorkItem> Failing()
        {
            try
            {
                await Task.CompletedTask;
                yield return SimulatedFleet.ItemOf(0);
                throw new InvalidDataException("no more");
            }
            finally
            {
                closed++;
            }
        }

        async IAsyncEnumerable<WorkItem> Endless([EnumeratorCancellation] CancellationToken cancellationToken)
        {
            try
            {
                await Task.Delay(Timeout.Infinite, cancellationToken);
                yield break;
            }
            finally
            {
                closed++;
            }
        }
    }

    private static OrderedWork Work(SimulatedFleet fleet, TimeProvider time) => new(fleet, fleet, new WorkOptions("fleet"), time);

    private static async IAsyncEnumerable<WorkItem> Items(int count)
    {
        await Task.CompletedTask;
        for (var number = 0; number < count; number++)
        {
            yield return SimulatedFleet.ItemOf(number);
        }
    }

    private sealed class Run
    {
        public Run(int count, int window, int workers, FleetFaults faults, int seed)
        {
            var (time, pulled) = (new SimulatedTime(), 0);
            Fleet = new SimulatedFleet(workers, faults, time, seed);
            var options = new WorkOptions("fleet") { Window = window, MostAttempts = int.MaxValue };
            var results = new OrderedWork(Fleet, Fleet, options, time).RunAsync(Counted(), default).GetAsyncEnumerator();
            while (time.Until(results.MoveNextAsync()))
            {
                Assert.Equal(SimulatedFleet.ResultOf(SimulatedFleet.ItemOf(results.Current.Ordinal)), results.Current.Result);
                Yielded.Add(results.Current.Ordinal);
            }

            async IAsyncEnumerable<WorkItem> Counted()
            {
                await foreach (var item in Items(count))
                {
                    MostAhead = Math.Max(MostAhead, ++pulled - Yielded.Count);
                    yield return item;
                }
            }
        }

        public SimulatedFleet Fleet { get; }

        public List<long> Yielded { get; } = [];

        public int MostAhead { get; private set; }
    }
}
