using System.Globalization;
using System.Xml.Linq;
using Enas.Pipeline.Architectures;
using Enas.Pipeline.Catalogs;
using Enas.Pipeline.Drawing;
using Enas.Pipeline.Spaces.MacroCnn;
using Enas.Pipeline.Spaces.MicroCnn;
using Enas.TestKit;

namespace Enas.Pipeline.Tests.Drawing;

/// <summary>An animation shows the best architectures one after the other: what does not change stays where it is, and a bar says when it
/// was.</summary>
public sealed class BestAnimationTests
{
    public static TheoryData<string, string[]> Architectures => new()
    {
        { "rnn-cell", ["0 0 1 1 2", "3 0 2 0 1", "1 0 0 1 3"] },
        { "macro-cnn", ["0 1 1 2 1 1", "5 3 0 4 0 0", "0 1 1 2 0 1"] },
        { "micro-cnn", ["0 1 1 2 / 1 4 0 3", "1 0 1 0 / 0 0 0 0", "0 1 1 4 / 1 2 0 1"] },
    };

    [Fact]
    public void An_animation_shows_one_frame_at_a_time_and_ends_with_the_last()
    {
        var frames = Enumerable.Range(0, 100)
            .Select(i => new AnimationFrame(new(["in", $"out = {i % 4}"], [new(0, 1, "")]), $"{i}", $"frame {i}", i)).ToArray();
        var svg = System.Xml.Linq.XDocument.Parse(BestAnimation.Draw(frames, 100));
        var groups = svg.Root!.Elements().Where(element => element.Name.LocalName == "g").ToArray();
        Assert.Equal(BestAnimation.MostFrames, groups.Length);
        Assert.Equal(["frame 0", "frame 99"], new[] { groups[0], groups[^1] }.Select(group => group.Elements().Last().Value));
        Assert.Equal("visible", groups[^1].Attribute("visibility")!.Value);
        var times = groups.Select(group => group.Elements().First().Attribute("keyTimes")!.Value.Split(';')).ToArray();
        Assert.All(times.Zip(times.Skip(1)), pair => Assert.Equal(pair.First[^1], pair.Second[1]));
    }

    [Theory]
    [MemberData(nameof(Architectures))]
    public void Nodes_keep_their_places_from_frame_to_frame(string kind, string[] tokens)
    {
        var space = SpaceOf(kind);
        ArchitectureGraph[] graphs = [.. tokens.Select(text => space.GraphOf(space.Parse(text)))];
        var frames = FramesOf(Draw(graphs));
        Assert.Equal(tokens.Length, frames.Length);
        Assert.True(frames.Select(frame => frame.ToString()).Distinct().Count() == tokens.Length, "the frames are alike");
        var places = frames.Select((frame, i) => PlacesOf(frame, graphs[i])).ToArray();
        Assert.All(places, one => Assert.Equal(graphs[0].Nodes.Count, one.Count));
        Assert.All(places, one => Assert.Equal(places[0], one));
    }

    [Fact]
    public void Node_that_only_some_have_moves_no_other()
    {
        var (whole, part) = (new ArchitectureGraph(["depth = 3", "kernel = 5", "width = 2"], [new(0, 1, ""), new(1, 2, "")]),
            new ArchitectureGraph(["depth = 1", "width = 9"], [new(0, 1, "")]));
        foreach (var graphs in (ArchitectureGraph[][])[[whole, part], [part, whole]])
        {
            var places = FramesOf(Draw(graphs)).Select((frame, i) => PlacesOf(frame, graphs[i])).ToArray();
            Assert.Equal(3, places[0].Concat(places[1]).Select(one => one.Value.Y).Distinct().Count());
            Assert.All((string[])["depth", "width"], name => Assert.Equal(places[0][name], places[1][name]));
        }
    }

    [Fact]
    public void Bar_is_filled_as_far_as_the_search_had_come_at_each_frame()
    {
        var graph = new ArchitectureGraph(["in", "out"], [new(0, 1, "")]);
        long[] steps = [0, 25, 99];
        var svg = XDocument.Parse(BestAnimation.Draw(
            [.. steps.Select(step => new AnimationFrame(graph, "a", "frame", step))], steps: 100));
        var bar = Length(Assert.Single(svg.Root!.Elements(), IsBar), "width");
        var filled = FramesOf(svg).Select(frame => Length(Assert.Single(frame.Elements(), IsBar), "width") / bar);
        Assert.All(filled.Zip(steps), one => Assert.Equal(one.Second / 99.0, one.First, 0.001));
        Assert.Equal(steps.Length, svg.Root.Elements().Count(element => element.Name.LocalName == "line"));
        Assert.Contains(svg.Root.Elements(), element => element.Value == "step 99");
    }

    [Theory]
    [MemberData(nameof(Architectures))]
    public void Every_frame_has_arrowheads_of_its_own(string kind, string[] tokens)
    {
        // The same architecture may be the best again.
        var space = SpaceOf(kind);
        var svg = Draw([.. Enumerable.Repeat(space.GraphOf(space.Parse(tokens[0])), 3)]);
        string[] ids = [.. svg.Descendants().Attributes("id").Select(id => id.Value)];
        Assert.Equal(3, ids.Distinct().Count());
        Assert.Equal(3, ids.Length);
        Assert.All(FramesOf(svg), group =>
        {
            var own = Assert.Single(group.Descendants().Attributes("id")).Value;
            string[] used = [.. group.Descendants().Attributes("marker-end").Select(marker => marker.Value).Distinct()];
            Assert.Equal([$"url(#{own})"], used);
        });
    }

    private static SearchSpace SpaceOf(string kind) => kind switch
    {
        "rnn-cell" => SpaceCatalog.Create(TestJobs.Tiny(nodes: 3)),
        "macro-cnn" => new MacroCnnSpace(3, Enum.GetValues<MacroOperation>()),
        _ => new MicroCnnSpace(1, Enum.GetValues<MicroOperation>()),
    };

    private static XDocument Draw(IReadOnlyList<ArchitectureGraph> graphs) => XDocument.Parse(BestAnimation.Draw(
        [.. graphs.Select((graph, i) => new AnimationFrame(graph, "a", $"frame {i}", i))], graphs.Count));

    private static XElement[] FramesOf(XDocument svg) => [.. svg.Root!.Elements().Where(element => element.Name.LocalName == "g")];

    // A box is followed by its label.
    private static Dictionary<string, (double X, double Y)> PlacesOf(XElement frame, ArchitectureGraph graph)
    {
        string[] names = [.. graph.Nodes.Select(node => node.Split(" = ")[0])];
        var boxes = frame.Descendants().Where(element => element.Attribute("class")?.Value == "box end").TakeLast(names.Length);
        var offset = frame.Elements().First(element => element.Name.LocalName == "svg");
        return names.Zip(boxes).ToDictionary(
            one => one.First, one => (Length(offset, "x") + Length(one.Second, "x"), Length(offset, "y") + Length(one.Second, "y")));
    }

    private static bool IsBar(XElement element) =>
        element.Attribute("class")?.Value.EndsWith(" time", StringComparison.Ordinal) == true;

    private static double Length(XElement element, string name) =>
        double.Parse(element.Attribute(name)!.Value, CultureInfo.InvariantCulture);
}
