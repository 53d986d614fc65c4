namespace Enas.SideBySide;

/// <summary>A tensor in two numbers that a wrong one hardly shares.</summary>
internal static class Summary
{
    /// <summary>Σ x² and Σ x·w with weights w that differ from place to place, in float64.</summary>
    public static double[] Of(ReadOnlySpan<float> values)
    {
        var (squares, weighted) = (0.0, 0.0);
        for (var i = 0; i < values.Length; i++)
        {
            squares += (double)values[i] * values[i];
            weighted += values[i] * (1 + (i % 97 / 97.0));
        }

        return [squares, weighted / Math.Sqrt(Math.Max(squares, 1e-30) * values.Length)];
    }
}
