using Enas.Host.Cli;
using Enas.Host.Dashboard.Answers;
using Enas.Host.Dashboard.Following;
using Enas.Host.Report;
using Enas.Host.Searches;
using Enas.Pipeline.Catalogs;

namespace Enas.Host.Dashboard.Views;

/// <summary>How far the scores of a search order architectures as trainings alone do, and what they cost.</summary>
internal static class FidelityView
{
    /// <summary>Shared scores beside those of trainings alone.</summary>
    public static FidelityAnswer Of(SearchData search, StandAlone standAlone)
    {
        var report = search.Report;
        var scores = standAlone.ScoredTwice;
        return new FidelityAnswer
        {
            Through = search.Through(),
            X = SpaceCatalog.SharesWeights(report.Job) ? "with shared weights" : "in the search",
            Y = "trained alone",
            Points =
            [
                .. scores.Select(one => new FidelityPointAnswer
                {
                    Tokens = one.Tokens,
                    Shared = one.Shared!.Value,
                    Alone = one.Alone,
                    From = one.From,
                }),
            ],
            Count = standAlone.Fidelity.Count,
            Kendall = Of(standAlone.Fidelity.Kendall),
            Spearman = Of(standAlone.Fidelity.Spearman),
            Words = scores.Count < FidelityWords.Fewest ? [] : [.. standAlone.Fidelity.Words(ShareFidelity.ScoresOf(report.Job))],
            Note = scores.Count < FidelityWords.Fewest ? FidelityWords.TooFew(report, scores.Count)
                : "Both scores in the unit of the reward.",
            Commands = SpaceCatalog.WordsOf(report.Job).Untrainable is null
                ? [Answering.Command("train random architectures beside the choice", "rank", CommandText.PathFromHere(report.Folder.Root))]
                : [],
        };
    }

    /// <summary>What architectures are worth beside what they cost.</summary>
    public static ParetoAnswer FrontOf(SearchData search)
    {
        if (FrontChart.FrontOf(search.Report) is not { } front)
        {
            return new ParetoAnswer
            {
                Through = search.Through(),
                Cost = null,
                Points = [],
                Total = 0,
                Words = null,
                Note = "This search has recorded no costs: a job with an objective, limits or objective.record has them.",
            };
        }

        var on = front.Members.Select(member => member.Tokens).ToHashSet(StringComparer.Ordinal);
        FrontMember[] all = [.. FrontChart.PointsOf(search.Report, front.Cost)];
        FrontMember[] drawn = [.. front.Members, .. all.Where(member => !on.Contains(member.Tokens)).Take(FrontChart.MostPoints)];
        return new ParetoAnswer
        {
            Through = search.Through(),
            Cost = ArchitecturesView.ColumnOf(front.Cost),
            Points =
            [
                .. drawn.Select(member => new FrontPointAnswer
                {
                    Tokens = member.Tokens,
                    Cost = member.Point.Cost,
                    Reward = member.Point.Reward,
                    IsOnFront = on.Contains(member.Tokens),
                }),
            ],
            Total = all.Length,
            Words = front.Words,
            Note = "Nothing that was evaluated is better than the front in both.",
        };
    }

    private static CorrelationAnswer Of(Correlation correlation) => new()
    {
        Value = Answering.Finite(correlation.Value),
        Low = Answering.Finite(correlation.Low),
        High = Answering.Finite(correlation.High),
    };
}
