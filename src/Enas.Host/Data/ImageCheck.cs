using Enas.Pipeline.Tasks.Images;

namespace Enas.Host.Data;

/// <summary>What is in a folder of images.</summary>
/// <param name="Folder">The folder, as it was given.</param>
/// <param name="Layout">How it was read, for people.</param>
/// <param name="Sets">Train, valid, test, as the data has them; a job can take its validation set from the training images.</param>
/// <param name="Channels">C.</param>
/// <param name="Height">H in pixels.</param>
/// <param name="Width">W in pixels.</param>
/// <param name="ClassNames">In the order of the labels.</param>
/// <param name="Means">[C], of the training images, in units of pixel values.</param>
/// <param name="Deviations">[C], of the training images, in units of pixel values.</param>
/// <param name="Digest">The data digest of the images before any split; a search's facts hold the one of its own split.</param>
/// <param name="Known">The data set that was recognised, if any.</param>
internal sealed record ImageCheck(
    string Folder,
    string Layout,
    IReadOnlyList<ImageSetCheck> Sets,
    int Channels,
    int Height,
    int Width,
    IReadOnlyList<string> ClassNames,
    IReadOnlyList<double> Means,
    IReadOnlyList<double> Deviations,
    string Digest,
    DataSetEntry? Known)
{
    /// <summary>What became of every entry of the folder.</summary>
    public FolderAccount Account { get; init; } = FolderAccount.Nothing;
}

/// <summary>One set: how many images it has, and of each class.</summary>
internal sealed record ImageSetCheck(string Set, int Count, IReadOnlyList<int> PerClass);
