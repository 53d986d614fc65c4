using Enas.Host.Verbs.Rank;

namespace Enas.Host.Tests.Verbs.Rank;

/// <summary>What the order by shared weights is worth against a table, by enumeration.</summary>
public sealed class TableAgreementTests
{
    /// <summary>Every order of five cells: tau-b is concordant less discordant pairs over all ten.</summary>
    [Fact]
    public void Tau_of_every_order_of_five_is_counted_pair_by_pair()
    {
        var orders = 0;
        foreach (var order in Orders([0, 1, 2, 3, 4]))
        {
            orders++;
            TableCell[] cells = [.. order.Select((score, place) => Cell(place, score / 10.0, place / 10.0))];
            var pairs = from i in Enumerable.Range(0, 5) from j in Enumerable.Range(0, i) select order[i] > order[j] ? 1 : -1;
            Assert.Equal(pairs.Sum() / 10.0, TableAgreement.Of(cells, cell => cell.Accuracy).Kendall.Value!.Value, 12);
        }

        Assert.Equal(120, orders);
    }

    /// <summary>Twelve cells, of which the best ten by score are known; the best of ten random ones by going through all 66
    /// choices.</summary>
    [Fact]
    public void The_best_ten_are_told_beside_ten_random_ones()
    {
        // By score 11, 10, ..., 2; by the table 0 is the best, then 11, 10, ...
        TableCell[] cells = [.. Enumerable.Range(0, 12).Select(i => Cell(i, i / 12.0, i == 0 ? 0.9 : i / 20.0))];
        var top = Assert.Single(TableAgreement.Of(cells, cell => cell.Accuracy).Tops);
        Assert.Equal((10, 0.9, 0.55), (top.Count, top.Precision, top.Best));
        Assert.Equal(Enumerable.Range(2, 10).Average(i => i / 20.0), top.Mean, 12);
        var choices =
            from first in Enumerable.Range(0, 12)
            from second in Enumerable.Range(0, first)
            select cells.Where((_, place) => place != first && place != second).Max(cell => cell.Table);
        Assert.Equal(choices.Average(), top.BestOfRandom, 12);
    }

    [Fact]
    public void The_best_tenth_is_of_the_table_and_has_an_order_of_its_own()
    {
        // 40 cells in the right order but for the four best, which stand the wrong way round.
        TableCell[] cells = [.. Enumerable.Range(0, 40).Select(i => Cell(i, (i < 36 ? i : 75 - i) / 100.0, i / 100.0))];
        var agreement = TableAgreement.Of(cells, cell => cell.Accuracy);
        Assert.Equal(-1, agreement.KendallOfTenth.Value!.Value, 12);
        Assert.Equal(-1, agreement.SpearmanOfTenth.Value!.Value, 12);
        Assert.Equal(1 - (12.0 / 780), agreement.Kendall.Value!.Value, 12);
        Assert.Equal([1, 1, 4, 4, 5], ((int[])[1, 10, 31, 40, 41]).Select(TableAgreement.TenthOf));
    }

    [Fact]
    public void Of_equal_scores_the_lower_loss_is_first()
    {
        TableCell[] cells = [Cell(0, 0.5, 0.1) with { Loss = 2 }, Cell(1, 0.5, 0.2) with { Loss = 1 }, Cell(2, 0.4, 0.3)];
        Assert.Equal("1", TableAgreement.Of(cells, cell => cell.Accuracy).First.Tokens);
    }

    private static TableCell Cell(int number, double score, double table) => new($"{number}", score, 1, table);

    private static IEnumerable<int[]> Orders(int[] rest) => rest.Length == 0 ? [[]]
        : rest.SelectMany(first => Orders([.. rest.Where(other => other != first)]), (first, others) => (int[])[first, .. others]);
}
