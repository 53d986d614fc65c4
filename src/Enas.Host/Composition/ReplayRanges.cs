using Enas.Host.Cli;
using Enas.Host.Searches;
using Enas.Pipeline.Events;
using Enas.Pipeline.Ports;

namespace Enas.Host.Composition;

/// <summary>Where a full replay may begin: at the start, and at published checkpoints.</summary>
internal static class ReplayRanges
{
    /// <summary>More ranges than this for each one that runs at a time would only be more overhead.</summary>
    public const int RangesPerRunner = 2;

    /// <summary>
    /// The steps at which ranges begin, ascending: the newest checkpoint at or before the first step that is asked for, then checkpoints
    /// that cut what follows into parts of about one size.
    /// </summary>
    /// <exception cref="InconclusiveException">A branch lacks the checkpoint that it began with.</exception>
    public static async Task<IReadOnlyList<long>> StartsAsync(RecordedSearch search, long from, long to, int parallel)
    {
        var present = await new SafetensorsCheckpointStore(search.Folder).ListAsync(CancellationToken.None);
        var steps = search.State.Checkpoints.Where(saved => present.Contains(saved.Reference.Name))
            .Select(saved => saved.Position.Step).Distinct().Order().ToArray();
        var begin = search.State.Started!.Fork?.Step ?? 0;
        var first = steps.Where(step => step <= Math.Max(from, begin)).DefaultIfEmpty(begin).Max();
        var later = steps.Where(step => step > first && step < to).ToArray();
        var wanted = Math.Max(1, parallel * RangesPerRunner);
        return [first, .. Enumerable.Range(1, wanted - 1)
            .Select(i => first + ((to - first) * i / wanted))
            .SelectMany(target => later.Where(step => step >= target).Take(1))
            .Distinct()];
    }

    /// <summary>The checkpoint at which a range begins; null for the start of a search, which has none.</summary>
    /// <exception cref="InconclusiveException">It is not there.</exception>
    public static async Task<Checkpoint?> CheckpointAsync(RecordedSearch search, SafetensorsCheckpointStore checkpoints, long step)
    {
        var fork = search.State.Started!.Fork;
        if (step == 0 && fork is null)
        {
            return null;
        }

        var isFork = step == fork?.Step;
        var saved = isFork
            ? search.State.Checkpoints.Find(saved => saved.Position.Step == step)
            : search.State.Checkpoints.FindLast(saved => saved.Position.Step == step);
        var checkpoint = (saved is null ? null : await checkpoints.TryReadAsync(saved.Reference, CancellationToken.None))
            ?? throw new InconclusiveException($"the checkpoint of step {step} of "
                + $"{search.Name} is gone{(isFork ? ", with which this branch began" : string.Empty)}");
        return !isFork || checkpoints.DigestInFirstFormat(checkpoint) == fork!.Checkpoint
            ? checkpoint
            : throw new LogDamagedException($"checkpoint {saved!.Reference.Name} does not hold the state with which this branch began");
    }
}
