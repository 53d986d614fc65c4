using Enas.Pipeline.Messages;

namespace Enas.Pipeline.Architectures;

/// <summary>
/// Lists of numbers as programs print them: <c>[3 0]</c> on a line of its own for each layer or cell, as NumPy does, or <c>[[2], [3,
/// 0]]</c>, as JSON does.
/// </summary>
internal static class PrintedLists
{
    /// <summary>What stands in the innermost brackets, in their order; null where the text has no brackets. Throws
    /// <see cref="ArchitectureFormatException"/>.</summary>
    public static IReadOnlyList<string>? Of(string text)
    {
        if (text.AsSpan().IndexOfAny('[', ']') < 0)
        {
            return null;
        }

        var lists = new List<string>();
        var (depth, start) = (0, -1);
        for (var i = 0; i < text.Length; i++)
        {
            switch (text[i])
            {
                case '[':
                    RequireNothing(text, start, i);
                    (depth, start) = (depth + 1, i + 1);
                    break;
                case ']':
                    depth = depth > 0 ? depth - 1
                        : throw new ArchitectureFormatException($"the bracket at character {i + 1} closes nothing");
                    if (start >= 0)
                    {
                        lists.Add(text[start..i]);
                    }

                    start = -1;
                    break;
                default:
                    RequireSeparator(text, start, i);
                    break;
            }
        }

        return depth == 0 ? lists : throw new ArchitectureFormatException("the text ends inside a bracket");
    }

    /// <summary>A text without the one pair of brackets that it may stand in. Throws <see cref="ArchitectureFormatException"/>.</summary>
    /// <param name="what">What it is, for the message.</param>
    public static string One(string text, string what) => Of(text) switch
    {
        null => text,
        [var only] => only,
        var lists => throw new ArchitectureFormatException($"{lists.Count} lists in brackets; {what} is one"),
    };

    private static void RequireNothing(string text, int start, int end)
    {
        if (start >= 0 && text[start..end].Trim() is { Length: > 0 } between)
        {
            throw new ArchitectureFormatException(
                $"\"{ForeignText.Shown(between, TokenNumbers.MostShown)}\" stands before the list at character {end + 1}");
        }
    }

    private static void RequireSeparator(string text, int start, int at)
    {
        if (start < 0 && !char.IsWhiteSpace(text[at]) && text[at] != ',')
        {
            throw new ArchitectureFormatException(
                $"\"{ForeignText.Shown(text[at..], TokenNumbers.MostShown)}\" stands outside the brackets, from character {at + 1} on");
        }
    }

    /// <summary>The lists of a text that holds several in brackets, and nothing that only other forms have; null for any other.</summary>
    public static IReadOnlyList<string>? Several(string text) =>
        text.Contains('[', StringComparison.Ordinal) && !text.AsSpan().ContainsAny('(', '{') && Of(text) is
        {
            Count: > 1
        } lists ? lists : null;
}
