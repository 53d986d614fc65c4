namespace Enas.Storage.Export;

/// <summary>A field of comma-separated values (RFC 4180).</summary>
internal static class CsvField
{
    /// <summary>A field: nothing for none, in quotes where it is an empty text or holds a comma, a quote or an end of a line.</summary>
    public static string Of(string? value) => value switch
    {
        null => string.Empty,
        "" => "\"\"",
        _ when value.AsSpan().IndexOfAny(",\"\r\n") >= 0 => $"\"{value.Replace("\"", "\"\"", StringComparison.Ordinal)}\"",
        _ => value,
    };
}
