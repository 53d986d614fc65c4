namespace Enas.Host.Statistics;

/// <summary>Student's t distribution (Student 1908).</summary>
internal static class StudentT
{
    private const int MostTerms = 500;
    private const double Enough = 1e-15;

    // Coefficients of Lanczos's approximation of the gamma function (Lanczos 1964), as Press et al. 1992 give them.
    private static readonly double[] s_lanczos =
        [76.18009172947146, -86.50532032941677, 24.01409824083091, -1.231739572450155, 0.1208650973866179e-2, -0.5395239384953e-5];

    /// <summary>What a t is below with a probability, for a number of degrees of freedom.</summary>
    /// <param name="probability">Between 0.5 and 1.</param>
    /// <param name="degrees">Degrees of freedom, from 1 on.</param>
    public static double Quantile(double probability, double degrees)
    {
        var (low, high) = (0.0, 1.0);
        while (Below(high, degrees) < probability)
        {
            high *= 2;
        }

        for (var i = 0; i < 200 && high - low > Enough * high; i++)
        {
            var middle = (low + high) / 2;
            (low, high) = Below(middle, degrees) < probability ? (middle, high) : (low, middle);
        }

        return (low + high) / 2;
    }

    /// <summary>The probability that a t is below a value that is not negative.</summary>
    public static double Below(double value, double degrees) =>
        1 - (0.5 * IncompleteBeta(degrees / 2, 0.5, degrees / (degrees + (value * value))));

    // The regularized incomplete beta function: by its continued fraction, on the side where that converges fast.
    private static double IncompleteBeta(double a, double b, double x)
    {
        if (x is <= 0 or >= 1)
        {
            return x <= 0 ? 0 : 1;
        }

        var front = Math.Exp(LogGamma(a + b) - LogGamma(a) - LogGamma(b) + (a * Math.Log(x)) + (b * Math.Log(1 - x)));
        return x < (a + 1) / (a + b + 2) ? front * Fraction(a, b, x) / a : 1 - (front * Fraction(b, a, 1 - x) / b);
    }

    // Lentz's evaluation of the continued fraction.
    private static double Fraction(double a, double b, double x)
    {
        var (c, d) = (1.0, 1 / Apart(1 - ((a + b) * x / (a + 1))));
        var value = d;
        for (var m = 1; m < MostTerms; m++)
        {
            var even = m * (b - m) * x / ((a + (2 * m) - 1) * (a + (2 * m)));
            (d, c) = (1 / Apart(1 + (even * d)), Apart(1 + (even / c)));
            value *= d * c;
            var odd = -(a + m) * (a + b + m) * x / ((a + (2 * m)) * (a + (2 * m) + 1));
            (d, c) = (1 / Apart(1 + (odd * d)), Apart(1 + (odd / c)));
            value *= d * c;
            if (Math.Abs((d * c) - 1) < Enough)
            {
                break;
            }
        }

        return value;
    }

    private static double Apart(double value) => Math.Abs(value) < 1e-300 ? 1e-300 : value;

    private static double LogGamma(double x)
    {
        var near = x + 5.5;
        var sum = 1.000000000190015;
        foreach (var (i, coefficient) in s_lanczos.Index())
        {
            sum += coefficient / (x + 1 + i);
        }

        return ((x + 0.5) * Math.Log(near)) - near + Math.Log(2.5066282746310005 * sum / x);
    }
}
