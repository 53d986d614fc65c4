using Enas.Pipeline.Architectures;

namespace Enas.Pipeline.Strategies;

/// <summary>Another value for one decision of an architecture.</summary>
/// <param name="Decision">The decision's number.</param>
/// <param name="From">Its value.</param>
/// <param name="To">The other value.</param>
public readonly record struct Change(int Decision, int From, int To)
{
    /// <summary>The architecture with this change.</summary>
    public Architecture ApplyTo(SearchSpace space, Architecture architecture)
    {
        var values = architecture.Values.ToArray();
        values[Decision] = To;
        return space.FromValues(values);
    }
}
