using Enas.Host.Tests.Cli;
using Enas.TestKit.Faults;

namespace Enas.Host.Tests.Workers;

/// <summary>
/// A search over children with real workers, and everything dies in turn: the facts are those of one process, and nothing that was done is
/// done again. <c>eng/cluster</c> runs it at full length.
/// </summary>
public sealed class ClusterTests(ClusterTests.Broker broker) : IClassFixture<ClusterTests.Broker>
{
    [Fact]
    public async Task A_killed_worker_a_killed_server_and_killed_coordinators_change_no_fact()
    {
        var report = new FaultReport(3, "kill -9 of a worker, the server and the coordinator in turn");
        var (children, kills) = (FaultPlan.Rounds(few: 6, full: 60), FaultPlan.Rounds(few: 1, full: 20));
        using var cluster = new Cluster(broker.Server.Url, children, steps: 12);
        var alone = await cluster.AloneAsync();
        cluster.Worker();
        cluster.Worker();
        var coordinator = cluster.Coordinator("search");
        await cluster.HasResultsAsync(1, coordinator);
        Cluster.KillTree(cluster.Workers[0]);
        cluster.Worker();
        await cluster.HasResultsAsync(2, coordinator);
        broker.Server.Kill();
        broker.Server.Again();
        for (var kill = 1; kill <= kills; kill++)
        {
            await cluster.HasResultsAsync(2 + (kill * Math.Max(1, (children - 2) / (kills + 1))), coordinator);
            Cluster.KillTree(coordinator);
            coordinator.Dispose();
            var done = await Cluster.CompleteAsync(ChildrenOf(cluster));
            Assert.NotEmpty(done);
            coordinator = cluster.Coordinator("search");
            await cluster.HasResultsAsync(3 + (kill * Math.Max(1, (children - 2) / (kills + 1))), coordinator);
            Assert.Empty(done.Except(await Cluster.CompleteAsync(ChildrenOf(cluster))));
        }

        Assert.Equal(alone, await Cluster.FingerprintAsync(coordinator));
        coordinator.Dispose();
        Assert.Equal(cluster.Trained("alone"), cluster.Trained("search"));
        report.Passed($"{children} children, {kills} kills of the coordinator");
    }

    [Theory]
    [InlineData(1, "children of one population")]
    [InlineData(3, "children that follow from others")]
    public async Task Children_have_the_same_facts_with_one_worker_with_two_and_with_three(int lag, string what)
    {
        var report = new FaultReport(1, what + " with one worker, two and three");
        var children = FaultPlan.Rounds(few: 4, full: 60);
        using var cluster = new Cluster(broker.Server.Url, children, steps: 4, lag: lag);
        var alone = await cluster.AloneAsync();
        for (var workers = 1; workers <= 3; workers++)
        {
            // Nothing is known from the run before: results are of a folder, which each search has for itself.
            cluster.Worker();
            var search = $"search-{workers}";
            using var coordinator = cluster.Coordinator(search);
            Assert.Equal(alone, await Cluster.FingerprintAsync(coordinator));
            Assert.Equal(await SearchFacts.OfAsync(cluster.Work, "alone"), await SearchFacts.OfAsync(cluster.Work, search));
        }

        report.Passed($"{children} children and what follows from them: every fact byte-equal to those of one process");
    }

    [Fact]
    public async Task A_machine_that_sleeps_through_its_replacement_writes_nothing_more()
    {
        var report = new FaultReport(4, "a machine asleep, woken after its replacement");
        var rounds = FaultPlan.Rounds(few: 1, full: 5);
        for (var round = 0; round < rounds; round++)
        {
            using var cluster = new Cluster(broker.Server.Url, children: 1, steps: 24);
            await using var begun = await BegunItems.HearAsync(broker.Server.Url, "search-children");
            var alone = await cluster.AloneAsync();
            KeyValuePair<string, string>[] noLock = [.. Faults.Hooks.FaultHooks.Environment, new("ENAS_IGNORE_LOCK", "1")];
            var asleep = cluster.Worker([.. noLock, new("ENAS_FAILPOINT", "after-acknowledge:4:stop")]);
            using var coordinator = cluster.Coordinator("search");
            var item = await Cluster.StoppedItemAsync(asleep);
            Cluster.Freeze(asleep.Process.Id);
            cluster.Worker(noLock);
            Assert.Equal(alone, await Cluster.FingerprintAsync(coordinator));
            var files = Files(cluster);
            Cluster.Wake(item);
            Cluster.Wake(asleep.Process.Id);
            using var limit = new CancellationTokenSource(EnasProcess.Longest);
            while (Directory.Exists($"/proc/{item}"))
            {
                await Task.Delay(5, limit.Token);
            }

            Assert.Equal(files, Files(cluster));

            // The child, the mutant and the random candidate; the one that slept was begun again, and no other.
            Assert.InRange(begun.Counts.Length, 2, 3);
            Assert.InRange(begun.Counts.Count(count => count > 1), 0, 1);
            Assert.Equal(0, (await cluster.Work.Enas("audit", "search")).ExitCode);
        }

        report.Passed($"{rounds} takeovers, no late commit, at most one item begun twice");
    }

    private static string ChildrenOf(Cluster cluster) => Path.Combine(cluster.Work.Root, "search-children");

    // All that is published: of the search, its children, and the results.
    private static IReadOnlyList<(string File, DateTime Written)> Files(Cluster cluster) =>
    [
        .. new[] { "search", "search-children", "results" }
            .SelectMany(folder => Directory.GetFiles(Path.Combine(cluster.Work.Root, folder), "*", SearchOption.AllDirectories))
            .Where(file => file.EndsWith(".json", StringComparison.Ordinal) || file.EndsWith(".parquet", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal).Select(file => (file, File.GetLastWriteTimeUtc(file))),
    ];

    /// <summary>One server for all of them.</summary>
    public sealed class Broker : IDisposable
    {
        public NatsServer Server { get; } = NatsServer.Begin();

        public void Dispose() => Server.Dispose();
    }
}
