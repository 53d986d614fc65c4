using Enas.Pipeline.Numerics;

namespace Enas.Pipeline.Tests.Numerics;

public sealed class CholeskyTests
{
    /// <summary>A textbook's matrix, whose factor has whole numbers: L = (2 0 0; 6 1 0; -8 5 3).</summary>
    [Fact]
    public void A_known_system_has_its_solution()
    {
        double[][] matrix = [[4, 12, -16], [12, 37, -43], [-16, -43, 98]];
        double[] expected = [1, -2, 3];
        double[] right = [.. matrix.Select(row => row.Zip(expected, (a, x) => a * x).Sum())];
        Assert.Equal(expected, new Cholesky(matrix, 0).Solve(right), Near);
    }

    [Fact]
    public void What_is_added_stands_on_the_diagonal() =>
        Assert.Equal([2.0, 3.0], new Cholesky([[1, 0], [0, 3]], 1).Solve([4, 12]), Near);

    /// <summary>The factor's diagonal is 2, 1, 3: the determinant is 36.</summary>
    [Fact]
    public void The_determinant_is_that_of_the_factor_and_a_singular_matrix_has_none()
    {
        Assert.Equal(Math.Log(36), new Cholesky([[4], [12, 37], [-16, -43, 98]], 0).LogDeterminant!.Value, 1e-12);
        Assert.Null(new Cholesky([[5], [5, 5]], 0).LogDeterminant);
        Assert.Null(new Cholesky([[0]], 0).LogDeterminant);
        Assert.NotNull(new Cholesky([[5], [5, 5]], 1e-3).LogDeterminant);
    }

    private static bool Near(double one, double other) => Math.Abs(one - other) < 1e-9;
}
