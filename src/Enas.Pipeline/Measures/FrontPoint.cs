namespace Enas.Pipeline.Measures;

/// <summary>What an architecture is worth beside what it costs.</summary>
/// <param name="Reward">More is better.</param>
/// <param name="Cost">Less is better.</param>
internal readonly record struct FrontPoint(double Reward, double Cost)
{
    /// <summary>The point of what has no value, whatever it costs: every other one dominates it, so it is behind all fronts.</summary>
    public static FrontPoint None { get; } = new(double.NegativeInfinity, double.PositiveInfinity);

    /// <summary>Whether it is at least as good in both and better in one.</summary>
    public bool Dominates(FrontPoint other) => Reward >= other.Reward && Cost <= other.Cost && this != other;
}
