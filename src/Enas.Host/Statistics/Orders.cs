namespace Enas.Host.Statistics;

/// <summary>All orders of a few things, each as likely as the others where two lists are unrelated: what a permutation test counts over
/// (Fisher 1935).</summary>
internal static class Orders
{
    /// <summary>The share of all orders in which a statistic is at least as far from 0 as in the given one.</summary>
    /// <param name="observed">The order that was seen; of nine things at most, whose orders are 362,880.</param>
    /// <param name="statistic">What an order comes to.</param>
    public static double ShareAsFar(IReadOnlyList<int> observed, Func<int[], long> statistic)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(observed.Count, 9);
        int[] order = [.. observed];
        var least = Math.Abs(statistic(order));
        var (count, asFar) = (0L, 0L);
        Visit(order, order.Length, seen =>
        {
            count++;
            asFar += Math.Abs(statistic(seen)) >= least ? 1 : 0;
        });
        return (double)asFar / count;
    }

    // Every order once, each from the one before by one exchange (Heap 1963).
    private static void Visit(int[] order, int size, Action<int[]> visit)
    {
        if (size <= 1)
        {
            visit(order);
            return;
        }

        for (var i = 0; i < size; i++)
        {
            Visit(order, size - 1, visit);
            if (i < size - 1)
            {
                var other = size % 2 == 0 ? i : 0;
                (order[other], order[size - 1]) = (order[size - 1], order[other]);
            }
        }
    }
}
