using Enas.Pipeline.Jobs;
using Enas.Pipeline.Spaces;
using Enas.Pipeline.Spaces.NasBench201;

namespace Enas.Host.Drawing;

/// <summary>The picture of an architecture of any space.</summary>
internal static class ArchitecturePictures
{
    /// <summary>The picture of an architecture of the space that a job describes. Throws <see cref="ArchitectureFormatException"/>.</summary>
    public static IArchitecturePicture Of(SpaceOptions options, string tokens) => SearchSpace.Of(options) switch
    {
        MacroCnnSpace macro => Of(macro, tokens),
        MicroCnnSpace micro => Of(micro, tokens),
        RnnCellSpace cell => CellPicture.Of(cell, tokens),
        var other => Of(other, tokens),
    };

    /// <summary>The picture of a text alone, whose length says how large its space is. Throws <see cref="ArchitectureFormatException"/>.</summary>
    /// <param name="kind">The space, see <see cref="SpaceKinds"/>.</param>
    /// <param name="dialect">How it is written.</param>
    /// <param name="text">The text, or the name of a published architecture.</param>
    public static IArchitecturePicture Of(string kind, string dialect, string text)
    {
        var (known, own) = ArchitectureDialects.Resolve(kind, dialect, text);
        return kind switch
        {
            SpaceKinds.MacroCnn => OfMacro(MacroCnnDialects.Canonical(known, own)),
            SpaceKinds.MicroCnn => OfMicro(MicroCnnDialects.Parse(known, own)),
            SpaceKinds.RnnCell => CellPicture.Of(known, own),
            _ => Of(new NasBench201Space(), own),
        };
    }

    private static MacroOperation[] AllMacro => [.. OperationNames.Macro.Select(OperationNames.ParseMacro)];

    private static MicroOperation[] AllMicro => [.. OperationNames.Micro.Select(OperationNames.ParseMicro)];

    private static GraphPicture Of(SearchSpace space, string tokens) => new(space.GraphOf(space.Parse(tokens)), space.Parse(tokens).Tokens);

    private static MacroPicture OfMacro(string tokens) => Of(new MacroCnnSpace(MacroCnnDialects.LayerCount(tokens), AllMacro), tokens);

    // The title is the canonical token string, which says nothing of a concat: the picture does.
    private static MicroPicture OfMicro(MicroNetwork network) => new(network, new MicroCnnSpace(network.Normal.Nodes.Count, AllMicro)
        .FromNetwork(new MicroNetwork(new MicroCell(network.Normal.Nodes), new MicroCell(network.Reduction.Nodes))).Tokens);

    private static MacroPicture Of(MacroCnnSpace space, string tokens)
    {
        var architecture = space.Parse(tokens);
        return new MacroPicture(space.Network(architecture), architecture.Tokens);
    }

    private static MicroPicture Of(MicroCnnSpace space, string tokens)
    {
        var architecture = space.Parse(tokens);
        return new MicroPicture(space.Network(architecture), architecture.Tokens);
    }
}
