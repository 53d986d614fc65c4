using Enas.Pipeline.Numerics;

namespace Enas.Pipeline.Strategies.Predictor;

/// <summary>
/// Ridge regression (Hoerl and Kennard 1970): w = (FᵀF + λI)⁻¹ Fᵀ(y - ȳ), solved by Cholesky's decomposition in float64, sums in the order
/// of the rows, so that it is the same on every machine.
/// </summary>
internal sealed class RidgeRegression
{
    private readonly double _mean;
    private readonly double[] _weights;

    private RidgeRegression(double mean, double[] weights) => (_mean, _weights) = (mean, weights);

    /// <summary>The fit to rows of features and what each was worth.</summary>
    /// <param name="rows">Features, one array for each observation, all of one length; at least one.</param>
    /// <param name="values">What was observed, as many.</param>
    /// <param name="ridge">λ, above 0.</param>
    public static RidgeRegression Fit(IReadOnlyList<double[]> rows, IReadOnlyList<double> values, double ridge)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(ridge);
        var (count, mean) = (rows[0].Length, values.Sum() / values.Count);
        var right = new double[count];
        double[][] products = [.. Enumerable.Range(0, count).Select(_ => new double[count])];
        foreach (var (number, row) in rows.Index())
        {
            for (var i = 0; i < count; i++)
            {
                right[i] = Math.FusedMultiplyAdd(row[i], values[number] - mean, right[i]);
                for (var j = 0; j <= i; j++)
                {
                    products[i][j] = Math.FusedMultiplyAdd(row[i], row[j], products[i][j]);
                }
            }
        }

        return new RidgeRegression(mean, new Cholesky(products, ridge).Solve(right));
    }

    /// <summary>What a row of features is expected to be worth.</summary>
    public double Predict(double[] features)
    {
        var sum = _mean;
        for (var i = 0; i < features.Length; i++)
        {
            sum = Math.FusedMultiplyAdd(_weights[i], features[i], sum);
        }

        return sum;
    }
}
