using Enas.Pipeline.Architectures;
using Enas.Pipeline.Drawing;
using Enas.Pipeline.Options;

namespace Enas.Pipeline.Catalogs;

/// <summary>The picture of an architecture of any space.</summary>
internal static class ArchitecturePictures
{
    /// <summary>The picture of an architecture of the space that a job describes.</summary>
    /// <exception cref="ArchitectureFormatException">The tokens are of no architecture of this space.</exception>
    public static IArchitecturePicture Of(JobOptions job, string tokens)
    {
        var space = SpaceCatalog.Create(job);
        return SpaceCatalog.Of(job).PictureOf(space, space.Parse(tokens), job);
    }

    /// <summary>The picture of a text alone, whose length says how large its space is.</summary>
    /// <param name="kind">The space's name.</param>
    /// <param name="dialect">How it is written.</param>
    /// <param name="text">The text, or the name of a published architecture.</param>
    /// <exception cref="ArchitectureFormatException">The text is of no such space, or does not say of which.</exception>
    public static IArchitecturePicture Of(string kind, string dialect, string text)
    {
        var (known, own) = ArchitectureDialects.Resolve(kind, dialect, text);
        return SpaceCatalog.Of(kind).PictureOfText(known, own);
    }
}
