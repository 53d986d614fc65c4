using Enas.Pipeline.Tasks.Images;

namespace Enas.Pipeline.Networks;

/// <summary>What a network classifies.</summary>
/// <param name="Channels">C.</param>
/// <param name="Height">H in pixels.</param>
/// <param name="Width">W in pixels.</param>
/// <param name="ClassCount">Classes.</param>
public sealed record ImageShape(int Channels, int Height, int Width, int ClassCount)
{
    /// <summary>The shape of a corpus.</summary>
    internal static ImageShape Of(ImageCorpus corpus) => new(corpus.Channels, corpus.Height, corpus.Width, corpus.ClassCount);
}
