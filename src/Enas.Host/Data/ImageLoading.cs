using Enas.Pipeline.Options;
using Enas.Pipeline.Tasks.Folders;
using Enas.Pipeline.Tasks.Images;

namespace Enas.Host.Data;

/// <summary>The images that a job names.</summary>
internal static class ImageLoading
{
    /// <summary>Generated images, or those of a folder; the decoder of image files is loaded only when there are any.</summary>
    /// <param name="kind"><c>generated</c>, or anything else for a folder.</param>
    /// <param name="path">The folder.</param>
    /// <param name="options">How images are split, and the sizes of generated ones.</param>
    /// <param name="seed">The job's.</param>
    /// <param name="stop">Ends the making of images.</param>
    /// <exception cref="DataException">They are missing or cannot be used.</exception>
    public static ImageCorpus Load(string kind, string path, ImageDataOptions options, ulong seed, CancellationToken stop) =>
        kind == "generated"
        ? GeneratedImages.Load(seed, options, stop)
        : ImageFolder.Load(path, options, seed, SkiaImageDecoder.Create);
}
