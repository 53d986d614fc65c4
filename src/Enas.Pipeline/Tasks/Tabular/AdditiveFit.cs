using Enas.Pipeline.Numerics;

namespace Enas.Pipeline.Tasks.Tabular;

/// <summary>
/// Fits latencies that add up by least squares: a constant and a term for each option of each decision. With fewer measurements than terms,
/// and since the terms of a decision can trade with the constant, the fit is the one with the smallest terms: ridge regression (Hoerl and
/// Kennard 1970), whose strength is the one of a few with the least squared error on measurements left out one at a time. Exact
/// arithmetic in one order: the same measurements give the same bits.
/// </summary>
internal static class AdditiveFit
{
    // In units of the mean squared length of a measurement's row; the first is as good as none.
    private static readonly double[] s_strengths = [1e-9, 1e-4, 1e-3, 1e-2, 1e-1, 1, 10, 100];

    /// <summary>The constant and the terms by decision and option.</summary>
    /// <param name="optionCounts">Options of each decision.</param>
    /// <param name="values">The values of each measured architecture.</param>
    /// <param name="measured">What was measured of each.</param>
    public static (double Constant, double[][] Terms) Of(
        IReadOnlyList<int> optionCounts, IReadOnlyList<IReadOnlyList<int>> values, IReadOnlyList<double> measured)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(measured.Count, 2);
        int[] starts = [.. optionCounts.Select((_, decision) => optionCounts.Take(decision).Sum())];
        var (count, width) = (measured.Count, optionCounts.Sum());
        var rows = new double[count][];
        var shares = new double[width];
        for (var i = 0; i < count; i++)
        {
            rows[i] = new double[width];
            foreach (var (decision, value) in values[i].Index())
            {
                rows[i][starts[decision] + value] = 1;
                shares[starts[decision] + value] += 1.0 / count;
            }
        }

        var mean = measured.Sum() / count;
        foreach (var row in rows)
        {
            for (var column = 0; column < width; column++)
            {
                row[column] -= shares[column];
            }
        }

        double[] centred = [.. measured.Select(value => value - mean)];
        var weights = count <= width ? Dual(rows, centred) : Primal(rows, centred, width);
        double[][] terms = [.. optionCounts.Select((options, decision) => weights[starts[decision]..(starts[decision] + options)])];
        return (mean - Dot(weights, shares), terms);
    }

    // As many unknowns as measurements: w = Xt a, (X Xt + s I) a = y.
    private static double[] Dual(double[][] rows, double[] y)
    {
        var count = rows.Length;
        var unit = rows.Sum(row => Dot(row, row)) / count;
        var (best, least) = (y, double.PositiveInfinity);
        foreach (var strength in s_strengths)
        {
            var (solution, leftOut) = LeftOut(rows, y, strength * unit);
            var error = leftOut.Sum(one => one * one);
            (best, least) = error < least ? (solution, error) : (best, least);
        }

        var weights = new double[rows[0].Length];
        for (var i = 0; i < count; i++)
        {
            for (var column = 0; column < weights.Length; column++)
            {
                weights[column] = Math.FusedMultiplyAdd(best[i], rows[i][column], weights[column]);
            }
        }

        return weights;
    }

    /// <summary>The solution a of (X Xt + s I) a = y, and by how much each measurement would be missed by a fit to all the others, whose
    /// constant is fitted anew too (Allen 1974): a_i / (inverse_ii - 1 / (n s)).</summary>
    /// <param name="rows">X, whose columns are centred: of the inverse, 1 / s in the direction of the constant is the constant's
    /// share.</param>
    /// <param name="y">What was measured, centred.</param>
    /// <param name="ridge">s.</param>
    internal static (double[] Solution, double[] LeftOut) LeftOut(double[][] rows, double[] y, double ridge)
    {
        var count = rows.Length;
        // Something is added in the direction of the constant, to which y has no part: without it 1 / s, which is large, would be
        // taken from itself.
        var added = rows.Sum(row => Dot(row, row)) / count;
        double[][] products = [.. rows.Select(row => rows.Select(other => Dot(row, other) + (added / count)).ToArray())];
        var factor = new Cholesky(products, ridge);
        var solution = factor.Solve(y);
        var ofConstant = 1 / (count * (ridge + added));
        return (solution,
        [
            .. Enumerable.Range(0, count).Select(i =>
                solution[i] / (factor.Solve([.. Enumerable.Range(0, count).Select(j => i == j ? 1.0 : 0)])[i] - ofConstant)),
        ]);
    }

    // More measurements than terms: (Xt X + s I) w = Xt y. The weakest strength alone: there is enough to go by.
    private static double[] Primal(double[][] rows, double[] y, int width)
    {
        var products = new double[width][];
        var right = new double[width];
        for (var column = 0; column < width; column++)
        {
            products[column] = new double[width];
        }

        foreach (var (i, row) in rows.Index())
        {
            for (var column = 0; column < width; column++)
            {
                right[column] = Math.FusedMultiplyAdd(row[column], y[i], right[column]);
                for (var other = 0; other < width; other++)
                {
                    products[column][other] = Math.FusedMultiplyAdd(row[column], row[other], products[column][other]);
                }
            }
        }

        return new Cholesky(products, s_strengths[0] * Enumerable.Range(0, width).Sum(i => products[i][i]) / width).Solve(right);
    }

    private static double Dot(double[] one, double[] other)
    {
        var sum = 0.0;
        for (var i = 0; i < one.Length; i++)
        {
            sum = Math.FusedMultiplyAdd(one[i], other[i], sum);
        }

        return sum;
    }
}
