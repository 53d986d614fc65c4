using System.Text.RegularExpressions;

namespace Enas.Host.Tests.Layering;

/// <summary>
/// The tables of <c>docs/architecture.md</c> that say which project, or which folder of a project, uses which others: a row for each, from the
/// bottom to the top.
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
            .Select(cells => (Name().Match(cells[1]).Groups[1].Value, Name().Matches(cells[2]).Select(match => match.Groups[1].Value).ToArray())),
    ];

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Name();
}
