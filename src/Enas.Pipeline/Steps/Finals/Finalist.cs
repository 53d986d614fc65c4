using System.Globalization;

namespace Enas.Pipeline.Steps.Finals;

/// <summary>A candidate that came to the finals.</summary>
/// <param name="Source">Where it came from: <c>policy</c> or <c>random</c>.</param>
/// <param name="Ordinal">Number of the candidate of its source.</param>
/// <param name="Tokens">The architecture as its token string, in the form of the log.</param>
public sealed record Finalist(string Source, int Ordinal, string Tokens)
{
    /// <summary>Its name in facts and for people: <c>random 17</c>.</summary>
    public string Name => string.Create(CultureInfo.InvariantCulture, $"{Source} {Ordinal}");

    /// <summary>The finalist of a name; null where it names none.</summary>
    public static Finalist? TryOf(string name, string tokens)
    {
        var space = name.LastIndexOf(' ');
        return space > 0 && int.TryParse(name.AsSpan(space + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var ordinal)
            ? new(name[..space], ordinal, tokens) : null;
    }
}
