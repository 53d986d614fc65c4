using Enas.Host.Cli;
using Enas.Host.Searches;
using Enas.Pipeline.Composition;
using Enas.Pipeline.Events;
using Enas.Pipeline.Options;
using Enas.Pipeline.Ports;
using Enas.Pipeline.Replay;
using Enas.Pipeline.Tensors;

namespace Enas.Host.Composition;

/// <summary>The shared weights of a recorded search as they are after its last step. Owns them and reads the search only.</summary>
internal sealed class FinishedWeights : IDisposable
{
    private readonly RecordedWork _work;

    private FinishedWeights(JobOptions job, RecordedWork work) => (Job, _work) = (job, work);

    /// <summary>The job, with its locations as they are now.</summary>
    public JobOptions Job { get; }

    /// <summary>Its data.</summary>
    public JobData Data => _work.Data;

    /// <summary>What computes.</summary>
    public ITensorBackend Backend => _work.Backend;

    /// <summary>The weights.</summary>
    public ISharedWeights Weights => _work.Weights!;

    /// <summary>What computes with them, in the words of facts.</summary>
    public string Numerics => Backend.Numerics;

    /// <summary>Takes the weights from the newest checkpoint and makes the steps after it again.</summary>
    /// <param name="search">A search with shared weights.</param>
    /// <param name="points">What was read of its log.</param>
    /// <param name="sets">Options that change, which can only be locations.</param>
    /// <param name="compute">What computes.</param>
    /// <param name="terminal">Hears what is made again.</param>
    /// <param name="stop">Ends it between two steps.</param>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static async Task<FinishedWeights> OpenAsync(RecordedSearch search, RecordedPoints points,
        IReadOnlyList<string> sets, ComputeOptions compute, Terminal terminal, CancellationToken stop)
    {
        var job = JobLoading.Override(search.Job, sets);
        ResumeRules.RefuseOtherFacts(search, job);
        var work = RecordedWork.Create(search, job, TaskCatalog.Load(job, stop), compute, TimeProvider.System);
        try
        {
            if (Continuation.FirstDifference(search.State.Started!, work.Started) is { } difference)
            {
                throw new BadInputException($"{search.Name} cannot be made again here: "
                    + $"{difference.Field} was {difference.Recorded}, is now {difference.Recomputed}");
            }

            await using var log = await ParquetEventLog.OpenReadAsync(search.Folder, CancellationToken.None);
            var lines = new RecoveryLines(terminal, TimeProvider.System);
            var recovery = new Recovery(log, new SafetensorsCheckpointStore(search.Folder), lines.Say, lines.StepDone,
                work.Backend.IsExact ? null : ReplayTolerance.OfResume);
            _ = await Task.Run(() => recovery.ToAsync(points, facts =>
                work.ForReexecution(facts, TimeProvider.System), search.State.StepCount, stop), CancellationToken.None)
                ?? throw new InconclusiveException($"{search.Name} is a branch, and the checkpoint that it began with is gone");
            return new FinishedWeights(job, work);
        }
        catch
        {
            work.Dispose();
            throw;
        }
    }

    /// <inheritdoc />
    public void Dispose() => _work.Dispose();
}
