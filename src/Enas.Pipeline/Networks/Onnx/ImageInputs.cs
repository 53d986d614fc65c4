namespace Enas.Pipeline.Networks.Onnx;

/// <summary>What an exported network on images takes.</summary>
internal static class ImageInputs
{
    /// <summary>Floats, each channel less its mean and divided by its deviation: whoever uses the network does that.</summary>
    public const string Standardised = "standardised";

    /// <summary>Pixel values as bytes, 0 to 255; the model standardises them itself.</summary>
    public const string Bytes = "bytes";

    /// <summary>Floats from 0 (black) to 1; the model standardises them itself.</summary>
    public const string Unit = "unit";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [Standardised, Bytes, Unit];
}

/// <summary>What the model of a network on images does to its input first.</summary>
/// <param name="Input">What it takes, see <see cref="ImageInputs"/>.</param>
/// <param name="Means">[C], in units of pixel values (0 to 255).</param>
/// <param name="Deviations">[C], in units of pixel values (0 to 255).</param>
public sealed record ImageNormalisation(string Input, IReadOnlyList<double> Means, IReadOnlyList<double> Deviations);
