using System.Globalization;
using Enas.Pipeline.Messages;

namespace Enas.Pipeline.Architectures;

/// <summary>The numbers of a token string.</summary>
internal static class TokenNumbers
{
    /// <summary>Characters of a token that a message shows.</summary>
    internal const int MostShown = 40;

    private static readonly char[] s_separators = [' ', ',', '\t', '\r', '\n'];

    /// <summary>A number as a token.</summary>
    public static string Of(int value) => value.ToString(CultureInfo.InvariantCulture);

    /// <summary>The numbers between blanks and commas. Throws <see cref="ArchitectureFormatException"/>.</summary>
    /// <param name="text">The string.</param>
    /// <param name="first">The place of its first token in a longer string, from 0: errors count from there.</param>
    public static int[] Parse(string text, int first = 0) =>
        [.. text.Split(s_separators, StringSplitOptions.RemoveEmptyEntries).Select((token, position) =>
        int.TryParse(token, NumberStyles.None, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw new ArchitectureFormatException(
                $"token {first + position + 1} is \"{ForeignText.Shown(token, MostShown)}\"; a token is a number from 0"))];
}
