using System.Text.RegularExpressions;
using Enas.Pipeline.Tests.Jobs;

namespace Enas.Pipeline.Tests.Catalogs;

/// <summary>
/// Spaces and strategies are asked, not dispatched on: outside the rooms of the spaces and the catalogs no source compares a kind or tells
/// spaces apart by their type.
/// </summary>
public sealed partial class DispatchTests
{
    private const string Spaces = "(RnnCell|MacroCnn|MicroCnn|NasBench201)Space";

    /// <summary>The rooms of the spaces and strategies, each of which knows its own kind, and the catalogs that list them.</summary>
    private static readonly string[] s_mayKnow = ["Enas.Pipeline/Spaces/", "Enas.Pipeline/Strategies/", "Enas.Pipeline/Catalogs/"];

    [Fact]
    public void Nobody_but_the_catalogs_dispatches_on_a_kind()
    {
        var source = JobText.PathOf("src");
        string[] found =
        [
            .. from path in Directory.GetFiles(source, "*.cs", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
               let name = Path.GetRelativePath(source, path)
               where !name.Split('/').Any(part => part is "obj" or "bin")
                   && !s_mayKnow.Any(room => name.StartsWith(room, StringComparison.Ordinal))
               let count = File.ReadLines(path).Count(line => Dispatch().IsMatch(line))
               where count > 0
               select $"{name}: {count}",
        ];
        Assert.Empty(found);
    }

    [Theory]
    [InlineData("if (job.Space.Kind == SpaceKinds.RnnCell)", true)]
    [InlineData("job.Strategy.Kind == \"random\"", true)]
    [InlineData("Space.Kind is \"macro-cnn\"", true)]
    [InlineData("    MacroCnnSpace macro => Of(macro),", true)]
    [InlineData("if (space is RnnCellSpace cell)", true)]
    [InlineData("case MicroCnnSpace:", true)]
    [InlineData("case \"rnn-cell\":", true)]
    [InlineData("string.Equals(kind, \"micro-cnn\", StringComparison.Ordinal)", true)]
    [InlineData("if (kind == \"evolution\")", true)]
    [InlineData("job.Strategy.Kind switch { \"enas\" => 1, _ => 2 }", true)]
    [InlineData("module is RnnCellModule or EvolutionKind", true)]
    [InlineData("if (space.Kind == MicroCnnSpace.Name)", true)]
    [InlineData("var space = new RnnCellSpace(options);", false)]
    [InlineData("started.Kind == JobOrigins.Train", false)]
    [InlineData("parent.Strategy.Kind == branch.Strategy.Kind", false)]
    public void What_counts_as_a_dispatch(string line, bool counts) => Assert.Equal(counts, Dispatch().IsMatch(line));

    [GeneratedRegex(
        """\bSpaceKinds\.|\b(Space|Strategy)\.Kind\s*((==|!=|is)\s*(not )?"|switch)|"""
            + $@"\b(is|or) (not )?{Spaces}\b|\bcase {Spaces}\b|^\s*{Spaces}( \w+)? =>|(==|!=) {Spaces}\.Name\b|"
            + @"\b(RnnCell|MacroCnn|MicroCnn|NasBench201)Module\b|\b(Enas|Random|Evolution|LocalSearch|PolicyTable|Predictor|Spos)Kind\b|"
            + "\"(rnn-cell|macro-cnn|micro-cnn|nas-bench-201|evolution|local-search|policy-table|predictor|spos)\"|"
            + "case \"(enas|random)\"|\"(enas|random)\" =>",
        RegexOptions.CultureInvariant)]
    private static partial Regex Dispatch();
}
