using System.Globalization;
using Enas.Host.Composition;
using Enas.Pipeline.Catalogs.Evaluators;
using Enas.Pipeline.Jobs;
using Enas.Pipeline.Messages;
using Enas.Pipeline.Options;

namespace Enas.Host.Verbs.Jobs;

/// <summary>What a plan for a folder of data tells people, a line each.</summary>
internal static class PlanWords
{
    /// <summary>Why time is left.</summary>
    public const string NothingNew =
        "             that is less than was asked for: more passes over so few data would teach a network nothing new";

    private static readonly string[] s_widths =
    [
        "child.filters", "child.hidden", "sharedWeights.filters", "sharedWeights.hidden", "train.network.filters", "train.network.hidden",
    ];

    // With so many the standard error is three and a half points.
    private const int FewestToTell = 200;

    /// <summary>What the data are.</summary>
    public static IEnumerable<string> OfData(JobData data, JobOptions job)
    {
        foreach (var remark in data.Remarks)
        {
            yield return remark;
        }

        var sizes = JobEstimate.Of(job, data).Data.Sizes.Select(size => In($"{size.Key} {size.Value:N0}"));
        yield return $"data         {string.Join(", ", sizes)}";
        if (data.Images?.Valid.Count is > 0 and < FewestToTell and var valid)
        {
            yield return In($"             {valid:N0} image{(valid == 1 ? string.Empty : "s")} to validate on: an accuracy has a standard ")
                + In($"error of up to {50 / Math.Sqrt(valid):0} points, so the choice among networks is largely chance");
        }
    }

    /// <summary>What was timed.</summary>
    /// <param name="alone">Architectures that are trained alone.</param>
    /// <param name="shared">Shared weights; null where the job has none.</param>
    public static IEnumerable<string> OfTimes(TimedAlone alone, TimedSteps? shared)
    {
        var ofShared = shared is null ? string.Empty
            : In($"weight step {Ms(shared.WeightStep)}, a candidate's score {Ms(shared.Screened)}, ")
                + In($"on the whole validation set {Ms(shared.Whole)}; ");
        yield return $"timed        {ofShared}"
            + In($"alone a step {Ms(alone.Child.Step)} in the search and {Ms(alone.Final.Step)} at the end, ")
            + In($"a validation {alone.Final.Validation:0.0} s");
        if (alone.Limits.Measurement > 0)
        {
            yield return In($"             a network's latency {Ms(alone.Limits.Measurement)}; ")
                + In($"{100 * alone.Limits.KeptShare:0} % of those that were measured keep the limit");
        }
    }

    /// <summary>The budgets.</summary>
    public static string OfBudget(JobOptions job) => EvaluatorCatalog.Of(job).TrainsAlone
        ? In($"budget       {job.Budget.Evaluations:N0} architectures trained alone for {Counted.Of(job.Child.Steps, "step")} each, ")
            + In($"then {Counted.Of(job.Train.Steps, "step")} of training for the best")
        : In($"budget       {job.Strategy.WarmUpSteps:N0} weight steps, {job.Derive.UniformCount:N0} candidates, ")
            + In($"{job.Finals.Count:N0} finals of {Counted.Of(job.Child.Steps, "step")}, ")
            + In($"then {Counted.Of(job.Train.Steps, "step")} of training");

    /// <summary>The time that all of it takes.</summary>
    /// <param name="planned">The pieces.</param>
    /// <param name="all">Seconds with all that is around them.</param>
    /// <param name="minutes">Minutes that were asked for.</param>
    public static IEnumerable<string> OfSeconds(PlannedSeconds planned, double all, double minutes)
    {
        var pieces = planned.Pieces.Append(("a known network", planned.Known)).Append(("training", planned.Training));
        yield return $"plan         {string.Join(", ", pieces.Select(piece => In($"{piece.Item1} {piece.Item2:0} s")))}; "
            + In($"{all / 60:0.0} minutes with all that is around them");
        if (all < 0.75 * 60 * minutes)
        {
            yield return NothingNew;
        }
        else if (all > 1.25 * 60 * minutes)
        {
            yield return In($"             that is more than the {minutes:0.##} minutes asked for, and the least in which there is ")
                + In($"something to see: --minutes {Math.Ceiling(all / 60):0} is enough at the pace of these timed steps, ")
                + "or smaller networks";
        }
    }

    /// <summary>Why a plan is not begun.</summary>
    /// <param name="job">The job of the least plan.</param>
    /// <param name="all">Seconds of all of it.</param>
    /// <param name="minutes">Minutes that were asked for.</param>
    public static string Refusal(JobDocument job, double all, double minutes) =>
        In($"the least plan in which there is something to see takes {all / 60:0.0} minutes here, more than twice the ")
            + In($"{minutes:0.##} asked for: nothing was begun. Give --minutes {Math.Ceiling(all / 60):0}, fewer data, or smaller networks")
            + (Smaller(job) is { Count: > 0 } sets ? $" ({string.Join(" ", sets)})" : string.Empty);

    // Half the width of what the job trains.
    private static List<string> Smaller(JobDocument job) =>
    [
        .. job.Values.Where(value => s_widths.Contains(value.Option.Key) && int.TryParse(value.Json, out var width) && width > 1)
            .Select(value => In($"--set {value.Option.Key}={int.Parse(value.Json, CultureInfo.InvariantCulture) / 2}")),
    ];

    private static string Ms(double seconds) => In($"{1e3 * seconds:0} ms");

    private static string In(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
