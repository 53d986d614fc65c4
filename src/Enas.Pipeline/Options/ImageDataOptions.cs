namespace Enas.Pipeline.Options;

/// <summary>Images: how they are understood, split and varied, and the sizes of the generated set.</summary>
public sealed record ImageDataOptions
{
    /// <summary><c>seeded</c> (images drawn by the seed) or <c>last</c> (the last ones in the order of the files): what the validation set
    /// is made of.</summary>
    public required string Split { get; init; }

    /// <summary>Share of the training images that become the validation set, unless <see cref="ValidCount"/> or <see cref="ValidIndices"/>
    /// says otherwise.</summary>
    public required double ValidFraction { get; init; }

    /// <summary>Images of the validation set; 0: as <see cref="ValidFraction"/> says.</summary>
    public required int ValidCount { get; init; }

    /// <summary>A file with the places of the validation images among the training images, from 0; empty for none.</summary>
    public required string ValidIndices { get; init; }

    /// <summary>Training images used, at most, drawn by the seed after the split; 0 for all.</summary>
    public required int TrainLimit { get; init; }

    /// <summary>Pixels around a training image before a window of its own size is cut out at random; 0 for none.</summary>
    public required int Padding { get; init; }

    /// <summary>Training images are mirrored with probability 1/2.</summary>
    public required bool Flip { get; init; }

    /// <summary>Side in pixels of the square that is cut out of a training image; 0 for none.</summary>
    public required int Cutout { get; init; }

    /// <summary><c>none</c> (images of several sizes are refused), <c>fit</c> or <c>crop</c>.</summary>
    public required string Resize { get; init; }

    /// <summary>Height and width in pixels of resized images.</summary>
    public required int ResizeTo { get; init; }

    /// <summary>CIFAR-100: <c>fine</c> or <c>coarse</c>.</summary>
    public required string Labels { get; init; }

    /// <summary>CSV files: the label is the <c>last</c> or the <c>first</c> number of a line.</summary>
    public required string CsvLabel { get; init; }

    /// <summary>CSV files: the first line names the columns.</summary>
    public required bool CsvHeader { get; init; }

    /// <summary>Rows and columns change places.</summary>
    public required bool Transpose { get; init; }

    /// <summary>Generated images: classes.</summary>
    public required int Classes { get; init; }

    /// <summary>Generated images: 1 or 3.</summary>
    public required int Channels { get; init; }

    /// <summary>Generated images: height and width in pixels.</summary>
    public required int Size { get; init; }

    public required int TrainImages { get; init; }

    public required int ValidImages { get; init; }

    public required int TestImages { get; init; }
}
