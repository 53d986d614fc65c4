using System.Globalization;
using System.Text;
using Enas.Host.Cli;
using Enas.Host.Searches;
using Enas.Pipeline.Catalogs;
using Enas.Pipeline.Drawing;
using Enas.Pipeline.Messages;
using Enas.Pipeline.Options;
using Enas.Pipeline.Steps.Score;

namespace Enas.Host.Report;

/// <summary>The page of one search.</summary>
internal static class ReportPage
{
    private const int DrawnArchitectures = 4;
    private const int ListedArchitectures = 20;
    private const int ListedCandidates = 500;
    private const int MostAxisPoints = 2000;

    /// <summary>The HTML text.</summary>
    public static string Write(ReportedSearch search, StandAlone standAlone) => Write(search, standAlone, []);

    /// <summary>The HTML text.</summary>
    /// <param name="search">The search.</param>
    /// <param name="standAlone">What of it was trained from scratch.</param>
    /// <param name="known">Its choice beside a known network, a sentence each; none where there is none.</param>
    public static string Write(ReportedSearch search, StandAlone standAlone, IReadOnlyList<string> known)
    {
        var page = new PageWriter($"{search.Name} - Enas")
            .Raw($"<header><h1>{PageWriter.Escape(search.Name)}</h1><p>{PageWriter.Escape(Subtitle(search))}</p></header>");
        foreach (var word in Missing(search))
        {
            page.Raw($"<p class=\"warning\">{PageWriter.Escape(word)}</p>");
        }

        if (search.Verdict is { } verdict)
        {
            page.Raw($"<p class=\"verdict\"><b>Verdict</b> {PageWriter.Escape($"{verdict.Words}.")}</p>");
        }

        page.Tiles(Tiles(search));
        if (search.AgainstRandom is { } comparison)
        {
            page.Raw($"<p>{PageWriter.Escape(string.Join(' ', comparison.SentencesBesideVerdict))}</p>");
        }

        if (search.Result is not null && ValidationNote.Of(search.Job) is { } note)
        {
            page.Raw($"<p class=\"note\">{PageWriter.Escape(note)}</p>");
        }

        if (search.IsTraining)
        {
            page.Raw("<p>One architecture, trained from scratch. It samples and rewards "
                + "nothing: policy, rewards and operations are in the report of the search that it came from.</p>");
        }

        if (search.Pace.Points.Count > 1)
        {
            page.Axes(search.Pace.Thinned(MostAxisPoints));
        }

        var drawings = new PageDrawings(search.Job);
        page.Charts(ReportCharts.Of(search, standAlone));
        Best(page, search, drawings);
        Front(page, search, drawings);
        Candidates(page, search, drawings);
        TrainedAlone(page, search, standAlone);
        Known(page, known);
        Costs(page, search);
        Audit(page, search);
        Reproduce(page, search);
        return page.Raw($"<footer>Written by enas {PageWriter.Escape(Product.Version)} "
            + $"from the log alone. Charts: Apache ECharts 6.0.0, Apache License 2.0.</footer>").Close();
    }

    /// <summary>What a reader must know of a search that is not whole.</summary>
    public static IEnumerable<string> Missing(ReportedSearch search)
    {
        if (search.Damage is { } damage)
        {
            yield return $"The log is damaged. This report shows what comes before "
                + $"the damage, {Counted.Of(search.EventCount, "event")}: {damage}";
        }

        if (search.NoResult is { } none)
        {
            yield return $"{char.ToUpperInvariant(none.Words[0])}{none.Words[1..]}";
        }

        if (EndOfSpace.Words(search.Job, search.Milestones.Exhausted) is { } end)
        {
            yield return $"The search ended before its budget: {end}.";
        }

        var kind = search.IsTraining ? "training" : "search";
        switch (search.Status)
        {
            case SearchStatus.Empty:
                yield return $"{char.ToUpperInvariant(AbsentLog.Words[0])}{AbsentLog.Words[1..]}. There is nothing to draw.";
                break;
            case SearchStatus.Stopped:
                yield return $"The {kind} stopped cleanly before its end, at step {Count(search.Span.LastStep)}. It can be resumed.";
                break;
            case SearchStatus.Running or SearchStatus.Interrupted or SearchStatus.Open:
                var state = search.Status switch
                {
                    SearchStatus.Running => "is running",
                    SearchStatus.Interrupted =>
                        "ended without a word, and no process that can be seen from where this was written writes it",
                    _ => "is running, or ended without a word",
                };
                yield return $"The {kind} {state}; this is what was committed, up to step {Count(search.Span.LastStep)}.";
                break;
            default:
                break;
        }
    }

    private static string Subtitle(ReportedSearch search)
    {
        var text = $"{search.Milestones.Started?.Kind ?? "no event yet"} · {search.Job.Space.Kind} "
            + $"· {search.Job.Strategy.Kind} · seed {search.Job.Seed} · data {search.Job.Data.Kind} · {search.Status}";
        text = search.Recorded is var (first, last)
            ? string.Create(CultureInfo.InvariantCulture, $"{text} · {first:yyyy-MM-dd HH:mm:ss} to {last:yyyy-MM-dd HH:mm:ss} UTC, "
                + $"{Duration(search.Pace.WritingSeconds)} of writing")
            : text;
        return search.Result?.Tokens is { } chosen && !search.IsTraining ? $"{text} · chosen: {chosen}" : text;
    }

    private static IEnumerable<(string Figure, string Name)> Tiles(ReportedSearch search)
    {
        var series = search.Series;
        yield return (Count(search.Span.LastStep), "last step");
        if (!search.IsTraining)
        {
            yield return (Count(series.Samples.Count), "architectures sampled");
        }

        if (series.Rewards.Count > 0)
        {
            yield return (Number(series.Rewards.Max(reward => reward.Point.Value)), "best reward");
        }

        if (search.Result is { Score: { } score })
        {
            var measure = search.ChoiceMeasure;
            yield return (ScoreText.Of(measure, score), $"{(measure == SpaceCatalog.Of(search.Job).Measure ? "validation " : string.Empty)}"
                + $"{measure}{(search.IsTraining ? string.Empty : " of the choice")}");
        }

        if (search.Result?.TestScore is { } test)
        {
            yield return (Score(search, test), $"test {ScoreText.MeasureOf(search.Job)}, measured once");
        }

        if (search.AgainstRandom is { } comparison)
        {
            yield return BestRandom(search, comparison);
        }

        if (search.Costs.MultiplyAdds is { } cost)
        {
            yield return (CostText.Of(cost), "multiply-adds in all");
        }

        yield return (Count(series.FailedSteps), series.FailedSteps == 1 ? "failed step" : "failed steps");
    }

    // A score with shared weights is no measure of a choice that finals trained alone.
    private static (string Figure, string Name) BestRandom(ReportedSearch search, RandomComparison comparison)
    {
        var isOfFinals = search.Result?.FinalRanks is not null;
        return isOfFinals && search.RandomBest is { } final
            ? (ScoreText.Of(search.ChoiceMeasure, final),
                $"{search.ChoiceMeasure} of the best random finalist, trained alone as the choice was")
            : (ScoreText.Of(search.CandidateMeasure, comparison.Random.Best),
                $"{search.CandidateMeasure} of the best of {comparison.Random.Count} random ones"
                    + (isOfFinals ? ", before the finals: not measured as the choice was" : string.Empty));
    }

    private static void Best(PageWriter page, ReportedSearch search, PageDrawings drawings)
    {
        var ranked = search.Series.Rewards
            .GroupBy(reward => reward.Tokens, StringComparer.Ordinal)
            .Select(group => (Tokens: group.Key, Best: group.Max(r => r.Point.Value),
                Mean: group.Average(r => r.Point.Value), Times: group.Count(), First: group.Min(r => r.Point.Step)))
            .OrderByDescending(row => row.Best)
            .ThenBy(row => row.First)
            .Take(ListedArchitectures)
            .ToArray();
        (string Tokens, string Caption)[] drawn =
        [
            .. search.Milestones.Started?.Architecture is { } trained
                ? [(trained, "trained from scratch")] : Array.Empty<(string, string)>(),
            .. search is { IsTraining: false, Result: { } chosen }
                ? [(chosen.Tokens, $"chosen ({chosen.Rule})")] : Array.Empty<(string, string)>(),
            .. ranked.Where(row => row.Tokens != search.Result?.Tokens)
                .Select(row => (row.Tokens, $"reward {Number(row.Best)}, first at step {Count(row.First)}")),
        ];
        if (drawn.Length == 0)
        {
            return;
        }

        page.Raw($"<section><h2>{(search.IsTraining ? "The architecture" : "Best architectures")}</h2><div class=\"cells\">");
        foreach (var (tokens, caption) in drawn.Take(DrawnArchitectures))
        {
            if (drawings.TryDraw(tokens) is var (svg, anchor))
            {
                page.Raw($"<figure class=\"cell\" id=\"{anchor}\">{svg}<figcaption>{PageWriter.Escape(caption)}<br>"
                    + $"<code data-tokens=\"{PageWriter.Escape(tokens)}\">{PageWriter.Escape(tokens)}</code></figcaption></figure>");
            }
        }

        page.Raw("</div>");
        if (ranked.Length > 0)
        {
            var costs = CostColumns.Of(search.Job, search.ArchitectureCosts, ranked.Select(row => row.Tokens));
            page.Table(
                ["reward", "mean", .. costs.Heads, "times", "first step", "architecture"],
                ranked.Select(row => (string[])
                    [Number(row.Best), Number(row.Mean), .. costs.Cells(row.Tokens), Count(row.Times), Count(row.First), row.Tokens]),
                drawn: drawings);
        }

        page.Raw("</section>");
    }

    private static void Front(PageWriter page, ReportedSearch search, PageDrawings drawings)
    {
        if (FrontChart.FrontOf(search) is not { } front)
        {
            return;
        }

        var costs = CostColumns.Of(search.Job, search.ArchitectureCosts, front.Members.Select(member => member.Tokens));
        page.Raw($"<section><h2>Front</h2><p>{PageWriter.Escape($"{char.ToUpperInvariant(front.Words[0])}{front.Words[1..]}.")}</p>");
        page.Table(["number", "reward", .. costs.Heads, "architecture"], front.Members.Index().Select(member => (string[])
            [Count(member.Index + 1), Number(member.Item.Point.Reward), .. costs.Cells(member.Item.Tokens), member.Item.Tokens]),
            FrontChart.Anchor, drawings);
        page.Raw("</section>");
    }

    private static void Candidates(PageWriter page, ReportedSearch search, PageDrawings drawings)
    {
        if (search.Milestones.Candidates.Count == 0)
        {
            return;
        }

        if (search.Finals is { } finals)
        {
            page.Raw("<section><h2>Finals</h2><p>Trained alone; the best of the last rung is chosen.</p>");
            var measure = ScoreText.MeasureOf(search.Job);
            page.Table([.. finals.Heads(measure)], finals.Rows(measure).Select(row => (string[])[.. row]));
            if (finals.Fidelity(ShareFidelity.ScoresOf(search.Job), search.Milestones.Candidates) is { } fidelity)
            {
                page.Raw($"<p>{PageWriter.Escape(fidelity)}.</p>");
            }

            foreach (var agreement in finals.ProxyAgreements())
            {
                page.Raw($"<p>{PageWriter.Escape(agreement.Words)}.</p>");
            }

            page.Raw("</section>");
        }

        page.Raw("<section><h2>Scored on a whole set</h2>");
        if (StagedScores.Done(search.Milestones.Screened, search.Milestones.Candidates) is { } stages)
        {
            page.Raw($"<p>With the shared weights: {PageWriter.Escape(stages)}.</p>");
        }

        CandidateScored[] listed = [.. search.Milestones.Candidates.OrderBy(search.Order.RankOf).Take(ListedCandidates)];
        var costs = CostColumns.Of(search.Job, search.ArchitectureCosts, listed.Select(one => one.Tokens));
        page.Table(
            [search.IsTraining ? "set" : "from", search.IsTraining ? "epoch" : "number", search.CandidateMeasure.Name,
                .. costs.Heads, "architecture"],
            listed.Select(c => (string[])[OwnCandidates.Shown(search.Job, c.Source),
                c.Source == CandidateSources.Test ? "-" : Count(c.Ordinal + (search.IsTraining ? 1 : 0)),
                ScoreText.Of(ScoreText.MeasureOf(search.Job), c), .. costs.Cells(c.Tokens), c.Tokens]),
            drawn: drawings);
        page.Raw("</section>");
    }

    private static void TrainedAlone(PageWriter page, ReportedSearch search, StandAlone standAlone)
    {
        if (standAlone.Architectures.Count == 0)
        {
            return;
        }

        var measure = ScoreText.MeasureOf(search.Job);
        page.Raw("<section><h2>Trained alone</h2>").Table(
            ["from", "trainings", $"validation {measure}", $"test {measure}", "architecture"],
            standAlone.Architectures.Select(one => (string[])
            [
                one.From, Count(one.Trainings.Count), Score(search, one.Validation),
                one.Test is { } test ? Score(search, test) : "-", one.Tokens,
            ]));
        string[] words = standAlone.Reliability is not { } reliability ? []
            : [reliability.Words(difference => ScoreText.Difference(measure, difference)), reliability.Verdict];
        foreach (var sentence in words)
        {
            page.Raw($"<p>{PageWriter.Escape($"{char.ToUpperInvariant(sentence[0])}{sentence[1..]}.")}</p>");
        }

        page.Raw("</section>");
    }

    private static void Known(PageWriter page, IReadOnlyList<string> known)
    {
        if (known.Count > 0)
        {
            page.Raw($"<section><h2>Beside a known network</h2><p>{PageWriter.Escape($"{string.Join("; ", known)}.")}</p></section>");
        }
    }

    private static void Costs(PageWriter page, ReportedSearch search)
    {
        if (search.Costs.MultiplyAdds is not { } all)
        {
            return;
        }

        page.Raw("<section><h2>Cost</h2>").Table(
            ["phase", "multiply-adds", "share"],
            search.Costs.ByPhase.Select(phase => (string[])[phase.Phase, Count(phase.MultiplyAdds), Share(phase.MultiplyAdds, all)]));
        page.Raw("<p class=\"note\">Multiplications with a weight in the networks that were run, three times where they were trained: "
            + "a figure that depends on no machine.</p></section>");
    }

    private static string Share(long part, long all) =>
        (100.0 * part / Math.Max(1, all)).ToString("0.0", CultureInfo.InvariantCulture) + " %";

    private static void Audit(PageWriter page, ReportedSearch search)
    {
        var state = search.Damage is null
            ? $"Every one of the {Count(search.EventCount)} events in {Count(search.SegmentCount)} "
                + $"segments was verified as this report read it: file digests, numbers, and both hash chains."
            : $"The {Count(search.EventCount)} events before the damage were verified as this report read them.";
        var reopened = search.Openings.Reopenings.Count == 0
            ? "It was opened for writing once."
            : $"It was opened for writing again at step {string.Join(", ", search.Openings.Reopenings.Select(step => Count(step)))}.";
        page.Raw($"<section><h2>Audit</h2><p>{PageWriter.Escape(state)} {PageWriter.Escape(reopened)} Checkpoints "
            + $"and job files are checked by <code>enas audit</code>; that every number comes out again, by <code>enas replay</code>.</p>");
        page.Raw($"<dl class=\"heads\"><dt>fingerprint</dt><dd><code>{search.Fingerprint}</code></dd><dt>event "
            + $"head</dt><dd><code>{search.EventHead}</code></dd></dl></section>");
    }

    private static void Reproduce(PageWriter page, ReportedSearch search)
    {
        var started = search.Milestones.Started;
        // Whoever reads the page has the program by its name; where it was made is nobody's concern.
        var replay = $"enas replay {CommandText.Quoted(search.Name)} --mode full   # computes every number again and compares";
        var commands = started?.Kind == JobOrigins.Search
            ? $"enas run job.json --out again      # the job below{Ending(search)}\n{replay}" : replay;
        page.Raw($"<section><h2>How to reproduce</h2><pre>{PageWriter.EscapeLines(commands)}</pre>");
        if (started is not null)
        {
            page.Raw($"<p>Arithmetic <code>{PageWriter.Escape(started.Numerics)}</code>, "
                + $"policy <code>{PageWriter.Escape(started.PolicyNumerics)}</code>, data "
                + $"SHA-256 <code>{PageWriter.Escape(started.DataDigest)}</code>.</p>");
        }

        page.Raw($"<details><summary>job.json as it was "
            + $"run</summary><pre>{PageWriter.EscapeLines(Encoding.UTF8.GetString(search.Folder.ReadJob()))}</pre></details></section>");
    }

    private static string Ending(ReportedSearch search) => search switch
    {
        { Damage: not null } => string.Empty,
        { Milestones.Completed: null } => "; ends with the fingerprint above when this search has ended",
        _ => "; ends with the fingerprint above",
    };

    private static string Score(ReportedSearch search, double? score) => ScoreText.Of(ScoreText.MeasureOf(search.Job), score);

    private static string Duration(double seconds)
    {
        var (value, unit) = seconds < 100 ? (seconds, "s") : seconds < 6000 ? (seconds / 60, "min") : (seconds / 3600, "h");
        return string.Create(CultureInfo.InvariantCulture, $"{value:0.#} {unit}");
    }

    private static string Count(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    private static string Number(double value) => value.ToString("0.0000", CultureInfo.InvariantCulture);
}
