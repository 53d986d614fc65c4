using System.Text;
using Enas.Backends.Cpu;
using Enas.Host.Composition;
using Enas.Host.Tests.Cli;
using Enas.Pipeline.Composition;
using Enas.Pipeline.Evaluation;
using Enas.Pipeline.Evaluators.SharedWeights;
using Enas.Pipeline.Jobs;
using Enas.Pipeline.Options;
using Enas.Pipeline.Policies;
using Enas.Pipeline.Search;
using Enas.Pipeline.Spaces.RnnCell;
using Enas.Pipeline.Steps.Lifecycle;
using Enas.Pipeline.Strategies;
using Enas.Pipeline.Strategies.Reinforce;
using Enas.TestKit;

namespace Enas.Host.Tests.Verbs.Sql;

/// <summary>A search of 100,000 sampled architectures in 5,000 commits, made by the real pipeline over null weights.</summary>
internal static class LargeLog
{
    /// <summary>One round is one commit: ten weight steps, and one policy step of ten samples.</summary>
    private const int Rounds = 5000;

    private static readonly JobOptions s_job = TestJobs.Tiny(nodes: 12, strategy: "random") with
    {
        Name = "large",
        Objective = new ObjectiveOptions { Kind = "perplexity" },
        Evaluator = new EvaluatorOptions { Proxy = "snip" },
        Strategy = new StrategyOptions
        {
            Kind = "random",
            WarmUpSteps = 0,
            WeightStepsPerRound = 10,
            PolicyStepsPerRound = 1,
            SamplesPerPolicyStep = 10
        },
        Budget = new BudgetOptions { Rounds = Rounds },
        Log = new LogOptions { GroupEvents = 41, GroupSeconds = 3600 },
        Checkpoint = new CheckpointOptions { EverySteps = int.MaxValue, Keep = 1 },
    };

    /// <summary>Puts it into a folder that is not there, closed as a run closes it; made once and copied.</summary>
    public static Task CreateAsync(string path, int rounds = Rounds) =>
        SharedSearches.CopyAsync(path, $"large log of {rounds} rounds", async (work, name) =>
        {
            await MakeAsync(Path.Combine(work.Root, name), rounds);
            return new EnasResult(0, string.Empty, string.Empty);
        });

    private static async Task MakeAsync(string path, int rounds)
    {
        var job = s_job with { Budget = new BudgetOptions { Rounds = rounds } };
        var folder = SearchFolder.Create(path, Encoding.UTF8.GetBytes("{}"), Encoding.UTF8.GetBytes(job.ToResolvedJson()));
        var space = new RnnCellSpace(job.Space);
        using var backend = new CpuBackend(1);
        using var policy = new UniformPolicy(space, job.Seed);
        using var weights = new NullSharedWeights(architecture => 3 + (0.01 * (architecture.Values.Sum() % 100)));
        var assembly = new SearchAssembly
        {
            Job = job,
            Space = space,
            Strategy = new ReinforceStrategy(
                new StrategyContext { Job = job, Space = space, PolicyBackend = backend, WeightStepsPerEpoch = 7 }, policy),
            Evaluator = new SharedWeightsEvaluator(weights, job.Reward.CommonWindows),
            Weights = weights,
            Time = TimeProvider.System,
        };
        await using var log = await ParquetEventLog.OpenWriterAsync(
            folder, new WriterDescription("large", "test", []), TimeProvider.System, CancellationToken.None);
        var run = new SearchRun(assembly.ForRun(),
            job.Log, job.Checkpoint, log, new InMemoryCheckpointStore(), new NullProgress(), TimeProvider.System);
        await run.StartAsync(new SearchStarted("search", JobFacts.ForSearch(job), "no data", "null/1", "null/1", null, null),
            [], stopAfterSteps: null, CancellationToken.None);
        await FinishedLog.CloseAsync(folder, log, isComplete: true);
    }
}
