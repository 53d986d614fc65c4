namespace Enas.Pipeline.Tensors;

/// <content>
/// Images are [N, C, H, W]: image, channel, row, column. Element-wise operations take images of equal shape as they are; as a matrix
/// [N, C·H·W] (see <see cref="Reshape"/>) they can be masked per image by a column, and concatenated or sliced by channel as columns.
/// </content>
public partial interface IStepScope
{
    // ---- shape

    /// <summary>The same elements under another shape of equal element count. The result shares memory with <paramref name="a"/>.</summary>
    Tensor Reshape(Tensor a, TensorShape shape);

    // ---- images

    /// <summary>
    /// 2-D cross-correlation without bias, as all networks here mean by convolution:
    /// y[n, k, i, j] = Σ over c, p, q of w[k, c, p, q]·x[n, c', i·s + p·d - before, j·s + q·d - before], x zero outside; c' is channel c of
    /// k's group.
    /// </summary>
    /// <param name="x">[N, C, H, W].</param>
    /// <param name="weight">[K, C / groups, kernel height, kernel width]; groups divides both C and K.</param>
    /// <param name="options">Stride, dilation, groups, padding.</param>
    /// <returns>[N, K, output height, output width].</returns>
    Tensor Conv2d(Tensor x, Tensor weight, ConvolutionOptions options);

    /// <summary>
    /// Largest element of each window [N, C, H, W] → [N, C, output height, output width]; padding never wins. The gradient goes to the
    /// first of equal elements in row order. NaN in a window gives NaN.
    /// </summary>
    Tensor MaxPool2d(Tensor x, PoolingOptions options);

    /// <summary>
    /// Mean of each window [N, C, H, W] → [N, C, output height, output width]: the sum over size² when <paramref name="countPadding"/>,
    /// else over the number of elements that lie inside the image.
    /// </summary>
    Tensor AveragePool2d(Tensor x, PoolingOptions options, bool countPadding = false);

    /// <summary>Mean over rows and columns [N, C, H, W] → [N, C].</summary>
    Tensor GlobalAveragePool(Tensor x);

    /// <summary>
    /// Batch norm of each channel over N, H and W with batch statistics: y = γ (x - mean) / √(variance + ε) + β, biased variance, then
    /// max(y, 0) when <paramref name="rectify"/> (Ioffe and Szegedy 2015). Running statistics are the caller's: see
    /// <see cref="UpdateAverage"/>.
    /// </summary>
    /// <param name="x">[N, C, H, W].</param>
    /// <param name="gamma">γ [1, C].</param>
    /// <param name="beta">β [1, C].</param>
    /// <param name="epsilon">ε.</param>
    /// <param name="rectify">Whether a rectifier follows.</param>
    BatchNormImagesResult BatchNormImages(Tensor x, Tensor gamma, Tensor beta, float epsilon, bool rectify = false);

    /// <summary><see cref="BatchNormImages"/> with given statistics, which count as constants: evaluation
    /// with running statistics.</summary>
    /// <param name="x">[N, C, H, W].</param>
    /// <param name="gamma">γ [1, C].</param>
    /// <param name="beta">β [1, C].</param>
    /// <param name="mean">[1, C].</param>
    /// <param name="variance">[1, C].</param>
    /// <param name="epsilon">ε.</param>
    /// <param name="rectify">Whether a rectifier follows.</param>
    Tensor NormalizeImages(Tensor x, Tensor gamma, Tensor beta, Tensor mean, Tensor variance, float epsilon, bool rectify = false);

    /// <summary>
    /// average ← average + weight·(value - average) for a parameter that is no weight: running statistics. Takes effect at once and
    /// is not taped; only training code calls it, so evaluation changes nothing.
    /// </summary>
    void UpdateAverage(Tensor average, Tensor value, float weight);

    // ---- fused: the defaults over primitives are in FusedImageOperations; a backend may return null to say that it has no kernel

    /// <summary>Convolution of max(x, 0) without keeping the rectified images, or null. Shapes as in <see cref="Conv2d"/>.</summary>
    Tensor? TryReluConv2d(Tensor x, Tensor weight, ConvolutionOptions options) => null;

    /// <summary>Depthwise convolution, then 1x1 convolution, in one kernel, or null. See
    /// <see cref="FusedImageOperations.SeparableConv2d"/>.</summary>
    Tensor? TrySeparableConv2d(Tensor x, Tensor depthwise, Tensor pointwise, ConvolutionOptions options) => null;
}
