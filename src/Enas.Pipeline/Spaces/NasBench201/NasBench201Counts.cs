using Enas.Pipeline.Architectures;

namespace Enas.Pipeline.Spaces.NasBench201;

/// <summary>
/// Multiply-adds and parameters of the benchmark's network, exactly as it records them: for CIFAR-10 a stem, three stages of five cells
/// with 16, 32 and 64 channels at 32x32, 16x16 and 8x8, residual blocks between them and a linear layer. Edges that nothing
/// reads count too.
/// </summary>
internal static class NasBench201Counts
{
    private const long FixedMultiplyAdds = 7_783_050;
    private const long FixedParameters = 73_306;

    // Five cells of three stages. Halving the side and doubling the channels leaves a convolution's multiply-adds as they
    // are: 16·16·32² each.
    private const long MultiplyAddsOfConvolution1 = 3 * 5 * 16 * 16 * 32 * 32;
    private const long MultiplyAddsOfConvolution3 = 9 * MultiplyAddsOfConvolution1;

    // C² weights (9 C² of a 3x3 one) and 2 C of its batch normalisation.
    private const long Weights = 5 * ((16 * 16) + (32 * 32) + (64 * 64));
    private const long Normalisation = 5 * 2 * (16 + 32 + 64);

    /// <summary>Multiply-adds of one forward pass of one CIFAR-10 image.</summary>
    public static long MultiplyAdds(Architecture architecture)
    {
        var (small, large) = Convolutions(architecture);
        return FixedMultiplyAdds + (small * MultiplyAddsOfConvolution1) + (large * MultiplyAddsOfConvolution3);
    }

    /// <summary>Trained parameters with ten classes.</summary>
    public static long Parameters(Architecture architecture)
    {
        var (small, large) = Convolutions(architecture);
        return FixedParameters + (small * (Weights + Normalisation)) + (large * ((9 * Weights) + Normalisation));
    }

    private static (int Small, int Large) Convolutions(Architecture architecture) =>
        (Count(architecture, NasBench201Operation.Convolution1), Count(architecture, NasBench201Operation.Convolution3));

    private static int Count(Architecture architecture, NasBench201Operation operation) =>
        architecture.Values.Count(value => value == (int)operation);
}
