using Enas.Pipeline.Strategies.Predictor;

namespace Enas.Pipeline.Tests.Strategies.Predictor;

public sealed class RidgeRegressionTests
{
    private static readonly double[][] s_rows = [[1, 0, 2], [0, 1, 1], [1, 1, 0], [3, -1, 0.5], [0.25, 2, -1]];
    private static readonly double[] s_values = [3, -1, 2, 0.5, 7];

    /// <summary>With one feature w = Σf(y - ȳ) / (Σf² + λ).</summary>
    [Fact]
    public void One_feature_has_the_closed_form()
    {
        var model = RidgeRegression.Fit([[1], [2], [4]], [1, 3, 8], 0.5);
        var weight = ((1 * (1 - 4.0)) + (2 * (3 - 4.0)) + (4 * (8 - 4.0))) / (1 + 4 + 16 + 0.5);
        Assert.Equal(4 + (weight * 3), model.Predict([3]), 12);
    }

    /// <summary>At the minimum of Σ(y - ȳ - fw)² + λ|w|² no step in any direction makes it smaller.</summary>
    [Fact]
    public void The_weights_are_where_the_penalised_sum_of_squares_is_smallest()
    {
        const double ridge = 0.3;
        var model = RidgeRegression.Fit(s_rows, s_values, ridge);
        var mean = s_values.Average();
        double[] weights = [.. Enumerable.Range(0, 3).Select(i => model.Predict(Unit(i)) - mean)];
        var least = Objective(weights);
        for (var i = 0; i < 3; i++)
        {
            foreach (var step in (double[])[1e-3, -1e-3])
            {
                double[] moved = [.. weights];
                moved[i] += step;
                Assert.True(Objective(moved) > least);
            }
        }

        double Objective(double[] w) => (ridge * w.Sum(x => x * x))
            + s_rows.Zip(s_values, (row, value) => value - mean - row.Zip(w, (f, x) => f * x).Sum()).Sum(error => error * error);
    }

    [Fact]
    public void A_large_ridge_predicts_the_mean() =>
        Assert.Equal(s_values.Average(), RidgeRegression.Fit(s_rows, s_values, 1e12).Predict([1, 2, 3]), 6);

    [Fact]
    public void A_ridge_of_nothing_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => RidgeRegression.Fit(s_rows, s_values, 0));

    private static double[] Unit(int at) => [.. Enumerable.Range(0, 3).Select(i => i == at ? 1.0 : 0)];
}
