namespace Enas.Pipeline.Options;

/// <summary>The words of <c>data.kind</c>, each once.</summary>
internal static class DataKindNames
{
    /// <summary>A folder of text files.</summary>
    public const string Tokens = "tokens";

    /// <summary>A folder with images.</summary>
    public const string Images = "images";

    /// <summary>Data that Enas makes itself, from a seed.</summary>
    public const string Generated = "generated";

    /// <summary>A table of measured results.</summary>
    public const string Table = "table";

    /// <summary>None that Enas reads.</summary>
    public const string None = "none";
}
