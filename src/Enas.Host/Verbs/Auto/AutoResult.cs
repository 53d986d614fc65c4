using Enas.Host.Composition;
using Enas.Host.Searches;
using Enas.Pipeline.Options;

namespace Enas.Host.Verbs.Auto;

/// <summary>A known architecture that was trained as the choice was in the finals.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Source">Whose design it is.</param>
/// <param name="Training">Its training; null where it was stopped before.</param>
internal sealed record AutoReference(string Name, string Source, RunOutcome? Training);

/// <summary>What came of one <c>enas auto</c>.</summary>
/// <param name="Job">The job.</param>
/// <param name="Search">Its search.</param>
/// <param name="Reference">A known architecture beside the choice; null where the space names none or there were no finals.</param>
/// <param name="Training">The training of the choice; null where it was not begun.</param>
/// <param name="IsExported">Whether network and report are written.</param>
internal sealed record AutoResult(JobOptions Job, RunOutcome Search, AutoReference? Reference, RunOutcome? Training, bool IsExported)
{
    /// <summary>Minutes that were asked for.</summary>
    public double AskedMinutes { get; init; }

    /// <summary>Minutes that this process took.</summary>
    public double Minutes { get; init; }

    /// <summary>What the choice came to in its finals; null where there were none.</summary>
    public double? FinalScore => Search.State.Completed?.Score;

    /// <summary>Whether the choice was better than the reference under the same training; null where that is not known.</summary>
    public bool? BeatsReference => Reference?.Training?.State.Completed?.Score is { } reference && FinalScore is { } own
        ? Pipeline.Catalogs.SpaceCatalog.Of(Job).Measure.IsBetter(own, reference) : null;

    /// <summary>Whether a piece was stopped before its end; the same command goes on.</summary>
    public bool IsStopped => new[] { Search, Reference?.Training, Training }.OfType<RunOutcome>().Any(outcome => !outcome.IsComplete);

    /// <summary>Why there is no network though nothing was stopped; null where there is one.</summary>
    public NoResult? NoResult => Searches.NoResult.Of(Job, Search.State)
        ?? (Training is { } training ? Searches.NoResult.Of(Job, training.State) : null);

    /// <summary>What the process ends with. A known network that diverged is no fault of the search.</summary>
    public int ExitCode => IsStopped ? Cli.ExitCodes.Stopped : NoResult is null ? Cli.ExitCodes.Done : Cli.ExitCodes.GateFailed;
}
