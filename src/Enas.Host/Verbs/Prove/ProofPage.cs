using System.Globalization;
using Enas.Host.Cli;
using Enas.Host.Readings;
using Enas.Host.Report;

namespace Enas.Host.Verbs.Prove;

/// <summary>A proof as one page that needs nothing beside it.</summary>
internal static class ProofPage
{
    /// <summary>The HTML text.</summary>
    public static string Write(Proof proof)
    {
        var (text, summary) = (proof.Text, proof.Summary);
        var page = new PageWriter($"{proof.Job.Name}, proof - Enas")
            .Raw($"<header><h1>{PageWriter.Escape(proof.Job.Name)} beside random search</h1>")
            .Raw($"<p>{PageWriter.Escape(Subtitle(proof))}</p></header>")
            .Raw("<section><h2>Arms</h2>").Table(text.Head, text.Rows);
        foreach (var words in text.Lines.Concat(proof.Remarks).Select(line => line.Words)
            .Concat(proof.Missing.Select(words => $"left out: {words}")))
        {
            page.Raw($"<p>{PageWriter.Escape($"{char.ToUpperInvariant(words[0])}{words[1..]}.")}</p>");
        }

        page.Raw("</section>").Charts([Curve(summary)]);
        page.Raw("<section><h2>Pairs</h2>").Table(
            ["seed", "arm", $"test {summary.Measure.Name}", "multiply-adds", "fingerprint of its search", "fingerprint of its training"],
            proof.Pairs.SelectMany(pair => pair.Runs.Select(run => (string[])
            [
                pair.Seed.ToString(CultureInfo.InvariantCulture), ProofText.Name(run.Arm), ScoreText.Of(summary.Measure, run.Test),
                run.Cost.ToString("N0", CultureInfo.InvariantCulture), run.OfSearch ?? "-", run.Fingerprint,
            ])));
        page.Raw("<p>A pair shares its data, their split and the seed of the last training. Costs are multiply-adds of all that came "
            + "before that training, scores and rewards too; random trainings go on until they have cost as much as the "
            + "search. Each choice was made on the validation set; nothing was chosen by the test set, which each training alone measures "
            + "once, "
            + "at its end.</p></section>");
        page.Raw("<section><h2>Random trainings</h2>").Table(
            ["seed", "architecture", $"validation {summary.Measure.Name}", $"test {summary.Measure.Name}", "multiply-adds",
                "fingerprint"],
            proof.Pairs.SelectMany(pair => pair.Draws.Select(draw => (string[])
            [
                pair.Seed.ToString(CultureInfo.InvariantCulture), draw.Architecture, ScoreText.Of(summary.Measure, draw.Validation),
                ScoreText.Of(summary.Measure, draw.Test), draw.Cost.ToString("N0", CultureInfo.InvariantCulture), draw.Fingerprint,
            ]))).Raw("</section>");
        return page.Raw($"<footer>Written by enas {PageWriter.Escape(Product.Version)} "
            + "from the logs alone. Charts: Apache ECharts 6.0.0, Apache License 2.0.</footer>").Close();
    }

    private static string Subtitle(Proof proof) => string.Create(CultureInfo.InvariantCulture,
        $"{proof.Job.Space.Kind} · {proof.Job.Strategy.Kind} · {proof.Pairs.Count} ")
        + (proof.Pairs.Count == 1 ? "pair" : "pairs") + $" of seeds{Planned(proof.Plan)}";

    private static string Planned(ProofPlan plan) =>
        plan.Pairs is { } pairs ? string.Create(CultureInfo.InvariantCulture, $", {pairs} planned") : string.Empty;

    private static ChartSpec Curve(ProofSummary summary)
    {
        SeriesPoint[] curve = [.. summary.Curve.Select((score, place) => new SeriesPoint(place + 1, summary.Measure.InUnit(score)))];
        double? search = summary.AsRandom is { } known ? summary.Measure.InUnit(known) : null;
        return ChartSpec.Lines("curve", "What N random trainings come to",
            "The mean over the pairs of the exact expectation of the best of N, chosen by validation; and what the choices of the search "
                + "came to under the same training.",
            "random trainings", $"test {summary.Measure.NameWithUnit}",
            ChartSpec.Series("best of N random trainings", "line", curve),
            ChartSpec.Series("search", "step", search is { } level && curve.Length > 0
                ? [new SeriesPoint(1, level), new SeriesPoint(curve.Length, level)] : []))
            .Or("No random training has a test score.");
    }
}
