using Enas.Pipeline.Tensors;
using TorchSharp;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;
using Native = TorchSharp.torch.Tensor;
using Tensor = Enas.Pipeline.Tensors.Tensor;

namespace Enas.Backends.Torch;

/// <content>Images and norms.</content>
internal sealed partial class TorchScope
{
    /// <inheritdoc />
    public Tensor Conv2d(Tensor x, Tensor weight, ConvolutionOptions options)
    {
        var (input, w) = (Use(x, nameof(Conv2d)), Use(weight, nameof(Conv2d)));
        var (height, width) = (options.OutputSize(x.Shape[2], weight.Shape[2]), options.OutputSize(x.Shape[3], weight.Shape[3]));
        if (input.Shape[1] != w.Shape[1] * options.Groups || w.Shape[0] % options.Groups != 0 || height < 1 || width < 1)
        {
            throw ShapeError(nameof(Conv2d), input, w);
        }

        var isEven = options.PaddingBefore == options.PaddingAfter && options.PaddingBefore >= 0;
        var images = isEven ? input.Native : Padded(input.Native, options.PaddingBefore, options.PaddingAfter, 0);
        long padding = isEven ? options.PaddingBefore : 0;
        var result = F.conv2d(
            IsRightByChannels(weight.Shape, options) ? Layout(Operand(images)) : Operand(images).contiguous(), Operand(w),
                strides: [options.Stride, options.Stride], padding: [padding, padding],
                dilation: [options.Dilation, options.Dilation], groups: options.Groups);
        return Result(nameof(Conv2d), new TensorShape(input.Shape[0], w.Shape[0], height, width), Full(result));
    }

    /// <inheritdoc />
    public Tensor MaxPool2d(Tensor x, PoolingOptions options)
    {
        var input = Use(x, nameof(MaxPool2d));
        var isEven = IsEven(options);
        var images = isEven ? input.Native : Padded(input.Native, options.PaddingBefore, options.PaddingAfter, double.NegativeInfinity);
        long padding = isEven ? options.PaddingBefore : 0;
        var result = F.max_pool2d(
            images, [options.Size, options.Size], strides: [options.Stride, options.Stride], padding: [padding, padding]);
        return Result(nameof(MaxPool2d), Pooled(input.Shape, options), result);
    }

    /// <inheritdoc />
    public Tensor AveragePool2d(Tensor x, PoolingOptions options, bool countPadding = false)
    {
        var input = Use(x, nameof(AveragePool2d));
        var shape = Pooled(input.Shape, options);
        if (IsEven(options))
        {
            return Result(nameof(AveragePool2d), shape, AveragePool(input.Native, options, options.PaddingBefore, countPadding));
        }

        var mean = AveragePool(Padded(input.Native, options.PaddingBefore, options.PaddingAfter, 0), options, 0, countPadding: true);
        if (!countPadding)
        {
            // The share of each window that lies inside the image.
            var inside = ones([1, 1, input.Shape[2], input.Shape[3]], ScalarType.Float32, Device);
            mean = mean.div(AveragePool(Padded(inside, options.PaddingBefore, options.PaddingAfter, 0), options, 0, countPadding: true));
        }

        return Result(nameof(AveragePool2d), shape, mean);
    }

    /// <inheritdoc />
    public Tensor GlobalAveragePool(Tensor x)
    {
        var input = Use(x, nameof(GlobalAveragePool));
        return Result(nameof(GlobalAveragePool), new TensorShape(input.Shape[0], input.Shape[1]), input.Native.mean([2L, 3L]));
    }

    /// <inheritdoc />
    public Tensor BatchNorm(Tensor x, Tensor gamma, Tensor beta, float epsilon)
    {
        var input = Use(x, nameof(BatchNorm));
        return Result(nameof(BatchNorm), input.Shape, Like(Normalised(Matrix(input), gamma, beta, epsilon), input.Shape));
    }

    /// <inheritdoc />
    public BatchNormImagesResult BatchNormImages(Tensor x, Tensor gamma, Tensor beta, float epsilon, bool rectify = false)
    {
        var input = Use(x, nameof(BatchNormImages));
        var (channels, count) = (input.Shape[1], input.Shape.ElementCount / input.Shape[1]);
        var statistics = new TensorShape(1, channels);
        if (count == 1)
        {
            // libtorch refuses to train on one value per channel: its mean is itself, its variance 0.
            using var zero = 0f.ToScalar();
            var output = Layer(beta).reshape(
                1, -1, 1, 1).add(input.Native.sub(input.Native.detach())).add(Layer(gamma).reshape(1, -1, 1, 1).mul(zero));
            return new BatchNormImagesResult(
                Result(nameof(BatchNormImages), input.Shape, rectify ? F.relu(output) : output.clone()),
                Result(nameof(BatchNormImages), statistics, input.Native.detach().reshape(1, channels)),
                Zeros(statistics));
        }

        // A momentum of 1 makes the running statistics those of this batch, without another pass over the images.
        var (mean, variance) = (zeros([channels], ScalarType.Float32, Device), zeros([channels], ScalarType.Float32, Device));
        var normal = F.batch_norm(input.Native, mean, variance, Layer(gamma), Layer(beta), training: true, momentum: 1, eps: epsilon);
        using var ofAll = ((float)((count - 1.0) / count)).ToScalar();
        return new BatchNormImagesResult(
            Result(nameof(BatchNormImages), input.Shape, rectify ? F.relu(normal) : normal),
            Result(nameof(BatchNormImages), statistics, mean.reshape(1, channels)),
            Result(nameof(BatchNormImages), statistics, variance.mul(ofAll).reshape(1, channels)));
    }

    /// <inheritdoc />
    public Tensor NormalizeImages(Tensor x, Tensor gamma, Tensor beta, Tensor mean, Tensor variance, float epsilon, bool rectify = false)
    {
        var input = Use(x, nameof(NormalizeImages));
        var normal = F.batch_norm(
            input.Native, Layer(mean).detach(), Layer(variance).detach(), Layer(gamma), Layer(beta), training: false, eps: epsilon);
        return Result(nameof(NormalizeImages), input.Shape, rectify ? F.relu(normal) : normal);
    }

    /// <inheritdoc />
    public void UpdateAverage(Tensor average, Tensor value, float weight)
    {
        var (target, source) = (Use(average, nameof(UpdateAverage)), Use(value, nameof(UpdateAverage)));
        if (!target.IsParameter || target.Shape.ElementCount != source.Shape.ElementCount)
        {
            throw ShapeError(nameof(UpdateAverage), target, source);
        }

        TorchBackend.Average(target, source.Native.reshape(TorchBackend.Sizes(target.Shape)), weight);
    }

    private Native Layer(Tensor vector) => Use(vector, nameof(BatchNorm)).Native.reshape(-1);

    /// <summary>Batch norm of the columns of a matrix.</summary>
    private Native Normalised(Native matrix, Tensor gamma, Tensor beta, float epsilon)
    {
        if (matrix.shape[0] > 1)
        {
            return F.batch_norm(matrix, null!, null!, Layer(gamma), Layer(beta), training: true, eps: epsilon);
        }

        // One row, which libtorch refuses: nothing is left of it but the shift. The zeros keep it on the tape.
        return matrix.sub(matrix).mul(Layer(gamma)).add(Layer(beta));
    }

    // On processors without AVX-512 libtorch's kernel for channels last takes wrong weight gradients of a convolution of 1 x 1 with
    // a stride as soon as it has two threads (seen with 2.10 on a Zen 3; with one thread, and without a stride, they are right). What
    // another convolution gave lies by channels already, so such images are laid out anew.
    private bool IsRightByChannels(TensorShape weight, ConvolutionOptions options) =>
        Device.type != DeviceType.CPU || options.Stride == 1 || weight[2] * weight[3] > 1;

    /// <summary>Images with the channels of a pixel side by side in memory, if that is wanted; the shape stays [N, C, H, W].</summary>
    private Native Layout(Native images) =>
        _backend.Options.ChannelsLast ? images.permute(0, 2, 3, 1).contiguous().permute(0, 3, 1, 2) : images;

    private static Native Padded(Native images, long before, long after, double value) =>
        F.pad(images, [before, after, before, after], TorchSharp.PaddingModes.Constant, value);

    private static Native AveragePool(Native images, PoolingOptions options, long padding, bool countPadding) => F.avg_pool2d(
        images, [options.Size, options.Size],
            stride: [options.Stride, options.Stride], padding: [padding, padding], count_include_pad: countPadding);

    // What libtorch takes as padding: the same on both sides, at most half a window.
    private static bool IsEven(PoolingOptions options) =>
        options.PaddingBefore == options.PaddingAfter && 2 * options.PaddingBefore <= options.Size;

    private static TensorShape Pooled(TensorShape x, PoolingOptions options)
    {
        var (height, width) = (options.OutputSize(x[2]), options.OutputSize(x[3]));
        return height > 0 && width > 0
            ? new(x[0], x[1], height, width) : throw new ArgumentException($"Pooling: the window {options} does not fit {x}.");
    }
}
