using Enas.Host.Composition;
using Enas.Host.Searches;
using Enas.Pipeline.Catalogs.Evaluators;
using Enas.Pipeline.Measures;
using Enas.Pipeline.Options;
using Enas.Pipeline.Steps.Child;
using Enas.Pipeline.Steps.Score;

namespace Enas.Host.Verbs.Auto;

/// <summary>A known architecture that was trained as the choice was in the search, or in its finals.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Source">Whose design it is.</param>
/// <param name="Training">Its training; null where it was stopped before.</param>
internal sealed record AutoReference(string Name, string Source, RunOutcome? Training);

/// <summary>What came of one <c>enas auto</c>.</summary>
/// <param name="Search">Its search.</param>
/// <param name="Reference">A known architecture beside the choice; null where the space names none or there were no finals.</param>
/// <param name="Training">The training of the choice; null where it was not begun.</param>
/// <param name="IsExported">Whether network and report are written.</param>
internal sealed record AutoResult(JobOptions Job, RunOutcome Search, AutoReference? Reference, RunOutcome? Training, bool IsExported)
{
    /// <summary>The limits of the job beside what the exported network has; none before it is exported.</summary>
    public IReadOnlyList<KeptLimit> Limits { get; init; } = [];

    /// <summary>Minutes that were asked for.</summary>
    public double AskedMinutes { get; init; }

    /// <summary>The plan that is kept beside the job; null where none is.</summary>
    public AutoPlan? Plan { get; init; }

    /// <summary>What it took, over all commands that worked on it.</summary>
    public AutoTime Time { get; init; } = AutoTime.None;

    /// <summary>What the choice came to when the search trained it alone; null where it was not.</summary>
    public double? FinalScore => Search.State.Completed?.Score;

    /// <summary>Architectures that were trained as the choice was, of which it came out the best on the validation set; 0 where there were
    /// none. A known network is trained once, so that its score has no such luck in it.</summary>
    public int ChosenAmong => EvaluatorCatalog.Of(Job).TrainsAlone ? Search.State.Children.Count
        : HeldFinals.Of(Job, Search.State)?.Rungs[0].Places.Count ?? 0;

    /// <summary>Whether finals are ranked by their loss, which then says who is better too.</summary>
    public bool IsByLoss => Job.Finals is { AreHeld: true, By: FinalsOptions.ByLoss };

    /// <summary>How a known network is trained, in words.</summary>
    public static string AsTheOthersWere(JobOptions job) =>
        EvaluatorCatalog.Of(job).TrainsAlone ? "trained as those of the search were" : "trained as the finals were";

    /// <summary>Mean validation loss of the choice in its final, or as the search trained it, in nats; null where there is none.</summary>
    public double? FinalLoss => ChosenChild?.Outcome.Validation is { } loss ? MeanOf(loss) : null;

    /// <summary>The same of the reference: of the weights that its best validation kept, as a final is measured.</summary>
    public double? ReferenceLoss => Reference?.Training?.State.Completed is null ? null
        : Reference.Training.State.Candidates
            .Where(scored => scored.Source == CandidateSources.Validation).MinBy(scored => scored.Rank) is { } best
            ? MeanOf(best.Loss) : null;

    /// <summary>Whether the choice was better than the reference under the same training, by what the finals are ranked by; null where that
    /// is not known.</summary>
    public bool? BeatsReference => IsByLoss
        ? ReferenceLoss is { } loss && FinalLoss is { } ownLoss ? ownLoss < loss : null
        : Reference?.Training?.State.Completed?.Score is { } reference && FinalScore is { } own
            ? Pipeline.Catalogs.SpaceCatalog.MeasureOf(Job).IsBetter(own, reference) : null;

    /// <summary>Whether a piece was stopped before its end; the same command goes on.</summary>
    public bool IsStopped => new[] { Search, Reference?.Training, Training }.OfType<RunOutcome>().Any(outcome => !outcome.IsComplete);

    /// <summary>Why there is no network though nothing was stopped; null where there is one.</summary>
    public NoResult? NoResult => Enas.Pipeline.Composition.NoResult.Of(Job, Search.State)
        ?? (Training is { } training ? Enas.Pipeline.Composition.NoResult.Of(Job, training.State) : null);

    /// <summary>The choice as the search trained it alone; null where it did not.</summary>
    public ChildTrained? ChosenChild => EvaluatorCatalog.Of(Job).TrainsAlone
        ? Search.State.Children.Find(child => child.Order.Tokens == Search.State.Completed?.Tokens)
        : HeldFinals.Of(Job, Search.State)?.Rungs[0].Places
            .FirstOrDefault(place => place.Finalist.Tokens == Search.State.Completed?.Tokens)?.Child;

    private static double MeanOf(WindowLoss loss) => loss.LossSum / Math.Max(1, loss.TokenCount);

    /// <summary>What the process ends with. A known network that diverged is no fault of the search.</summary>
    public int ExitCode => IsStopped ? Cli.ExitCodes.Stopped
        : NoResult is null && Limits.All(limit => limit.IsKept) ? Cli.ExitCodes.Done : Cli.ExitCodes.GateFailed;
}
