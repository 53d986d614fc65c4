using CsCheck;
using Enas.Pipeline.Architectures;
using Enas.Pipeline.Catalogs;
using Enas.Pipeline.Drawing;
using Enas.Pipeline.Spaces.MacroCnn;
using Enas.Pipeline.Spaces.MicroCnn;
using Enas.Pipeline.Spaces.RnnCell;

namespace Enas.Pipeline.Tests.Drawing;

/// <summary>Drawings against files that a person has looked at. A difference leaves NAME.received beside the tests' output.</summary>
public sealed class DrawingTests
{
    /// <summary>The cell that the ENAS authors published for Penn Treebank.</summary>
    private const string Published = "0 0 0 1 1 2 1 2 0 2 0 5 1 1 0 6 1 8 1 8 1 8 1";

    /// <summary>A cell of the DARTS authors: all nodes but the first are averaged.</summary>
    private const string Darts =
        "[('sigmoid', 0), ('relu', 1), ('relu', 1), ('identity', 1), ('tanh', 2), ('sigmoid', 5), ('tanh', 3), ('relu', 5)]";

    [Fact]
    public void Svg_of_the_published_cell() => Approve("published.svg", CellSvgDrawing.Draw(CellPicture.Of("official", Published)));

    [Fact]
    public void Svg_of_a_darts_cell() => Approve("darts.svg", CellSvgDrawing.Draw(CellPicture.Of("darts", Darts)));

    [Fact]
    public void Svg_of_the_smallest_cell() => Approve("single.svg", CellSvgDrawing.Draw(CellPicture.Of("official", "3")));

    [Fact]
    public void Text_of_the_published_cell() =>
        Approve("published.txt", CellTextDrawing.Draw(CellPicture.Of("official", Published), unicode: true));

    [Fact]
    public void Text_of_a_darts_cell_in_ascii() =>
        Approve("darts.txt", CellTextDrawing.Draw(CellPicture.Of("darts", Darts), unicode: false));

    [Fact]
    public void Dot_of_the_published_cell() => Approve("published.dot", CellDotDrawing.Draw(CellPicture.Of("official", Published)));

    [Fact]
    public void Mermaid_of_the_published_cell() => Approve("published.mmd", CellMermaidDrawing.Draw(CellPicture.Of("official", Published)));

    [Fact]
    public void No_arrow_to_the_mean_passes_through_a_box()
    {
        Gen.Int[0, 3].Array[1, 12].Select(Gen.UInt).Sample(cell =>
        {
            var (activations, seed) = cell;
            var tokens = string.Join(
                ' ', activations.SelectMany((a, node) => node == 0 ? [a] : new[] { (int)((seed >> node) % (uint)node), a }));
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

    [Theory]
    [InlineData("enas-micro", "micro")]
    [InlineData("enas-macro", "macro")]
    public void Every_drawing_of_the_published_image_architectures(string name, string file)
    {
        var published = PublishedArchitectures.Find(name)!;
        var picture = ArchitecturePictures.Of(published.SpaceKind, "official", published.Tokens);
        Approve($"{file}.svg", picture.Svg());
        Approve($"{file}.dot", picture.Dot());
        Approve($"{file}.mmd", picture.Mermaid());
        Approve($"{file}.txt", picture.Text(unicode: true));
    }

    [Theory]
    [InlineData(MacroCnnSpace.Name, "0 1", "2 tokens; a macro network of L layers has L (L + 1) / 2")]
    [InlineData(MicroCnnSpace.Name, "0 1 0 / 0 1 0 1", "3 tokens in the normal cell")]
    [InlineData(MicroCnnSpace.Name, "0 1 0 1", "4 tokens; a micro architecture has four for each node")]
    public void A_token_string_of_no_space_is_refused_with_what_one_is(string kind, string tokens, string words) =>
        Assert.StartsWith(words, Assert.Throws<ArchitectureFormatException>(() =>
            ArchitecturePictures.Of(kind, "official", tokens)).Message, StringComparison.Ordinal);

    [Fact]
    public void No_box_or_lane_of_a_micro_cell_stands_on_another()
    {
        Gen.UInt.Array[4, 32].Sample(draws =>
        {
            var nodes = draws.Chunk(4).Where(four => four.Length == 4).Select((four, node) => new MicroNode(
                new MicroInput((int)(four[0] % (node + 2)), (MicroOperation)(four[1] % 5)),
                    new MicroInput((int)(four[2] % (node + 2)), (MicroOperation)(four[3] % 5))));
            var cell = new MicroCell([.. nodes]);
            var layout = new MicroLayout(cell, nodeWidth: 100, laneWidth: 20);
            var output = cell.Nodes.Count + 2;
            var places = Enumerable.Range(0, output + 1).Select(entry => (Layer: layout.Layer(entry), X: layout.X(entry), Half: 50.0))
                .Concat(layout.Edges.SelectMany(edge =>
                    edge.Lanes.Select((lane, i) => (Layer: layout.Layer(edge.From) + 1 + i, lane.X, Half: 10.0))));
            foreach (var layer in places.GroupBy(place => place.Layer))
            {
                var row = layer.OrderBy(place => place.X).ToArray();
                Assert.True(row[0].X - row[0].Half >= -1e-6 && row[^1].X + row[^1].Half <= layout.Width + 1e-6);
                Assert.All(row.Zip(row.Skip(1)), pair =>
                    Assert.True(pair.Second.X - pair.First.X >= pair.First.Half + pair.Second.Half - 1e-6));
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
