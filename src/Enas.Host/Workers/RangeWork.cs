using Enas.Host.Cli;
using Enas.Host.Composition;
using Enas.Pipeline.Catalogs;
using Enas.Pipeline.Messages;
using Enas.Pipeline.Replay;
using Enas.Pipeline.Work;

namespace Enas.Host.Workers;

/// <summary>Makes a range of a recorded search again as an item says, from the log in the shared folder. Writes nothing there.</summary>
/// <param name="roots">Where this machine has its store and what computes.</param>
internal sealed class RangeWork(WorkRoots roots)
{
    /// <summary>Makes it again.</summary>
    /// <param name="key">The item's.</param>
    /// <param name="work">What it says.</param>
    /// <param name="stop">Ends it between two steps.</param>
    /// <returns>What it showed; or, where it cannot be made with what is here, why.</returns>
    /// <exception cref="BadInputException">The item is refused.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public async Task<WorkResult> RunAsync(WorkKey key, WorkDescription work, CancellationToken stop)
    {
        var (range, points) = (work.Range!, new RecordedPoints());
        var search = await RecordedSearch.OpenAsync(roots.FolderOf(work.Place), points);
        Require(search, range);
        var here = new RangeReplay(search, points, work.Job, TaskCatalog.Load(work.Job, stop), roots.Compute, TimeProvider.System);
        try
        {
            var found = await here.RunAsync(new ReplayRange(range.FromStep, range.ToStep, range.WithEnding, range.IsBase), stop);
            var code = found.Divergence is null ? ExitCodes.Done : ExitCodes.Difference;
            return WorkResult.Done(key, code, search.Fingerprint) with { Value = RangeValue.Write(found) };
        }
        catch (InconclusiveException reason)
        {
            // Whoever asks says so himself.
            return WorkResult.Without(key, WorkEnd.Impossible, ExitCodes.Inconclusive, reason.Message);
        }
    }

    private static void Require(RecordedSearch search, WorkRange range)
    {
        if (search.EventHead != range.Head)
        {
            throw new BadInputException($"an item of work is refused: the log of {search.Name} has the head {search.EventHead} here, and "
                + $"the item wants {ForeignText.Shown(range.Head)}");
        }

        if (search.State.Started is null || range.FromStep < 0 || range.ToStep > search.State.StepCount || range.FromStep > range.ToStep
            || (range.FromStep > 0 && !search.State.Checkpoints.Exists(saved => saved.Position.Step == range.FromStep)))
        {
            throw new BadInputException($"an item of work is refused: {search.Name} has no range from step {range.FromStep} to "
                + $"{range.ToStep}");
        }
    }
}
