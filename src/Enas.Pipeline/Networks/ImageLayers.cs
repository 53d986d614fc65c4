using Enas.Pipeline.Tensors;

namespace Enas.Pipeline.Networks;

/// <summary>
/// The vocabulary of convolutional networks. A network is written once against it and then either computed or only counted. No convolution
/// has a bias; a layer's weights are created or counted when it is called, so what is not called does not exist.
/// </summary>
public abstract class ImageLayers
{
    private const int ReductionStride = 2;

    private protected ImageLayers()
    {
    }

    /// <summary>Whether dropout, drop path and the auxiliary head are on.</summary>
    public abstract bool IsTraining { get; }

    /// <summary>Convolution; rectified input when asked. Weight [outputs, C / groups, kernel, kernel] at the key.</summary>
    public abstract Tensor Convolution(
        string key, Tensor x, int outputs, int kernel, ConvolutionOptions options, bool rectifyInput = false);

    /// <summary>Depthwise and 1x1 convolution without norm between; rectified input when asked. Weights at
    /// key/depthwise and key/pointwise.</summary>
    public abstract Tensor SeparableConvolution(string key, Tensor x, int outputs, int kernel, int stride, bool rectifyInput = false);

    /// <summary>
    /// Rectifier and 1x1 convolution of images side by side, each with rows of its own in the weight: [outputs, its channels] at its key.
    /// </summary>
    public abstract Tensor ReluProjection(IReadOnlyList<string> keys, IReadOnlyList<Tensor> parts, int outputs);

    /// <summary>Batch norm, then a rectifier when asked. Weights at key/gamma and key/beta; without
    /// <paramref name="affine"/> none: γ is 1 and β is 0.</summary>
    public abstract Tensor BatchNorm(string key, Tensor x, bool rectify = false, bool affine = true);

    public abstract Tensor Relu(Tensor x);

    /// <summary>Sum of images of equal shape.</summary>
    public abstract Tensor Add(IReadOnlyList<Tensor> parts);

    /// <summary>Sum of two images of equal shape, of which nothing else reads <paramref name="spare"/> (null: others read both), so that
    /// the sum may take its memory.</summary>
    public virtual Tensor Add(Tensor first, Tensor second, Tensor? spare) => Add([first, second]);

    /// <summary>Channels one after the other.</summary>
    public abstract Tensor ConcatChannels(IReadOnlyList<Tensor> parts);

    public abstract Tensor AveragePool(Tensor x, PoolingOptions options);

    public abstract Tensor MaxPool(Tensor x, PoolingOptions options);

    /// <summary>[N, C, H, W] → [N, C].</summary>
    public abstract Tensor GlobalAveragePool(Tensor x);

    /// <summary>[N, C] → [N, outputs]; weight [C, outputs] at the key, and where asked for a bias [1, outputs] at key/bias, which begins
    /// at 0.</summary>
    public abstract Tensor Linear(string key, Tensor x, int outputs, bool bias = false);

    /// <summary>Zeros in the shape of an image, whatever is in it: where nothing is to come through.</summary>
    public abstract Tensor Zero(Tensor x);

    /// <summary>Inverted dropout of features [N, C] in training.</summary>
    public abstract Tensor Dropout(string site, Tensor x, double keep);

    /// <summary>Inverted dropout of whole images in training.</summary>
    public abstract Tensor DropPath(string site, Tensor x, double keep);

    /// <summary>
    /// Halves the image, rounding up (docs/algorithms.md#factorised-reduction): half of the outputs see the even pixels, half the image
    /// shifted by one pixel, each by a 1x1 convolution of stride 2; batch norm, no rectifier behind.
    /// </summary>
    public Tensor FactorisedReduction(string key, Tensor x, int outputs, bool rectifyInput = false)
    {
        var input = rectifyInput ? Relu(x) : x;
        var even = Convolution(key + "/even", input, outputs - (outputs / 2), 1, new ConvolutionOptions(ReductionStride));
        if (outputs == 1)
        {
            return BatchNorm(key, even);
        }

        var shifted = Convolution(
            key + "/shifted", input, outputs / 2, 1, new ConvolutionOptions(ReductionStride, PaddingBefore: -1, PaddingAfter: 1));
        return BatchNorm(key, ConcatChannels([even, shifted]));
    }

    /// <summary>Rectifier, 1x1 convolution, batch norm.</summary>
    public Tensor Calibrate(string key, Tensor x, int outputs) =>
        BatchNorm(key, Convolution(key, x, outputs, 1, new ConvolutionOptions(1), rectifyInput: true));

    /// <summary>Global average pool, dropout, and the last layer.</summary>
    public Tensor Classify(string key, Tensor x, int classCount, double dropoutKeep, bool bias = false) =>
        Linear(key, Dropout("dropout", GlobalAveragePool(x), dropoutKeep), classCount, bias);
}
