using System.Text.RegularExpressions;

namespace Enas.Host.Tests.Layering;

/// <summary>
/// The tables of <c>docs/architecture.md</c> that say which project, or which folder of a project, uses which others: a row for each, from
/// the bottom to the top.
/// </summary>
internal static partial class LayeringTable
{
    /// <summary>The rows of a table, in their order; none where the document has no such table.</summary>
    /// <param name="heading">What stands over its first column.</param>
    /// <param name="document">The text of the document.</param>
    public static IReadOnlyList<(string Name, string[] Uses)> Of(string heading, string document) =>
    [
        .. document.Split('\n').SkipWhile(line => !line.StartsWith($"| {heading} |", StringComparison.Ordinal))
            .TakeWhile(line => line.StartsWith('|'))
            .Skip(2)
            .Select(line => line.Split('|'))
            .Select(cells => (NamesIn(cells[1]).Single(), NamesIn(cells[2]))),
    ];

    private static string[] NamesIn(string cell) => [.. Name().Matches(cell).Select(match => match.Groups[1].Value)];

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Name();
}
