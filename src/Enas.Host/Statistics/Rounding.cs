namespace Enas.Host.Statistics;

/// <summary>
/// Comparisons of sums and means that are equal but for the rounding of their last bits: the mean of equal scores in another order is no
/// better and no worse. What is told apart here is larger by far: one item of a million is 1e-6 of an accuracy.
/// </summary>
internal static class Rounding
{
    private const double Share = 1e-12;

    /// <summary>The first minus the second; 0 where they are equal but for rounding.</summary>
    public static double Difference(double one, double other) => AreEqual(one, other) ? 0 : one - other;

    /// <summary>Whether two are equal but for rounding.</summary>
    public static bool AreEqual(double one, double other) =>
        one.Equals(other)
        || (double.IsFinite(one - other) && Math.Abs(one - other) <= Share * Math.Max(Math.Abs(one), Math.Abs(other)));

    /// <summary>Whether the first is less by more than rounding.</summary>
    public static bool IsLess(double one, double other) => one < other && !AreEqual(one, other);
}
