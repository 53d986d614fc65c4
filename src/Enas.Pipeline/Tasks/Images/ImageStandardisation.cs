namespace Enas.Pipeline.Tasks.Images;

/// <summary>
/// Standardises pixels: (value - mean) / deviation of the channel, with the population's mean and deviation over all pixels of a set. Both
/// come from exact integer sums. A channel that is constant has deviation 1 here, so it becomes zero.
/// </summary>
internal sealed class ImageStandardisation
{
    private const int Values = 256;
    private readonly float[] _table;

    private ImageStandardisation(double[] means, double[] deviations)
    {
        Means = means;
        Deviations = deviations;
        _table = new float[means.Length * Values];
        for (var i = 0; i < _table.Length; i++)
        {
            _table[i] = (float)(((i % Values) - means[i / Values]) / deviations[i / Values]);
        }
    }

    /// <summary>[C], in units of pixel values (0 to 255).</summary>
    public IReadOnlyList<double> Means { get; }

    /// <summary>[C], in units of pixel values (0 to 255).</summary>
    public IReadOnlyList<double> Deviations { get; }

    /// <summary>By means and deviations that are known, [C] each.</summary>
    public static ImageStandardisation Of(IReadOnlyList<double> means, IReadOnlyList<double> deviations) =>
        new([.. means], [.. deviations]);

    /// <summary>Of a set with at least one image.</summary>
    public static ImageStandardisation Of(ImageSet set)
    {
        ArgumentNullException.ThrowIfNull(set);
        ArgumentOutOfRangeException.ThrowIfZero(set.Count, nameof(set));
        var plane = set.Height * set.Width;
        var (means, deviations) = (new double[set.Channels], new double[set.Channels]);
        for (var channel = 0; channel < set.Channels; channel++)
        {
            var (sum, squares) = Sums(set, channel, plane);
            var count = (Int128)set.Count * plane;
            var spread = (count * squares) - ((Int128)sum * sum);
            means[channel] = sum / (double)count;
            deviations[channel] = spread == 0 ? 1 : Math.Sqrt((double)spread) / (double)count;
        }

        return new ImageStandardisation(means, deviations);
    }

    /// <summary>What each of the 256 pixel values of a channel becomes.</summary>
    public ReadOnlySpan<float> Table(int channel) => _table.AsSpan(channel * Values, Values);

    private static (long Sum, long Squares) Sums(ImageSet set, int channel, int plane)
    {
        var histogram = new long[Values];
        for (var image = 0; image < set.Count; image++)
        {
            foreach (var value in set.Image(image).Slice(channel * plane, plane))
            {
                histogram[value]++;
            }
        }

        var (sum, squares) = (0L, 0L);
        for (var value = 0; value < Values; value++)
        {
            sum += value * histogram[value];
            squares += (long)value * value * histogram[value];
        }

        return (sum, squares);
    }
}
