using Enas.Pipeline.Numerics;

namespace Enas.Pipeline.Tasks.Images;

/// <summary>How training images are varied. Validation and test images never are.</summary>
/// <param name="Padding">
/// p: the image is surrounded by p pixels of the mean (zero once standardised) and a window of its own size is cut out at random
/// (docs/algorithms.md#image-training: 4); 0 for none.
/// </param>
/// <param name="Flip">Mirrored left to right with probability 1/2.</param>
/// <param name="Cutout">
/// Side of a square set to the mean, its centre uniform over the image and what lies outside cut off (DeVries and Taylor 2017, Improved
/// regularization of convolutional neural networks with cutout); 0 for none.
/// </param>
internal sealed record ImageAugmentation(int Padding, bool Flip, int Cutout)
{
    /// <summary>Images as they are.</summary>
    public static ImageAugmentation None { get; } = new(0, false, 0);

    /// <summary>
    /// What happens to one image in one epoch. Draws of the stream at step = epoch, index = the image's place in the training set: sample 0
    /// and 1 the window's row and column, 2 the flip, 3 and 4 the row and column of the cutout's centre. So neither the order of images nor
    /// the batch size nor the threads that prepare batches change it.
    /// </summary>
    internal ImageChange Draw(RandomStream stream, long epoch, int index, int height, int width)
    {
        var change = ImageChange.None;
        if (Padding > 0)
        {
            var choices = (2 * Padding) + 1;
            change = change with
            {
                RowShift = stream.Below(choices, epoch, 0, index) - Padding,
                ColumnShift = stream.Below(choices, epoch, 1, index) - Padding
            };
        }

        if (Flip)
        {
            change = change with { IsFlipped = stream.Word(epoch, 2, index) >> 31 == 1 };
        }

        if (Cutout > 0)
        {
            var (top, left) = (stream.Below(height, epoch, 3, index) - (Cutout / 2), stream.Below(width, epoch, 4, index) - (Cutout / 2));
            change = change with
            {
                CutTop = Math.Max(0, top),
                CutBottom = Math.Min(height, top + Cutout),
                CutLeft = Math.Max(0, left),
                CutRight = Math.Min(width, left + Cutout),
            };
        }

        return change;
    }
}

/// <summary>One drawn change: pixel (y, x) of the result is the image's at (y + RowShift, x + ColumnShift), then the result is mirrored,
/// then cut.</summary>
internal readonly record struct ImageChange(
    int RowShift, int ColumnShift, bool IsFlipped, int CutTop, int CutBottom, int CutLeft, int CutRight)
{
    public static ImageChange None => default;

    /// <summary>Writes an image, standardised and changed.</summary>
    /// <param name="set">Where it is.</param>
    /// <param name="index">Its place in the set.</param>
    /// <param name="standardisation">Of the training set.</param>
    /// <param name="destination">[C, H, W].</param>
    public void Write(ImageSet set, int index, ImageStandardisation standardisation, Span<float> destination)
    {
        var (height, width) = (set.Height, set.Width);
        var image = set.Image(index);
        for (var channel = 0; channel < set.Channels; channel++)
        {
            var table = standardisation.Table(channel);
            for (var y = 0; y < height; y++)
            {
                var row = destination.Slice(((channel * height) + y) * width, width);
                var source = y + RowShift;
                if (source < 0 || source >= height)
                {
                    row.Clear();
                    continue;
                }

                WriteRow(image.Slice(((channel * height) + source) * width, width), table, row);
                if (y >= CutTop && y < CutBottom)
                {
                    row[CutLeft..CutRight].Clear();
                }
            }
        }
    }

    private void WriteRow(ReadOnlySpan<byte> source, ReadOnlySpan<float> table, Span<float> row)
    {
        // Columns [first, last) have a source; the others lie in the padding.
        var (first, last) = (Math.Clamp(-ColumnShift, 0, row.Length), Math.Clamp(row.Length - ColumnShift, 0, row.Length));
        row[..first].Clear();
        row[last..].Clear();
        for (var x = first; x < last; x++)
        {
            row[x] = table[source[x + ColumnShift]];
        }

        if (IsFlipped)
        {
            row.Reverse();
        }
    }
}
