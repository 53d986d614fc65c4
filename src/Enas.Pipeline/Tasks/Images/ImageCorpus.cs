namespace Enas.Pipeline.Tasks.Images;

/// <summary>
/// Labelled images in three sets of one shape. The validation or test set can be empty: then nothing is measured on it.
/// </summary>
internal sealed class ImageCorpus
{
    /// <summary>A corpus of these sets; every label is in [0, number of names).</summary>
    public ImageCorpus(ImageSet train, ImageSet valid, ImageSet test, IReadOnlyList<string> classNames)
    {
        ArgumentNullException.ThrowIfNull(train);
        ArgumentNullException.ThrowIfNull(valid);
        ArgumentNullException.ThrowIfNull(test);
        ArgumentNullException.ThrowIfNull(classNames);
        ArgumentOutOfRangeException.ThrowIfZero(train.Count, nameof(train));
        foreach (var set in (ReadOnlySpan<ImageSet>)[train, valid, test])
        {
            ArgumentOutOfRangeException.ThrowIfNotEqual(set.Shape, train.Shape, nameof(train));
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(set.Labels.DefaultIfEmpty(0).Max(), classNames.Count, nameof(classNames));
        }

        Train = train;
        Valid = valid;
        Test = test;
        ClassNames = classNames;
        Standardisation = ImageStandardisation.Of(train);
        Digest = ImageDigest.Of(this);
    }

    public ImageSet Train { get; }

    public ImageSet Valid { get; }

    public ImageSet Test { get; }

    public int ClassCount => ClassNames.Count;

    /// <summary>In the order of the labels.</summary>
    public IReadOnlyList<string> ClassNames { get; }

    public int Channels => Train.Channels;

    public int Height => Train.Height;

    public int Width => Train.Width;

    /// <summary>Mean and deviation of each channel over the training set.</summary>
    public ImageStandardisation Standardisation { get; }

    /// <summary>SHA-256 over the decoded content and the split, 64 lower-case hexadecimal digits; see <see cref="ImageDigest"/>.</summary>
    public string Digest { get; }

    /// <summary>How it was read, for people: <c>CIFAR-10 binary</c>, <c>idx files</c> and so on.</summary>
    public string Layout { get; init; } = "images";

    /// <summary>What became of every entry of its folder.</summary>
    public FolderAccount Account { get; init; } = FolderAccount.Nothing;

    /// <summary>The corpus whose training set is the training images and then the validation images, with nothing left
    /// to validate on.</summary>
    public ImageCorpus TrainingOnAll() =>
        new(ImageParts.Joined("training and validation images", [Train, Valid]), Valid.Empty(), Test, ClassNames)
        {
            Layout = Layout,
            Account = Account
        };
}
