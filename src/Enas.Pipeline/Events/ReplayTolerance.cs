using System.Globalization;

namespace Enas.Pipeline.Events;

/// <summary>
/// How an inexact backend's numbers may differ from the recorded ones when it makes them again; what the policy makes must come out bit for
/// bit all the same. Where numbers are within it, the recorded ones are what follows, so that nothing drifts into what is exact.
/// </summary>
/// <param name="facts">Largest difference of a number, relative to the recorded one.</param>
/// <param name="weights">Largest difference of a weight, relative to the largest of its tensor.</param>
internal sealed class ReplayTolerance(double facts, double weights)
{
    /// <summary>What a replay proves of an inexact backend: near a checkpoint, float32's roundings stay well below this.</summary>
    public static ReplayTolerance OfReplay => new(1e-3, 1e-2);

    /// <summary>What a resume goes on with: anything finite, and it is recorded. The log is the truth; the weights are a cache that may be
    /// another device's.</summary>
    public static ReplayTolerance OfResume => new(double.PositiveInfinity, double.PositiveInfinity);

    /// <summary>The first number that came out with other bits, or null.</summary>
    public Divergence? First { get; private set; }

    /// <summary>Whether anything came out with other bits: a number of a fact, or a weight.</summary>
    public bool HasDifference => First is not null || LargestOfWeights > 0;

    /// <summary>Largest difference of a weight met, relative to the largest of its tensor.</summary>
    public double LargestOfWeights { get; private set; }

    /// <summary>Numbers that came out with other bits.</summary>
    public long Count { get; private set; }

    /// <summary>Largest relative difference met.</summary>
    public double Largest { get; private set; }

    /// <summary>Whether two different numbers are near enough. Notes that they differ.</summary>
    internal bool Accepts(double recorded, double made, Func<Divergence> difference)
    {
        var relative = Math.Abs(recorded - made) / Math.Max(Math.Abs(recorded), 1e-12);
        if (!(double.IsFinite(made) && relative <= facts))
        {
            return false;
        }

        First ??= difference();
        Count++;
        Largest = Math.Max(Largest, relative);
        return true;
    }

    /// <summary>Whether a weight's difference, relative to the largest of its tensor, is small enough. Notes it.</summary>
    internal bool AcceptsWeights(double relative)
    {
        if (!(relative <= weights))
        {
            return false;
        }

        LargestOfWeights = Math.Max(LargestOfWeights, relative);
        return true;
    }

    /// <summary>In words for people.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Count} numbers came out with other bits, by {Largest:0.0e+0} of the recorded one at most, weights "
            + $"by {LargestOfWeights:0.0e+0} of the largest of their tensor{(First is null ? string.Empty : $"; the first: {First}")}");
}
