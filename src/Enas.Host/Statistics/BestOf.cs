namespace Enas.Host.Statistics;

/// <summary>
/// What random search would have come to with fewer draws, exactly: the mean of the best over all choices of N of the draws that were made
/// (order statistics without replacement).
/// </summary>
internal static class BestOf
{
    /// <summary>The expected result for N = 1 to the number of draws.</summary>
    /// <param name="draws">What a draw is chosen by, more is better, with what it is worth then; at least one.</param>
    public static IReadOnlyList<double> Curve(IReadOnlyList<(double ChosenBy, double Worth)> draws) =>
        [.. Enumerable.Range(1, draws.Count).Select(count => Expected(draws, count))];

    /// <summary>The expected best of N of the values.</summary>
    public static double Expected(IReadOnlyList<double> values, int count) =>
        Expected([.. values.Select(value => (value, value))], count);

    /// <summary>The expected worth of the one of N that is best by what draws are chosen by.</summary>
    /// <param name="count">N, from 1 to their number.</param>
    public static double Expected(IReadOnlyList<(double ChosenBy, double Worth)> draws, int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, draws.Count);

        // The draw of place i from the best is the best of a choice of N where none of the i before it is in it.
        var (left, expected) = (1.0, 0.0);
        foreach (var (place, group) in Places(draws))
        {
            foreach (var offset in Enumerable.Range(0, group.Length))
            {
                // What is worse than all of a choice counts nothing, be it worth nothing at all.
                if (left == 0)
                {
                    return expected;
                }

                var others = draws.Count - (place + offset);
                var share = Math.Min(1, (double)count / others);
                expected += left * share * group.Average();
                left *= 1 - share;
            }
        }

        return expected;
    }

    /// <summary>
    /// How many draws a result is worth: the least N at which the curve reaches it, between neighbours in proportion. Null where the
    /// whole curve is below it by more than rounding: it is worth more than were drawn.
    /// </summary>
    /// <param name="curve">Results for N = 1, 2, ...</param>
    public static double? WorthOf(IReadOnlyList<double> curve, double result)
    {
        foreach (var (place, value) in curve.Index())
        {
            if (!Rounding.IsLess(value, result))
            {
                return place == 0 ? 1 : place + Math.Min(1, (result - curve[place - 1]) / (value - curve[place - 1]));
            }
        }

        return null;
    }

    // Draws in order, the best first; of those that are chosen by equal values each is as likely, so they are worth their mean.
    private static IEnumerable<(int Place, double[] Worths)> Places(IReadOnlyList<(double ChosenBy, double Worth)> draws)
    {
        var place = 0;
        foreach (var equal in draws.GroupBy(draw => draw.ChosenBy).OrderByDescending(equal => equal.Key))
        {
            double[] worths = [.. equal.Select(draw => draw.Worth)];
            yield return (place, worths);
            place += worths.Length;
        }
    }
}
