using Enas.Pipeline.Numerics;

namespace Enas.Pipeline.Tasks.Images;

/// <summary>Random orders and choices without repetition, by the shuffle of Fisher and Yates in Durstenfeld's form
/// (CACM 7, 1964).</summary>
internal static class RandomOrder
{
    /// <summary>A permutation of 0 to count - 1: place i is exchanged with one in [i, count), draw i of (step, sample).</summary>
    public static int[] Permutation(RandomStream stream, long step, int sample, int count) => Choose(stream, step, sample, count, count);

    /// <summary>The first <paramref name="chosen"/> places of <see cref="Permutation"/>.</summary>
    public static int[] Choose(RandomStream stream, long step, int sample, int count, int chosen)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(chosen);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(chosen, count);
        var order = new int[count];
        for (var i = 0; i < count; i++)
        {
            order[i] = i;
        }

        for (var i = 0; i < Math.Min(chosen, count - 1); i++)
        {
            var other = i + stream.Below(count - i, step, sample, i);
            (order[i], order[other]) = (order[other], order[i]);
        }

        return chosen == count ? order : order[..chosen];
    }
}
