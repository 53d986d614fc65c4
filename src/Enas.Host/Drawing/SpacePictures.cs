using Enas.Pipeline.Architectures;

namespace Enas.Host.Drawing;

/// <summary>How the architectures of one space are drawn, where it has pictures of its own.</summary>
internal interface ISpacePictures
{
    /// <summary>The space's name.</summary>
    string Kind { get; }

    /// <summary>The picture of an architecture of the space. Throws <see cref="ArchitectureFormatException"/>.</summary>
    IArchitecturePicture Of(SearchSpace space, string tokens);

    /// <summary>The picture of a text alone, whose length says how large its space is. Throws
    /// <see cref="ArchitectureFormatException"/>.</summary>
    IArchitecturePicture OfText(string dialect, string text);
}

/// <summary>The same for a type of spaces.</summary>
internal abstract class SpacePictures<TSpace> : ISpacePictures
    where TSpace : SearchSpace
{
    /// <inheritdoc />
    public abstract string Kind { get; }

    /// <inheritdoc />
    public IArchitecturePicture Of(SearchSpace space, string tokens) => Of((TSpace)space, tokens);

    /// <inheritdoc />
    public abstract IArchitecturePicture OfText(string dialect, string text);

    /// <summary>The picture of an architecture of such a space.</summary>
    protected abstract IArchitecturePicture Of(TSpace space, string tokens);
}
