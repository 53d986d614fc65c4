using Enas.Host.Cli;
using Enas.Host.Composition;
using Enas.Pipeline.Events;
using Enas.Pipeline.Jobs;
using Enas.Pipeline.Ports;
using Enas.Pipeline.Search;

namespace Enas.Host.Verbs.Machine;

/// <summary>
/// Runs the beginning of a real search like the one on Penn Treebank, with its log where searches go, and measures what the commits take of
/// it. The last, smaller commit counts too, so the share is rather too high than too low. Checkpoints are no part of the log and
/// are left out.
/// </summary>
internal static class BenchLog
{
    public static async Task<BenchLogCost> MeasureAsync(ComputeOptions compute, string root, double seconds, TimeProvider time)
    {
        var path = Path.Combine(MachineChecks.Existing(Surroundings.FullPath(root)), $".enas-bench-{Environment.ProcessId}");
        try
        {
            return await RunAsync(compute, path, seconds, time);
        }
        finally
        {
            if (Directory.Exists(path))
            {
                Directory.Delete(path, recursive: true);
            }
        }
    }

    private static async Task<BenchLogCost> RunAsync(ComputeOptions compute, string path, double seconds, TimeProvider time)
    {
        var document = BenchJobs.LikePennTreebank();
        var job = document.Options!;
        using var parts = SearchComposition.Create(job, TaskCatalog.Load(job), compute);
        var folder = await FolderNaming.CreateAsync(path, document.Bytes, job.ToResolvedJson());
        var writer = new WriterDescription("bench", Product.Version, parts.Backend.Describe());
        await using var log = await ParquetEventLog.OpenWriterAsync(folder, writer, time, CancellationToken.None);
        await using var measured = new MeasuredLog(log, time);
        var run = new SearchRun(parts.Assembly(time).ForRun(),
            job.Log, job.Checkpoint, measured, new NoCheckpoints(), new NoProgress(), time);
        using var stop = new CancellationTokenSource(TimeSpan.FromSeconds(seconds), time);
        var start = time.GetTimestamp();
        var outcome = await Task.Run(() => run.StartAsync(parts.Started(), [], stopAfterSteps: null, stop.Token), CancellationToken.None);
        var total = time.GetElapsedTime(start).TotalSeconds;
        var steps = total - measured.Seconds;
        return new BenchLogCost(
            outcome.State.StepCount, log.NextSequence,
                measured.Commits, outcome.State.StepCount / total, measured.Seconds * 1e3 / measured.Commits, measured.Seconds / steps);
    }

    /// <summary>A log that notes how long its commits take.</summary>
    private sealed class MeasuredLog(IEventLog log, TimeProvider time) : IEventLog
    {
        public double Seconds { get; private set; }

        public int Commits { get; private set; }

        public long NextSequence => log.NextSequence;

        public long FactCount => log.FactCount;

        public string FactHead => log.FactHead;

        public string EventHead => log.EventHead;

        public async ValueTask<IReadOnlyList<CommittedRow>> AppendAsync(
            long expectedSequence, IReadOnlyList<LogRow> rows, CancellationToken cancellationToken)
        {
            var start = time.GetTimestamp();
            var committed = await log.AppendAsync(expectedSequence, rows, cancellationToken);
            Seconds += time.GetElapsedTime(start).TotalSeconds;
            Commits++;
            return committed;
        }

        public IAsyncEnumerable<CommittedRow> ReadAsync(long fromSequence, CancellationToken cancellationToken) =>
            log.ReadAsync(fromSequence, cancellationToken);

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }

    /// <summary>Keeps no checkpoint: nobody goes on from a benchmark.</summary>
    private sealed class NoCheckpoints : ICheckpointStore
    {
        private static readonly string s_digest = new('0', 64);

        public ValueTask<CheckpointReference> PublishAsync(Checkpoint checkpoint, CancellationToken cancellationToken) =>
            ValueTask.FromResult(new CheckpointReference($"{checkpoint.Step:D20}-{s_digest}.safetensors", s_digest, 0));

        public ValueTask<Checkpoint?> TryReadAsync(CheckpointReference reference, CancellationToken cancellationToken) =>
            ValueTask.FromResult<Checkpoint?>(null);

        public string DigestInFirstFormat(Checkpoint checkpoint) => s_digest;

        public ValueTask ReleaseAsync(string name, CancellationToken cancellationToken) => ValueTask.CompletedTask;
    }

    private sealed class NoProgress : ISearchProgress
    {
        public void Committed(CommittedProgress progress)
        {
        }
    }
}
