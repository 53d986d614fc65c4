using Enas.Pipeline.Tensors;

namespace Enas.Pipeline.Networks.ZeroCost;

/// <summary>What flows through a layer: for each element its value and how that grows with a common factor of all weights.</summary>
/// <param name="shape">[1, C, H, W] or [1, C].</param>
/// <param name="value">v, none below 0.</param>
/// <param name="growth">dv(tW)/dt at t = 1.</param>
internal sealed class Flow(TensorShape shape, double[] value, double[] growth) : Tensor
{
    /// <summary>A flow of zeros.</summary>
    public Flow(TensorShape shape)
        : this(shape, new double[shape.ElementCount], new double[shape.ElementCount])
    {
    }

    /// <inheritdoc />
    public override TensorShape Shape => shape;

    /// <summary>v.</summary>
    public double[] Value => value;

    /// <summary>dv/dt.</summary>
    public double[] Growth => growth;

    /// <summary>An image of ones.</summary>
    public static Flow Ones(ImageShape image)
    {
        var ones = new Flow(new TensorShape(1, image.Channels, image.Height, image.Width));
        Array.Fill(ones.Value, 1);
        return ones;
    }
}
