using System.Text.RegularExpressions;

namespace Enas.Host.Tests.Layering;

/// <summary>
/// What comments and documents cite can be read by whoever has the repository: a section of <c>docs/algorithms.md</c> that exists, or a
/// paper that it lists. Nothing cites notes that are not here.
/// </summary>
public sealed partial class CitationTests
{
    // In halves, so that this file does not find itself.
    private static readonly string[] s_notHere =
    [
        "doss" + "ier", "strategies" + ".md", "recipes" + ".md", "house" + ".md", "design" + ".md", "shared/" + "reference", "/wo" + "rk/",
    ];

    private static readonly string[] s_algorithms = File.ReadAllLines(SourceProject.PathOf("docs", "algorithms.md"));

    [Fact]
    public void Every_section_that_is_cited_exists()
    {
        var sections = s_algorithms.Where(line => line.StartsWith('#')).Select(AnchorOf).ToHashSet(StringComparer.Ordinal);
        var cited = Lines().SelectMany(line => Citation().Matches(line.Text).Select(match => (line.Place, Anchor: match.Groups[1].Value)))
            .Concat(s_algorithms.SelectMany(line => OwnLink().Matches(line))
                .Select(match => (Place: "docs/algorithms.md", Anchor: match.Groups[1].Value)))
            .ToArray();
        Assert.True(cited.Length > 50, $"{cited.Length} citations were found");
        RequireNone("not a section", cited.Where(one => !sections.Contains(one.Anchor)).Select(one => $"{one.Place}: #{one.Anchor}"));
    }

    [Fact]
    public void Every_section_has_a_name_of_its_own()
    {
        var anchors = s_algorithms.Where(line => line.StartsWith('#')).Select(AnchorOf).ToArray();
        Assert.Equal(anchors.Length, anchors.Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public void What_is_cited_by_name_and_year_is_listed()
    {
        var listed = string.Join('\n', s_algorithms.SkipWhile(line => line != "## Sources"));
        var cited = s_algorithms.TakeWhile(line => line != "## Sources")
            .SelectMany(line => Work().Matches(line).Select(match => match.Value))
            .Distinct(StringComparer.Ordinal)
            .ToArray();
        Assert.True(cited.Length > 10, $"{cited.Length} works were found");
        RequireNone("not among the sources", cited.Where(work => !listed.Contains($"| {work} |", StringComparison.Ordinal)));
    }

    [Fact]
    public void Nothing_points_out_of_the_repository() => RequireNone("not in the repository", Lines()
        .Where(line => s_notHere.Any(word => line.Text.Contains(word, StringComparison.OrdinalIgnoreCase)))
        .Select(line => $"{line.Place}: {line.Text.Trim()}"));

    [Theory]
    [InlineData("## Cosine with warm restarts", "cosine-with-warm-restarts")]
    [InlineData("## NAS-Bench-201", "nas-bench-201")]
    [InlineData("### `first`, then another", "first-then-another")]
    public void Anchors_are_those_of_Markdown(string heading, string anchor) => Assert.Equal(anchor, AnchorOf(heading));

    private static void RequireNone(string what, IEnumerable<string> found)
    {
        var all = found.ToArray();
        Assert.True(all.Length == 0, $"{what}:\n{string.Join('\n', all)}");
    }

    private static string AnchorOf(string heading) =>
        NotInAnchors().Replace(heading.TrimStart('#').Trim().ToLowerInvariant(), string.Empty).Replace(' ', '-');

    private static IEnumerable<(string Place, string Text)> Lines() =>
        SourceText.Code().Concat(SourceText.Documents())
            .SelectMany(file => file.Lines.Select((text, number) => ($"{file.Path}:{number + 1}", text)));

    [GeneratedRegex(@"algorithms\.md#([\w-]+)", RegexOptions.CultureInvariant)]
    private static partial Regex Citation();

    [GeneratedRegex(@"\]\(#([\w-]+)\)", RegexOptions.CultureInvariant)]
    private static partial Regex OwnLink();

    [GeneratedRegex(@"\p{Lu}\p{L}+ (et al\.|and \p{Lu}\p{L}+) (19|20)\d\d|Williams \d{4}", RegexOptions.CultureInvariant)]
    private static partial Regex Work();

    [GeneratedRegex(@"[^\p{L}\p{N} -]", RegexOptions.CultureInvariant)]
    private static partial Regex NotInAnchors();
}
