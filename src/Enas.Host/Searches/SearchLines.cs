using System.Globalization;
using Enas.Host.Cli;
using Enas.Pipeline.Catalogs;
using Enas.Pipeline.Catalogs.Evaluators;
using Enas.Pipeline.Events;
using Enas.Pipeline.Messages;
using Enas.Pipeline.Options;
using Enas.Pipeline.Steps.Lifecycle;
using Enas.Pipeline.Steps.Score;
using Enas.Pipeline.Strategies;

namespace Enas.Host.Searches;

/// <summary>What a search says of itself, in labelled lines: for the terminal and for pages.</summary>
internal static class SearchLines
{
    /// <summary>Width of the labels where they stand before their lines.</summary>
    public const int LabelWidth = 12;

    /// <summary>All lines; a line without a label belongs to the one above it.</summary>
    /// <param name="parameters">Parameters of the network that a training trains; null where that is not known.</param>
    public static IEnumerable<(string Label, string Words)> Of(RecordedSearch search, long? parameters = null) =>
    [
        .. Begin(search),
        .. IsTraining(search) ? OfTraining(search, parameters) : OfSamples(search).Concat(OfChildren(search)),
        .. OfResult(search),
        .. OfLog(search),
    ];

    /// <summary>Whether it is the training of one architecture.</summary>
    public static bool IsTraining(RecordedSearch search) => search.State.Started?.Kind == JobOrigins.Train;

    /// <summary>The scores of a training after each of its epochs.</summary>
    public static IEnumerable<CandidateScored> Epochs(RecordedSearch search) =>
        search.State.Candidates.Where(c => c.Source == CandidateSources.Validation).OrderBy(c => c.Ordinal);

    private static IEnumerable<(string Label, string Words)> Begin(RecordedSearch search)
    {
        var state = search.State;
        yield return ("kind", $"{state.Started?.Kind ?? "-"}, {search.Job.Space.Kind}, {search.Job.Strategy.Kind}, seed {search.Job.Seed}");
        if (search.Job.Tags.Count > 0)
        {
            yield return ("tags", string.Join(", ", search.Job.Tags.Select(tag => ForeignText.Shown(tag))));
        }

        yield return ("steps", $"{Count(state.StepCount)}: {string.Join(", ", StepWords.Of(search))}");
        if (EndOfSpace.Words(search.Job, state.Exhausted) is { } end)
        {
            yield return ("ended", end);
        }
    }

    private static IEnumerable<(string Label, string Words)> OfTraining(RecordedSearch search, long? parameters)
    {
        yield return ("trained",
            $"{search.State.Started!.Architecture}{(parameters is { } count ? $", {Counted.Of(count, "parameter")}" : string.Empty)}, "
            + (search.Job.Train.Steps is > 0 and var steps
                ? $"{Count(search.State.StepCount)} of {Counted.Of(steps, "step")}"
                : $"{Count(Epochs(search).Count())} of {Counted.Of(search.Job.Train.Epochs, "epoch")}"));
        foreach (var epoch in Epochs(search))
        {
            yield return (Text($"epoch {epoch.Ordinal + 1}"), $"validation {ScoreText.MeasureOf(search.Job)} "
                + $"{ScoreText.Of(ScoreText.MeasureOf(search.Job), epoch)}");
        }
    }

    private static IEnumerable<(string Label, string Words)> OfSamples(RecordedSearch search)
    {
        var state = search.State;
        yield return StrategyCatalog.Of(search.Job).LearnsFromGradients
            // Architecture parameters learn from gradients and not from rewards.
            ? ("learned", $"{Counted.Of(state.PolicyStepCount, "step")} of the architecture parameters, from gradients; "
                + (state.SampleCount > 0 ? $"{Counted.Of(state.SampleCount, "architecture")} drawn, one a step"
                : "a step runs all options at once, so no architecture is drawn before the end"))
            : ("sampled", $"{Counted.Of(state.SampleCount, "architecture")}, {Rewards(search)}");
        if (state.Best is { } best)
        {
            yield return ("best reward", $"{Number(best.Reward)}{Measured(search, best.Reward)} at step {best.Step}: {best.Tokens}");
        }

        if (state.RejectedCount > 0)
        {
            yield return ("rejected",
                $"{Counted.Of(state.RejectedCount, "proposal was", "proposals were")} above a limit and not evaluated");
        }
    }

    private static string Measured(RecordedSearch search, double reward) =>
        RewardedMeasure.Of(search.Job) is { } measure ? $" ({measure.Words(reward)})" : string.Empty;

    // Architectures with a value of their own are evaluated once, however often they are proposed.
    private static string Rewards(RecordedSearch search)
    {
        var state = search.State;
        return Counted.Of(state.RewardCount, "reward")
            + (SpaceCatalog.SharesWeights(search.Job) ? string.Empty : $" of {Count(state.Trials.Count)} different ones")
            + (state.RewardAverage is { } average ? $"; their moving average {Number(average)}" : string.Empty)
            + (state.Baseline is { } baseline ? $", baseline {Number(baseline)}" : string.Empty);
    }

    // What stands beside the choice is trained too, and was not proposed by the strategy.
    private static string AtTheEnd(int count) => count == 0 ? string.Empty
        : $", {Count(count)} of them at the end, to be held against the search's own";

    private static IEnumerable<(string Label, string Words)> OfChildren(RecordedSearch search)
    {
        var children = search.State.Children;
        // Finals have lines of their own.
        if (!children.IsEmpty && EvaluatorCatalog.Of(search.Job).TrainsElsewhere)
        {
            yield return ("children", $"{OutsideWords.Of(search)}; in {ChildFolders.RootOf(search.Folder.Root)}");
        }
        else if (!children.IsEmpty && search.State.Finals.IsEmpty)
        {
            yield return ("children", $"{Count(children.Count)} trained alone"
                + $"{AtTheEnd(children.Count(child => child.Position.Phase == Phases.Derive))}; "
                + $"{Counted.Of(children.Sum(child => child.Outcome.Steps), "step")} in all"
                + (children.Count(child => child.Outcome.Failure is not null) is > 0 and var failed
                    ? $", {Count(failed)} without a finite validation" : string.Empty)
                + $"; in {ChildFolders.RootOf(search.Folder.Root)}");
        }
    }

    private static IEnumerable<(string Label, string Words)> OfResult(RecordedSearch search)
    {
        if (search.State.Completed is null)
        {
            return OfFinals(search);
        }

        return search.NoResult is { } none
            ? [("result", none.What), ("failed", none.Failed), ("cause", $"most likely {none.Cause}")]
            : [.. OfChoice(search), .. OfFinals(search), .. OfComparison(search)];
    }

    private static IEnumerable<(string Label, string Words)> OfChoice(RecordedSearch search)
    {
        var (completed, measure) = (search.State.Completed!, ScoreText.MeasureOf(search.Job));
        yield return ("chosen", $"{completed.Tokens} ({completed.Rule}): {Validation(search.Job, completed)}"
            + $"{ScoreText.NameOf(measure, completed)} {ScoreText.Of(measure, completed)}");
        if (CostColumns.Line(search.State.ArchitectureCosts, completed.Tokens) is { } costs)
        {
            yield return ("costs", costs);
        }

        if (RecordedFront.Of(search.Job, search.State)?.Words is { } front)
        {
            yield return ("front", front);
        }

        if (StagedScores.Origin(completed) is { } origin)
        {
            yield return (string.Empty, origin);
        }

        if (StagedScores.Done(search.State.Screened, search.State.Candidates) is { } stages)
        {
            yield return ("scored", stages);
        }
    }

    // What a program says is a value of its own, and so is a score in another measure.
    private static string Validation(JobOptions job, SearchCompleted completed) =>
        completed.Reported is null && ValidationNote.Of(job) is not null ? "validation " : string.Empty;

    private static IEnumerable<(string Label, string Words)> OfComparison(RecordedSearch search)
    {
        var measure = ScoreText.MeasureOf(search.Job);
        foreach (var words in ProxyWords.Of(search.Job, search.State).Lines)
        {
            yield return ("proxy", words);
        }

        foreach (var line in RandomComparison.Of(search.Job, search.State)?.Lines
            ?? (IsTraining(search) ? [] : [("verdict", Verdict.WithoutRandom.Words)]))
        {
            yield return line;
        }

        if (search.State.Completed!.TestScore is { } test)
        {
            yield return ("test", $"{measure} {ScoreText.Of(measure, test)}, measured once");
        }

        if (ValidationNote.Of(search.Job) is { } note)
        {
            yield return ("note", note);
        }
    }

    private static IEnumerable<(string Label, string Words)> OfFinals(RecordedSearch search)
    {
        foreach (var rung in HeldFinals.Of(search.Job, search.State)?.Lines(ScoreText.MeasureOf(search.Job)) ?? [])
        {
            yield return ("finals", rung);
        }

        if (!search.State.Finals.IsEmpty && !search.State.Children.IsEmpty)
        {
            yield return (string.Empty, $"in {ChildFolders.RootOf(search.Folder.Root)}");
        }
    }

    private static IEnumerable<(string Label, string Words)> OfLog(RecordedSearch search)
    {
        yield return ("log", $"{Counted.Of(search.EventCount, "event")}, {Count(search.FactCount)} "
            + $"of them facts, in {Counted.Of(search.SegmentCount, "commit")}{When(search)}");
        yield return ("work", CostText.Of(search.Job, search.State.Costs) ?? CostText.WhyNotCounted(search.Job, search.State.Costs)!);
        yield return ("fingerprint", search.Fingerprint);
        yield return ("folder", search.Folder.Root);
    }

    private static string When(RecordedSearch search) => search.Recorded is { } recorded
        ? string.Create(CultureInfo.InvariantCulture, $", {recorded.First:yyyy-MM-dd HH:mm:ss} to {recorded.Last:HH:mm:ss} UTC")
        : string.Empty;

    private static string Count(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    private static string Number(double value) => value.ToString("0.0000", CultureInfo.InvariantCulture);

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
