namespace Enas.Pipeline.Options;

/// <summary>What a token of a text is, by its name in job files.</summary>
public static class TokenUnits
{
    /// <summary>What stands between ASCII white space.</summary>
    public const string Words = "words";

    /// <summary>Each Unicode character (code point), blanks too; the end of a line is one token.</summary>
    public const string Characters = "characters";

    /// <summary>Every name.</summary>
    public static IReadOnlyList<string> All { get; } = [Words, Characters];
}
