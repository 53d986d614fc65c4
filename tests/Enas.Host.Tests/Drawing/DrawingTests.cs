using CsCheck;
using Enas.Host.Drawing;
using Enas.Pipeline.Spaces;

namespace Enas.Host.Tests.Drawing;

/// <summary>Drawings against files that a person has looked at. A difference leaves NAME.received beside the tests' output.</summary>
public sealed class DrawingTests
{
    /// <summary>The cell that the ENAS authors published for Penn Treebank.</summary>
    private const string Published = "0 0 0 1 1 2 1 2 0 2 0 5 1 1 0 6 1 8 1 8 1 8 1";

    /// <summary>A cell of the DARTS authors: all nodes but the first are averaged.</summary>
    private const string Darts = "[('sigmoid', 0), ('relu', 1), ('relu', 1), ('identity', 1), ('tanh', 2), ('sigmoid', 5), ('tanh', 3), ('relu', 5)]";

    [Fact]
    public void Svg_of_the_published_cell() => Approve("published.svg", SvgDrawing.Draw(CellPicture.Of("official", Published)));

    [Fact]
    public void Svg_of_a_darts_cell() => Approve("darts.svg", SvgDrawing.Draw(CellPicture.Of("darts", Darts)));

    [Fact]
    public void Svg_of_the_smallest_cell() => Approve("single.svg", SvgDrawing.Draw(CellPicture.Of("official", "3")));

    [Fact]
    public void Text_of_the_published_cell() => Approve("published.txt", TextDrawing.Draw(CellPicture.Of("official", Published), unicode: true));

    [Fact]
    public void Text_of_a_darts_cell_in_ascii() => Approve("darts.txt", TextDrawing.Draw(CellPicture.Of("darts", Darts), unicode: false));

    [Fact]
    public void Dot_of_the_published_cell() => Approve("published.dot", DotDrawing.Draw(CellPicture.Of("official", Published)));

    [Fact]
    public void Mermaid_of_the_published_cell() => Approve("published.mmd", MermaidDrawing.Draw(CellPicture.Of("official", Published)));

    [Fact]
    public void No_arrow_to_the_mean_passes_through_a_box()
    {
        Gen.Int[0, 3].Array[1, 12].Select(Gen.UInt).Sample(cell =>
        {
            var (activations, seed) = cell;
            var tokens = string.Join(' ', activations.SelectMany((a, node) => node == 0 ? [a] : new[] { (int)((seed >> node) % (uint)node), a }));
            var picture = CellPicture.Of("official", tokens);
            var layout = new CellLayout(picture with { OutputNodes = [.. Enumerable.Range(0, activations.Length)] });
            for (var node = 0; node < activations.Length; node++)
            {
                for (var other = 0; other < activations.Length; other++)
                {
                    // From its next layer on the arrow is in its lane; boxes stand within half a column of theirs.
                    Assert.False(layout.Layer(other) > layout.Layer(node) && Math.Abs(layout.Column(other) - layout.Lane(node)) < 0.5);
                }
            }
        });
    }

    private static void Approve(string name, string actual)
    {
        var approved = Path.Combine(AppContext.BaseDirectory, "Drawing", "Approved", name);
        var expected = File.Exists(approved) ? File.ReadAllText(approved) : string.Empty;
        if (actual != expected)
        {
            File.WriteAllText(approved + ".received", actual);
        }

        Assert.Equal(expected, actual);
    }
}
