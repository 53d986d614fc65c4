using Enas.Backends.Cpu;
using Enas.Pipeline.Composition;
using Enas.Pipeline.Evaluation;
using Enas.Pipeline.Evaluators.SharedWeights;
using Enas.Pipeline.Events;
using Enas.Pipeline.Jobs;
using Enas.Pipeline.Options;
using Enas.Pipeline.Policies;
using Enas.Pipeline.Replay;
using Enas.Pipeline.Search;
using Enas.Pipeline.Spaces.RnnCell;
using Enas.Pipeline.Steps.Lifecycle;
using Enas.Pipeline.Strategies;
using Enas.Pipeline.Strategies.Reinforce;
using Enas.Pipeline.Tasks.Text;
using Enas.TestKit;

namespace Enas.Storage.Tests.Faults;

/// <summary>
/// A search of twenty steps, with real weights and a real policy, over a real log on a disk of the test's choice. One call of
/// <see cref="RunAsync"/> is one process: it starts the search or goes on with it, as the host does.
/// </summary>
/// <param name="files">The disk.</param>
internal sealed class SmallSearch(IFileSystem files)
{
    public const int Steps = 20;

    private const string Root = "/search";

    private static readonly JobOptions s_job = TestJobs.Tiny() with
    {
        Strategy = new StrategyOptions
        {
            Kind = "enas",
            WarmUpSteps = 2,
            WeightStepsPerRound = 6,
            PolicyStepsPerRound = 3,
            SamplesPerPolicyStep = 2
        },
        Budget = new BudgetOptions { Rounds = 2 },
        Derive = new DeriveOptions { Candidates = 2, BatchSize = 4, Rule = "lowest-validation-perplexity" },
        Log = new LogOptions { GroupEvents = 8, GroupSeconds = 1_000_000 },
        Checkpoint = new CheckpointOptions { EverySteps = 6, Keep = 3 },
    };

    private static readonly TokenCorpus s_corpus = GeneratedLanguage.Load(s_job.Seed, s_job.Data);

    /// <summary>Rows of every append that returned, of all processes.</summary>
    public List<CommittedRow> Acknowledged { get; } = [];

    /// <summary>What resuming said.</summary>
    public List<string> Said { get; } = [];

    /// <summary>Clock of the processes.</summary>
    public TimeProvider Time { get; set; } = new StoppedClock();

    public static string CheckpointsFolder { get; } = Path.Combine(Root, EntryNames.Checkpoints);

    /// <summary>Runs a process to the end of the search, or to a stop.</summary>
    public async Task<SearchOutcome> RunAsync(long? stopAfterSteps = null)
    {
        var folder = files.FileExists(Path.Combine(Root, "job.json"))
            ? SearchFolder.Open(files, Root) : SearchFolder.Create(files, Root, "job"u8, "resolved"u8);
        await using var parquet = await ParquetEventLog.OpenWriterAsync(folder, TestSearch.Writer, Time, CancellationToken.None);
        await using var log = new WitnessedLog(parquet, Acknowledged);
        var checkpoints = new SafetensorsCheckpointStore(folder);
        using var backend = new CpuBackend(1);
        var space = new RnnCellSpace(s_job.Space);
        using var weights = new RnnSharedWeights(backend, space, s_job, s_corpus);
        using var policy = new LstmPolicy(backend, space, s_job.Policy, s_job.Seed);
        var assembly = new SearchAssembly
        {
            Job = s_job,
            Space = space,
            Strategy = new ReinforceStrategy(new StrategyContext
            {
                Job = s_job,
                Space = space,
                PolicyBackend = backend,
                WeightStepsPerEpoch = weights.StepsPerEpoch
            }, policy),
            Evaluator = new SharedWeightsEvaluator(weights, s_job.Reward.CommonWindows),
            Weights = weights,
            Time = Time,
        };
        var recorded = await log.ProjectAsync(new RecordedPoints());
        var state = recorded.State;
        if (state.Completed is not null)
        {
            return new SearchOutcome(state, IsComplete: true);
        }

        if (state.Started is not null)
        {
            await new Recovery(log, checkpoints, Said.Add, null)
                .ToAsync(recorded, assembly.ForReexecution, state.StepCount, CancellationToken.None);
        }

        var run = new SearchRun(assembly.ForRun(), s_job.Log, s_job.Checkpoint, log, checkpoints, new NullProgress(), Time);
        var started = new SearchStarted(
            "search", JobFacts.ForSearch(s_job), s_corpus.Digest, backend.Numerics, backend.Numerics, null, null);
        return state.Started is null
            ? await run.StartAsync(started, [], stopAfterSteps, CancellationToken.None)
            : await run.ResumeAsync(state, [], stopAfterSteps, CancellationToken.None);
    }

    /// <summary>Everything that a process was told is in the log, at its place and unchanged; the log verifies. Returns
    /// its fact head.</summary>
    public async Task<string> CheckAsync(IFileSystem disk)
    {
        if (!disk.FileExists(Path.Combine(Root, "job.json")))
        {
            Assert.Empty(Acknowledged);
            return string.Empty;
        }

        await using var log = await ParquetEventLog.OpenReadAsync(SearchFolder.Open(disk, Root), CancellationToken.None);
        var rows = await TestSearch.ReadAllAsync(log);
        foreach (var told in Acknowledged)
        {
            Assert.True(told.Sequence < rows.Count, $"event {told.Sequence} was acknowledged and is gone");
            Assert.True(rows[(int)told.Sequence].EventHash.Span.SequenceEqual(told.EventHash.Span),
                $"event {told.Sequence} was acknowledged and is another now");
        }

        return log.FactHead;
    }
}
