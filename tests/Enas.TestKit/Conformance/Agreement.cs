namespace Enas.TestKit.Conformance;

/// <summary>Comparison with the oracle: an element's difference relative to the largest of its tensor.</summary>
public static class Agreement
{
    /// <summary>Throws when a result lies outside of a tolerance.</summary>
    /// <param name="what">What is compared, for the message.</param>
    /// <param name="expected">Results of the oracle.</param>
    /// <param name="actual">Results of the backend.</param>
    /// <param name="tolerance">Largest difference, relative to the largest element of each result.</param>
    /// <param name="least">Where the largest element is smaller, the difference is relative to this.</param>
    public static void Within(string what, IReadOnlyList<float[]> expected, IReadOnlyList<float[]> actual, double tolerance, double least)
    {
        Require(expected.Count == actual.Count, $"{what}: {expected.Count} results and {actual.Count}");
        for (var part = 0; part < expected.Count; part++)
        {
            var scale = expected[part].Length == 0 ? least : Math.Max(expected[part].Max(Math.Abs), least);
            for (var i = 0; i < expected[part].Length; i++)
            {
                // A NaN is within nothing.
                Require(
                    Math.Abs(expected[part][i] - actual[part][i]) <= tolerance * scale,
                    $"{what}, result {part}, element {i}: {expected[part][i]:R} and {actual[part][i]:R}, scale {scale:R}");
            }
        }
    }

    /// <summary>Throws when two numbers differ by more than a share of the first.</summary>
    public static void Within(string what, double expected, double actual, double tolerance) =>
        Require(Math.Abs(expected - actual) <= tolerance * Math.Max(Math.Abs(expected), 1e-6), $"{what}: {expected:R} and {actual:R}");

    /// <summary>Throws when something that must hold does not.</summary>
    public static void Require(bool holds, string message)
    {
        if (!holds)
        {
            throw new ConformanceException(message);
        }
    }
}

/// <summary>A backend does not do what the port says.</summary>
public sealed class ConformanceException(string message) : Exception(message);
