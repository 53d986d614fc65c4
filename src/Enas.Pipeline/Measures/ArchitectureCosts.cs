using System.Collections.Immutable;

namespace Enas.Pipeline.Measures;

/// <summary>A value of a cost.</summary>
/// <param name="Cost">Which cost.</param>
/// <param name="Value">The value, in its unit.</param>
public sealed record CostValue(CostMeasure Cost, double Value)
{
    /// <inheritdoc />
    public override string ToString() => Cost.Measure.Format(Value);
}

/// <summary>What is known of the costs of one architecture. Immutable.</summary>
public sealed class ArchitectureCosts
{
    private ArchitectureCosts(ImmutableArray<CostValue> values) => Values = values;

    /// <summary>Nothing is known.</summary>
    public static ArchitectureCosts None { get; } = new([]);

    /// <summary>The known ones, in the order of <see cref="CostMeasure.All"/>; then those that a program said, in its order.</summary>
    public ImmutableArray<CostValue> Values { get; }

    /// <summary>Some values.</summary>
    public static ArchitectureCosts Of(IEnumerable<CostValue> values)
    {
        CostValue[] given = [.. values];
        return new(
        [
            .. CostMeasure.All.Select(cost => Array.Find(given, value => value.Cost == cost)).OfType<CostValue>(),
            .. given.Where(value => value.Cost.IsOwn),
        ]);
    }

    /// <summary>The value of a cost; null where it is not known.</summary>
    public double? Of(CostMeasure cost) => Values.FirstOrDefault(value => value.Cost == cost)?.Value;
}
