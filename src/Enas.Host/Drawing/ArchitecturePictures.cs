using Enas.Pipeline.Architectures;
using Enas.Pipeline.Catalogs;
using Enas.Pipeline.Options;
using Enas.Pipeline.Spaces.MacroCnn;
using Enas.Pipeline.Spaces.MicroCnn;
using Enas.Pipeline.Spaces.RnnCell;

namespace Enas.Host.Drawing;

/// <summary>The picture of an architecture of any space.</summary>
internal static class ArchitecturePictures
{
    // The pictures of their own that spaces have, each once. Every other space is drawn as its graph.
    private static readonly (string Kind,
        Func<SearchSpace, string, IArchitecturePicture> Of, Func<string, string, IArchitecturePicture> OfText)[] s_pictures =
    [
        (RnnCellSpace.Name, (space, tokens) => CellPicture.Of((RnnCellSpace)space, tokens), CellPicture.Of),
        (MacroCnnSpace.Name, (space, tokens) =>
            Of((MacroCnnSpace)space, tokens), (dialect, text) => OfMacro(MacroCnnDialects.Canonical(dialect, text))),
        (MicroCnnSpace.Name, (space, tokens) =>
            Of((MicroCnnSpace)space, tokens), (dialect, text) => OfMicro(MicroCnnDialects.Parse(dialect, text))),
    ];

    /// <summary>The picture of an architecture of the space that a job describes. Throws
    /// <see cref="ArchitectureFormatException"/>.</summary>
    public static IArchitecturePicture Of(JobOptions job, string tokens)
    {
        var space = SpaceCatalog.Create(job);
        return Find(job.Space.Kind) is { } picture ? picture.Of(space, tokens) : OfGraph(space, space.Parse(tokens));
    }

    /// <summary>The picture of a text alone, whose length says how large its space is. Throws
    /// <see cref="ArchitectureFormatException"/>.</summary>
    /// <param name="kind">The space's name.</param>
    /// <param name="dialect">How it is written.</param>
    /// <param name="text">The text, or the name of a published architecture.</param>
    public static IArchitecturePicture Of(string kind, string dialect, string text)
    {
        var (known, own) = ArchitectureDialects.Resolve(kind, dialect, text);
        if (Find(kind) is { } picture)
        {
            return picture.OfText(known, own);
        }

        var module = SpaceCatalog.Of(kind);
        var space = module.OfText(own);
        return OfGraph(space, module.Parse(space, known, own));
    }

    private static (string Kind, Func<SearchSpace,
        string, IArchitecturePicture> Of, Func<string, string, IArchitecturePicture> OfText)? Find(string kind) =>
        Array.FindIndex(s_pictures, picture => picture.Kind == kind) is >= 0 and var place ? s_pictures[place] : null;

    private static GraphPicture OfGraph(SearchSpace space, Architecture architecture) =>
        new(space.GraphOf(architecture), architecture.Tokens);

    private static MacroOperation[] AllMacro => [.. MacroOperationNames.All.Select(MacroOperationNames.Parse)];

    private static MicroOperation[] AllMicro => [.. MicroOperationNames.All.Select(MicroOperationNames.Parse)];

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
