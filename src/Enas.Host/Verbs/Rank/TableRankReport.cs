using System.Globalization;
using System.Text.Json.Nodes;
using Enas.Host.Cli;
using Enas.Host.Searches;
using Enas.Pipeline.Messages;

namespace Enas.Host.Verbs.Rank;

/// <summary>What shared weights are worth against a table, to people and to programs.</summary>
/// <param name="search">Whose weights they are.</param>
/// <param name="arguments">What was asked.</param>
/// <param name="cells">The cells with their scores, in the order of their draw.</param>
/// <param name="images">Validation images that each was scored on.</param>
/// <param name="checkpoints">Weights whose mean a score is.</param>
internal sealed class TableRankReport(
    RecordedSearch search, TableRankArguments arguments, IReadOnlyList<TableCell> cells, int images, int checkpoints)
{
    private readonly TableAgreement _ofAccuracy = TableAgreement.Of(cells, cell => cell.Accuracy);
    private readonly TableAgreement _ofLoss = TableAgreement.Of(cells, cell => -cell.Loss);

    /// <summary>What costs no weights: at least how many multiply-adds a cell has.</summary>
    public ProxyColumns Proxies { get; init; } = ProxyColumns.None;

    /// <summary>For people.</summary>
    public void Write(Terminal terminal)
    {
        terminal.Line();
        terminal.Line($"scores       {Counted.Of(cells.Count, "cell")} of {Path.GetFileName(arguments.Table)}, "
            + $"each on {Count(images)} validation "
            + $"images with the shared weights of {search.Name}"
            + (checkpoints == 1 ? string.Empty : $", the mean over {Count(checkpoints)} checkpoints") + "; none was trained alone");
        WriteOrder(terminal, "accuracy", _ofAccuracy);
        WriteOrder(terminal, "loss", _ofLoss);
        foreach (var agreement in ProxyAgreements)
        {
            terminal.Line($"{"proxy",-12} {agreement.Words}");
        }

        terminal.Line();
        terminal.Draw(Tops());
        terminal.Line();
        WriteFirst(terminal, "by accuracy", _ofAccuracy.First);
        WriteFirst(terminal, "by loss", _ofLoss.First);
        if (Chosen is { } chosen)
        {
            WriteFirst(terminal, "the choice", chosen);
        }

        terminal.Line();
        terminal.Line($"fingerprint  {search.Fingerprint}");
    }

    /// <summary>For programs.</summary>
    public JsonObject ToJson() => new()
    {
        ["search"] = search.Folder.Root,
        ["fingerprint"] = search.Fingerprint,
        ["table"] = arguments.Table,
        ["column"] = arguments.Names.Column,
        ["count"] = cells.Count,
        ["images"] = images,
        ["checkpoints"] = checkpoints,
        ["byAccuracy"] = _ofAccuracy.ToJson(),
        ["byLoss"] = _ofLoss.ToJson(),
        ["proxies"] = new JsonArray([.. ProxyAgreements.Select(agreement => (JsonNode)agreement.ToJson())]),
        ["tableBest"] = cells.Max(cell => cell.Table),
        ["tableMean"] = cells.Average(cell => cell.Table),
        ["chosen"] = Chosen is { } chosen ? new JsonObject { ["architecture"] = chosen.Tokens, ["table"] = chosen.Table } : null,
    };

    private IReadOnlyList<ProxyAgreement> ProxyAgreements =>
        field ??= Proxies.Agreements(cells.Select(cell => (cell.Tokens, cell.Table)));

    // The choice where it is among the cells.
    private TableCell? Chosen => cells.FirstOrDefault(cell => cell.Tokens == search.State.Completed?.Tokens);

    private void WriteOrder(Terminal terminal, string name, TableAgreement order) => terminal.Line(
        $"{"by " + name,-12} Kendall tau-b {order.Kendall.Words}, Spearman rho {order.Spearman.Words} with {arguments.Names.Column}; "
            + $"over the {Count(TableAgreement.TenthOf(cells.Count))} cells that are best in the table: "
            + $"tau-b {order.KendallOfTenth.Words}, rho {order.SpearmanOfTenth.Words}");

    private PeopleTable Tops()
    {
        var table = new PeopleTable(
            "best k", "by", "among the table's best k", "their best in the table", "their mean", "best of k random");
        foreach (var (name, order) in ((string, TableAgreement)[])[("accuracy", _ofAccuracy), ("loss", _ofLoss)])
        {
            foreach (var top in order.Tops)
            {
                table.Row(Count(top.Count), name, string.Create(CultureInfo.InvariantCulture, $"{100 * top.Precision:0} %"),
                    ScoreText.OfAccuracy(top.Best), ScoreText.OfAccuracy(top.Mean), ScoreText.OfAccuracy(top.BestOfRandom));
            }
        }

        return table;
    }

    private void WriteFirst(Terminal terminal, string name, TableCell cell)
    {
        var place = cells.Count(other => other.Table > cell.Table) + 1;
        terminal.Line($"{name,-12} {cell.Tokens}: {ScoreText.OfAccuracy(cell.Table)} in the table, place {Count(place)} of "
            + $"{Count(cells.Count)}; the best of them has {ScoreText.OfAccuracy(cells.Max(other => other.Table))}, "
            + $"their mean is {ScoreText.OfAccuracy(cells.Average(other => other.Table))}");
    }

    private static string Count(int count) => count.ToString("N0", CultureInfo.InvariantCulture);
}
