using System.Text.Json.Nodes;
using Enas.Host.Searches;
using Enas.Host.Statistics;

namespace Enas.Host.Verbs.Rank;

/// <summary>What the best k by shared weights are in the table.</summary>
/// <param name="Count">k.</param>
/// <param name="Precision">Share of them that are among the k best of the table.</param>
/// <param name="Best">The highest accuracy of the table among them: what finals of all of them would find at best.</param>
/// <param name="Mean">The mean accuracy of the table over them.</param>
/// <param name="BestOfRandom">The expected highest accuracy of the table among k of the cells, each choice as likely.</param>
internal sealed record TableTop(int Count, double Precision, double Best, double Mean, double BestOfRandom);

/// <summary>How far the order of cells by shared weights is that of a table.</summary>
/// <param name="Kendall">Kendall's tau-b over all cells.</param>
/// <param name="Spearman">Spearman's rho over all cells.</param>
/// <param name="KendallOfTenth">Kendall's tau-b over the tenth of the cells that is best in the table.</param>
/// <param name="SpearmanOfTenth">Spearman's rho over it.</param>
/// <param name="First">The cell that shared weights put first.</param>
/// <param name="Tops">The best k by shared weights.</param>
internal sealed record TableAgreement(
    Correlation Kendall, Correlation Spearman, Correlation KendallOfTenth, Correlation SpearmanOfTenth, TableCell First,
    IReadOnlyList<TableTop> Tops)
{
    private const int Tenth = 10;
    private static readonly int[] s_tops = [10, 50, 100];

    /// <summary>The agreement over cells.</summary>
    /// <param name="cells">At least two.</param>
    /// <param name="scoreOf">What shared weights say of one, more is better. Of equal scores the lower loss is first, then the token
    /// string.</param>
    public static TableAgreement Of(IReadOnlyList<TableCell> cells, Func<TableCell, double> scoreOf)
    {
        TableCell[] byTable = [.. cells.OrderByDescending(cell => cell.Table).ThenBy(cell => cell.Tokens, StringComparer.Ordinal)];
        TableCell[] byScore = [.. cells.OrderByDescending(scoreOf).ThenBy(cell => cell.Loss)
            .ThenBy(cell => cell.Tokens, StringComparer.Ordinal)];
        TableCell[] tenth = [.. byTable.Take(TenthOf(cells.Count))];
        double[] values = [.. cells.Select(cell => cell.Table)];
        return new(
            Correlated(cells, scoreOf, RankCorrelation.Kendall), Correlated(cells, scoreOf, RankCorrelation.Spearman),
            Correlated(tenth, scoreOf, RankCorrelation.Kendall), Correlated(tenth, scoreOf, RankCorrelation.Spearman), byScore[0],
            [.. s_tops.Where(count => count <= cells.Count).Select(count => TopOf(byScore[..count], byTable[..count], values))]);
    }

    /// <summary>Cells in a tenth, rounded up.</summary>
    public static int TenthOf(int count) => (count + Tenth - 1) / Tenth;

    /// <summary>Its fields for programs.</summary>
    public JsonObject ToJson() => new()
    {
        ["kendall"] = ToJson(Kendall),
        ["spearman"] = ToJson(Spearman),
        ["kendallOfBestTenth"] = ToJson(KendallOfTenth),
        ["spearmanOfBestTenth"] = ToJson(SpearmanOfTenth),
        ["first"] = new JsonObject { ["architecture"] = First.Tokens, ["table"] = First.Table },
        ["best"] = new JsonArray([.. Tops.Select(top => (JsonNode)new JsonObject
        {
            ["count"] = top.Count,
            ["precision"] = top.Precision,
            ["tableBest"] = top.Best,
            ["tableMean"] = top.Mean,
            ["tableBestOfRandom"] = top.BestOfRandom,
        })]),
    };

    private static TableTop TopOf(TableCell[] byScore, TableCell[] byTable, double[] values) => new(
        byScore.Length,
        byScore.Intersect(byTable).Count() / (double)byScore.Length,
        byScore.Max(cell => cell.Table),
        byScore.Average(cell => cell.Table),
        BestOf.Expected(values, byScore.Length));

    private static Correlation Correlated(IReadOnlyList<TableCell> cells, Func<TableCell, double> scoreOf,
        Func<IReadOnlyList<double>, IReadOnlyList<double>, Correlation> correlation) =>
        correlation([.. cells.Select(scoreOf)], [.. cells.Select(cell => cell.Table)]);

    private static JsonObject ToJson(Correlation correlation) => new()
    {
        ["value"] = correlation.Value,
        ["low"] = correlation.Low,
        ["high"] = correlation.High,
    };
}
