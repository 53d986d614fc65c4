namespace Enas.Pipeline.Numerics;

/// <summary>
/// Cholesky's factor L of a symmetric positive matrix with something added to its diagonal: A + aI = LLᵀ. In float64 and in one order, so
/// that it is the same on every machine.
/// </summary>
internal sealed class Cholesky
{
    // Less of a diagonal element than this is left by rounding where nothing should be.
    private const double Rounding = 1e-12;

    private readonly double[][] _factor;
    private readonly double _leastShare = 1;

    /// <summary>The factor.</summary>
    /// <param name="matrix">The matrix, of which the lower triangle is read.</param>
    /// <param name="added">What is added to the diagonal.</param>
    public Cholesky(double[][] matrix, double added)
    {
        _factor = new double[matrix.Length][];
        for (var i = 0; i < matrix.Length; i++)
        {
            _factor[i] = new double[i + 1];
            for (var j = 0; j <= i; j++)
            {
                var sum = matrix[i][j] + (i == j ? added : 0);
                for (var k = 0; k < j; k++)
                {
                    sum = Math.FusedMultiplyAdd(-_factor[i][k], _factor[j][k], sum);
                }

                _leastShare = i == j ? Math.Min(_leastShare, matrix[i][i] + added > 0 ? sum / (matrix[i][i] + added) : 0) : _leastShare;

                // A row of a matrix whose rows all agree has nothing left but rounding.
                _factor[i][j] = i == j ? Math.Sqrt(Math.Max(sum, 1e-300)) : sum / _factor[j][j];
            }
        }
    }

    /// <summary>log det (A + aI) in nats; null where the matrix is singular as far as rounding can tell.</summary>
    public double? LogDeterminant =>
        _leastShare > Rounding ? 2 * _factor.Aggregate(0.0, (sum, row) => sum + ExactMath.Log(row[^1])) : null;

    /// <summary>x of (A + aI) x = right.</summary>
    public double[] Solve(double[] right)
    {
        var solution = (double[])right.Clone();
        for (var i = 0; i < solution.Length; i++)
        {
            for (var k = 0; k < i; k++)
            {
                solution[i] = Math.FusedMultiplyAdd(-_factor[i][k], solution[k], solution[i]);
            }

            solution[i] /= _factor[i][i];
        }

        for (var i = solution.Length - 1; i >= 0; i--)
        {
            for (var k = i + 1; k < solution.Length; k++)
            {
                solution[i] = Math.FusedMultiplyAdd(-_factor[k][i], solution[k], solution[i]);
            }

            solution[i] /= _factor[i][i];
        }

        return solution;
    }
}
