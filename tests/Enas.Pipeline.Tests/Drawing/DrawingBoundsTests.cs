using System.Xml.Linq;
using CsCheck;
using Enas.Pipeline.Catalogs;
using Enas.Pipeline.Drawing;
using Enas.Pipeline.Spaces.MacroCnn;
using Enas.Pipeline.Spaces.MicroCnn;
using Enas.Pipeline.Spaces.NasBench201;
using Enas.Pipeline.Spaces.RnnCell;

namespace Enas.Pipeline.Tests.Drawing;

/// <summary>Nothing of a drawing is cut off, whatever the architecture, and drawings on one page have each their own arrowhead.</summary>
public sealed class DrawingBoundsTests
{
    [Fact]
    public void Every_point_of_a_micro_cell_is_in_the_picture() =>
        Gen.Int[1, 7].SelectMany(nodes => Gen.Select(MicroCell(nodes), MicroCell(nodes))).Sample(cells =>
            Assert.Empty(SvgExtent.Outside(
                ArchitecturePictures.Of(MicroCnnSpace.Name, ArchitectureDialects.Official, $"{cells.Item1} / {cells.Item2}").Svg())));

    [Fact]
    public void Every_point_of_a_small_micro_cell_is_in_the_picture()
    {
        // All cells of two nodes by what they read: the ends of an output may be lanes at the side.
        foreach (var entries in Enumerable.Range(0, 36))
        {
            int[] tokens = [entries % 2, 1, entries / 2 % 2, 1, entries / 4 % 3, 1, entries / 12, 1];
            Assert.Empty(SvgExtent.Outside(ArchitecturePictures.Of(
                MicroCnnSpace.Name, ArchitectureDialects.Official, $"{string.Join(' ', tokens)} / 1 4 1 1 0 3 1 1").Svg()));
        }
    }

    [Fact]
    public void Every_point_of_a_recurrent_cell_is_in_the_picture() =>
        Gen.Int[1, 16].SelectMany(nodes => Gen.UInt.Array[2 * nodes]).Select(Gen.Bool).Sample(drawn =>
    {
        var (draws, averagesAll) = drawn;
        var tokens = draws.Chunk(2).Select((pair, node) => node == 0 ? $"{pair[0] % 4}" : $"{pair[0] % (uint)node} {pair[1] % 4}");
        var picture = CellPicture.Of("official", string.Join(' ', tokens));
        Assert.Empty(SvgExtent.Outside(
            (averagesAll ? picture with { OutputNodes = [.. Enumerable.Range(0, picture.Cell.NodeCount)] } : picture).Svg("arrow")));
    });

    [Fact]
    public void Every_point_of_a_macro_network_is_in_the_picture() =>
        Gen.Int[1, 24].SelectMany(layers => Gen.UInt.Array[layers * (layers + 1) / 2]).Sample(draws =>
    {
        var (tokens, layer) = (new List<uint>(), 0);
        foreach (var draw in draws)
        {
            var first = MacroCnnSpace.FirstDecisionOf(layer);
            layer += tokens.Count == first ? 1 : 0;
            tokens.Add(tokens.Count == first ? draw % 6 : draw % 2);
        }

        Assert.Empty(
            SvgExtent.Outside(ArchitecturePictures.Of(MacroCnnSpace.Name, ArchitectureDialects.Official, string.Join(' ', tokens)).Svg()));
    });

    [Fact]
    public void Every_point_of_a_benchmark_cell_is_in_the_picture_and_no_label_lies_on_another() =>
        Gen.Int[0, 4].Array[6].Sample(operations =>
    {
        var svg = ArchitecturePictures.Of(NasBench201Space.Name, ArchitectureDialects.Official, string.Join(' ', operations)).Svg();
        Assert.Empty(SvgExtent.Outside(svg));
        var boxes = XDocument.Parse(svg).Descendants()
            .Where(element => element.Attribute("class")?.Value.StartsWith("box", StringComparison.Ordinal) == true)
            .Select(box => (X: Length(box, "x"), Y: Length(box, "y"), Width: Length(box, "width"), Height: Length(box, "height")))
            .ToArray();
        Assert.All(boxes.Index(), one => Assert.All(boxes.Skip(one.Index + 1), other => Assert.True(
            one.Item.X + one.Item.Width <= other.X || other.X + other.Width <= one.Item.X
            || one.Item.Y + one.Item.Height <= other.Y || other.Y + other.Height <= one.Item.Y)));
    });

    private static double Length(XElement element, string name) =>
        double.Parse(element.Attribute(name)!.Value, System.Globalization.CultureInfo.InvariantCulture);

    private static Gen<string> MicroCell(int nodes) => Gen.UInt.Array[4 * nodes].Select(draws =>
        string.Join(' ', draws.Select((draw, i) => i % 2 == 0 ? draw % (uint)((i / 4) + 2) : draw % 5)));
}
