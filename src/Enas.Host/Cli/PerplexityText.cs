using System.Globalization;

namespace Enas.Host.Cli;

/// <summary>Perplexities as people read them.</summary>
internal static class PerplexityText
{
    private const double Absurd = 1e7;

    /// <summary>Two decimals; an absurd one by its magnitude, and one that is not finite in words.</summary>
    public static string Of(double? perplexity) => perplexity switch
    {
        null => "not finite",
        >= Absurd => perplexity.Value.ToString("0.0E+0", CultureInfo.InvariantCulture),
        _ => perplexity.Value.ToString("F2", CultureInfo.InvariantCulture),
    };
}
