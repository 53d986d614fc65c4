using Enas.Pipeline.Spaces.MicroCnn;

namespace Enas.Host.Drawing;

/// <summary>Convolutional cells are drawn as two cells.</summary>
internal sealed class MicroPictures : SpacePictures<MicroCnnSpace>
{
    public override string Kind => MicroCnnSpace.Name;

    // The title is the canonical token string, which says nothing of a concat: the picture does.
    public override IArchitecturePicture OfText(string dialect, string text)
    {
        var network = MicroCnnDialects.Parse(dialect, text);
        var space = new MicroCnnSpace(network.Normal.Nodes.Count, [.. MicroOperationNames.All.Select(MicroOperationNames.Parse)]);
        var plain = new MicroNetwork(new MicroCell(network.Normal.Nodes), new MicroCell(network.Reduction.Nodes));
        return new MicroPicture(network, space.FromNetwork(plain).Tokens);
    }

    protected override IArchitecturePicture Of(MicroCnnSpace space, string tokens)
    {
        var architecture = space.Parse(tokens);
        return new MicroPicture(space.Network(architecture), architecture.Tokens);
    }
}
