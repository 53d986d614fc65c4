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
        var (gram, right) = (new double[count, count], new double[count]);
        for (var row = 0; row < rows.Count; row++)
        {
            for (var i = 0; i < count; i++)
            {
                right[i] += rows[row][i] * (values[row] - mean);
                for (var j = 0; j <= i; j++)
                {
                    gram[i, j] += rows[row][i] * rows[row][j];
                }
            }
        }

        for (var i = 0; i < count; i++)
        {
            gram[i, i] += ridge;
        }

        Decompose(gram);
        Solve(gram, right);
        return new RidgeRegression(mean, right);
    }

    /// <summary>What a row of features is expected to be worth.</summary>
    public double Predict(double[] features)
    {
        var sum = _mean;
        for (var i = 0; i < features.Length; i++)
        {
            sum += _weights[i] * features[i];
        }

        return sum;
    }

    // The lower triangle becomes L of LLᵀ.
    private static void Decompose(double[,] matrix)
    {
        var count = matrix.GetLength(0);
        for (var i = 0; i < count; i++)
        {
            for (var j = 0; j <= i; j++)
            {
                var sum = matrix[i, j];
                for (var k = 0; k < j; k++)
                {
                    sum -= matrix[i, k] * matrix[j, k];
                }

                matrix[i, j] = i == j ? Math.Sqrt(sum) : sum / matrix[j, j];
            }
        }
    }

    // Forward with L, then back with its transpose, in place.
    private static void Solve(double[,] lower, double[] right)
    {
        for (var i = 0; i < right.Length; i++)
        {
            for (var k = 0; k < i; k++)
            {
                right[i] -= lower[i, k] * right[k];
            }

            right[i] /= lower[i, i];
        }

        for (var i = right.Length - 1; i >= 0; i--)
        {
            for (var k = i + 1; k < right.Length; k++)
            {
                right[i] -= lower[k, i] * right[k];
            }

            right[i] /= lower[i, i];
        }
    }
}
