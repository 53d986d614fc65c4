using Enas.Pipeline.Architectures;
using Enas.Pipeline.Catalogs;
using Enas.Pipeline.Options;

namespace Enas.Host.Drawing;

/// <summary>The picture of an architecture of any space.</summary>
internal static class ArchitecturePictures
{
    // The spaces that have pictures of their own, each once. Every other space is drawn as its graph.
    private static readonly ISpacePictures[] s_pictures = [new CellPictures(), new MacroPictures(), new MicroPictures()];

    /// <summary>The picture of an architecture of the space that a job describes. Throws
    /// <see cref="ArchitectureFormatException"/>.</summary>
    public static IArchitecturePicture Of(JobOptions job, string tokens)
    {
        var space = SpaceCatalog.Create(job);
        return Find(job.Space.Kind)?.Of(space, tokens) ?? OfGraph(space, space.Parse(tokens));
    }

    /// <summary>The picture of a text alone, whose length says how large its space is. Throws
    /// <see cref="ArchitectureFormatException"/>.</summary>
    /// <param name="kind">The space's name.</param>
    /// <param name="dialect">How it is written.</param>
    /// <param name="text">The text, or the name of a published architecture.</param>
    public static IArchitecturePicture Of(string kind, string dialect, string text)
    {
        var (known, own) = ArchitectureDialects.Resolve(kind, dialect, text);
        if (Find(kind) is { } pictures)
        {
            return pictures.OfText(known, own);
        }

        var module = SpaceCatalog.Of(kind);
        var space = module.OfText(own);
        return OfGraph(space, module.Parse(space, known, own));
    }

    private static ISpacePictures? Find(string kind) => Array.Find(s_pictures, pictures => pictures.Kind == kind);

    private static GraphPicture OfGraph(SearchSpace space, Architecture architecture) =>
        new(space.GraphOf(architecture), architecture.Tokens);
}
