namespace Enas.Pipeline.Tasks.Images;

/// <summary>Images of one size with a label each. The arrays are shared and not to be written to.</summary>
internal sealed class ImageSet
{
    /// <summary>A set of these images.</summary>
    /// <param name="channels">C.</param>
    /// <param name="height">H.</param>
    /// <param name="width">W.</param>
    /// <param name="pixels">[N, C, H, W], one byte a value.</param>
    /// <param name="labels">[N], from 0.</param>
    public ImageSet(int channels, int height, int width, byte[] pixels, int[] labels)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(channels);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        ArgumentNullException.ThrowIfNull(pixels);
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentOutOfRangeException.ThrowIfNotEqual(pixels.LongLength, (long)labels.Length * channels * height * width, nameof(pixels));
        foreach (var label in labels)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(label, nameof(labels));
        }

        Channels = channels;
        Height = height;
        Width = width;
        Pixels = pixels;
        Labels = labels;
    }

    /// <summary>N.</summary>
    public int Count => Labels.Length;

    public int Channels { get; }

    public int Height { get; }

    public int Width { get; }

    /// <summary>[N, C, H, W].</summary>
    public byte[] Pixels { get; }

    /// <summary>[N].</summary>
    public int[] Labels { get; }

    /// <summary>Gives the file that an image is from and, where the file has several, which of them it is; null where nobody kept
    /// that.</summary>
    public Func<int, string>? SourceOf { get; init; }

    /// <summary>Gives the places of so many images in one file, from 0.</summary>
    public static Func<int, string> SourceIn(string path) => image => FormattableString.Invariant($"{path} image {image}");

    /// <summary>Values of one image: C · H · W.</summary>
    public int ImageLength => Channels * Height * Width;

    /// <summary>The planes of one image: [C, H, W].</summary>
    public ReadOnlySpan<byte> Image(int index) => Pixels.AsSpan(checked(index * ImageLength), ImageLength);

    /// <summary>The images at these places, in this order.</summary>
    public ImageSet Take(IReadOnlyList<int> indices)
    {
        ArgumentNullException.ThrowIfNull(indices);
        var pixels = new byte[checked(indices.Count * ImageLength)];
        var labels = new int[indices.Count];
        for (var i = 0; i < labels.Length; i++)
        {
            Image(indices[i]).CopyTo(pixels.AsSpan(i * ImageLength));
            labels[i] = Labels[indices[i]];
        }

        return new ImageSet(Channels, Height, Width, pixels, labels)
        {
            SourceOf = SourceOf is { } source ? image => source(indices[image]) : null,
        };
    }

    /// <summary>The same images with rows and columns in each other's place.</summary>
    internal ImageSet Transposed()
    {
        var pixels = new byte[Pixels.Length];
        var plane = Height * Width;
        for (var start = 0; start < pixels.Length; start += plane)
        {
            for (var i = 0; i < plane; i++)
            {
                pixels[start + ((i % Width) * Height) + (i / Width)] = Pixels[start + i];
            }
        }

        return new ImageSet(Channels, Width, Height, pixels, Labels) { SourceOf = SourceOf };
    }

    /// <summary>A set of the same shape without images.</summary>
    public ImageSet Empty() => new(Channels, Height, Width, [], []);

    /// <summary>The shape for people, as in <c>3x32x32</c>.</summary>
    internal string Shape => $"{Channels}x{Height}x{Width}";
}
