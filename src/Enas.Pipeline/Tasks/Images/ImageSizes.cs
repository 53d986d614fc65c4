namespace Enas.Pipeline.Tasks.Images;

/// <summary>What there is to say about the sizes of images, whatever layout they have.</summary>
internal static class ImageSizes
{
    /// <summary>The most pixels of one image that are decoded: far more than any network here can take, and less than would
    /// fill the memory.</summary>
    public const long MostPixels = 1L << 26;

    /// <summary>What to do about images of several sizes.</summary>
    public const string WayOut =
        "All images of a data set have one size: set data.images.resize to fit or crop, or scale or cut them first.";
}
