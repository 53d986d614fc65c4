namespace Enas.Pipeline.Measures;

/// <summary>A value of a measure.</summary>
/// <param name="Measure">What was measured.</param>
/// <param name="Value">The value; an accuracy is a share from 0 to 1.</param>
public sealed record Measurement(Measure Measure, double Value)
{
    /// <inheritdoc />
    public override string ToString() => Measure.Format(Value);
}
