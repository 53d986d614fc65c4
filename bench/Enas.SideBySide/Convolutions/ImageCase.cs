using Enas.Pipeline.Numerics;

namespace Enas.SideBySide.Convolutions;

/// <summary>
/// One layer on images [128, 36, 32, 32], forward and backward to its input and weights, with a given upstream gradient.
/// </summary>
/// <param name="Name">How it is called.</param>
/// <param name="Kernel">Side of the kernel; 0 for batch norm followed by a rectifier.</param>
/// <param name="Depthwise">One filter per channel.</param>
internal sealed record ImageCase(string Name, int Kernel, bool Depthwise = false)
{
    public const int Images = 128;
    public const int Channels = 36;
    public const int Side = 32;
    public const int Elements = Images * Channels * Side * Side;

    /// <summary>ε of the batch norm.</summary>
    public const double Epsilon = 1e-5;

    /// <summary>Groups of channels.</summary>
    public int Groups => Depthwise ? Channels : 1;

    /// <summary>Shape of the kernel, [K, C / groups, side, side].</summary>
    public int[] WeightShape => [Channels, Channels / Groups, Kernel, Kernel];

    /// <summary>Operations of the forward product and the two backward ones, a multiply-add counted as two; what padding saves is
    /// not taken off.</summary>
    public double Operations => 3.0 * 2 * Elements * (Channels / Groups) * Kernel * Kernel;

    /// <summary>Input read, output written; then upstream gradient and input read, gradient of the input written. Weights are too
    /// small to count.</summary>
    public static double FloorBytes => 5.0 * Elements * sizeof(float);

    /// <summary>Whether its speed is a matter of operations; otherwise of bytes.</summary>
    public bool IsBoundByOperations => Kernel > 1 && !Depthwise;

    /// <summary>Values of a tensor, the same on both sides.</summary>
    public static float[] Values(string name, int count, float range = 1)
    {
        var values = new float[count];
        new RandomStream(1, "side-by-side/" + name).FillUniform(values, 0, 0, -range, range);
        return values;
    }
}
