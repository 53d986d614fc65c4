namespace Enas.Pipeline.Tasks.Images;

/// <summary>
/// Scales planes with a triangle filter that is widened when they shrink, so every pixel counts: the bilinear filter of Pillow, with which
/// torchvision scales. Weights are whole numbers, first along rows, then along columns, rounded to bytes after each.
/// </summary>
/// <remarks>
/// Skia, which decodes images here, takes other instructions on other processors when it scales, with other last bits. The pixels of a data
/// set are part of what a search is a function of, so these are whole numbers from weights of +, *, / alone.
/// </remarks>
internal static class Resampler
{
    private const int Precision = 22;

    /// <summary>Planes [C, H, W] as planes [C, newHeight, newWidth].</summary>
    public static byte[] Resample(int channels, int height, int width, ReadOnlySpan<byte> pixels, int newHeight, int newWidth)
    {
        var (across, down) = (Weights(width, newWidth), Weights(height, newHeight));
        var rows = new byte[channels * height * newWidth];
        for (var line = 0; line < channels * height; line++)
        {
            var source = pixels.Slice(line * width, width);
            for (var x = 0; x < newWidth; x++)
            {
                rows[(line * newWidth) + x] = Sum(across[x], source, 1);
            }
        }

        var result = new byte[channels * newHeight * newWidth];
        for (var channel = 0; channel < channels; channel++)
        {
            var plane = rows.AsSpan(channel * height * newWidth, height * newWidth);
            for (var y = 0; y < newHeight; y++)
            {
                for (var x = 0; x < newWidth; x++)
                {
                    result[(((channel * newHeight) + y) * newWidth) + x] = Sum(down[y], plane[x..], newWidth);
                }
            }
        }

        return result;
    }

    private static byte Sum(Taps taps, ReadOnlySpan<byte> source, int stride)
    {
        var sum = 1L << (Precision - 1);
        for (var i = 0; i < taps.Weights.Length; i++)
        {
            sum += (long)taps.Weights[i] * source[(taps.First + i) * stride];
        }

        return (byte)Math.Clamp(sum >> Precision, 0, byte.MaxValue);
    }

    private static Taps[] Weights(int length, int newLength)
    {
        var scale = (double)length / newLength;
        var reach = Math.Max(scale, 1);
        var all = new Taps[newLength];
        for (var i = 0; i < newLength; i++)
        {
            var centre = (i + 0.5) * scale;
            var first = Math.Max(0, (int)(centre - reach + 0.5));
            var end = Math.Min(length, (int)(centre + reach + 0.5));
            var weights = new double[end - first];
            var total = 0.0;
            for (var j = 0; j < weights.Length; j++)
            {
                weights[j] = Math.Max(0, 1 - Math.Abs((first + j - centre + 0.5) / reach));
                total += weights[j];
            }

            all[i] = new Taps(first, [.. weights.Select(weight => (int)((weight / total * (1 << Precision)) + 0.5))]);
        }

        return all;
    }

    /// <summary>The source pixels of one result: the first, and the weight of each in units of 2^-22.</summary>
    private sealed record Taps(int First, int[] Weights);
}
