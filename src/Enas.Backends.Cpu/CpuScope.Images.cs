using Enas.Backends.Cpu.Kernels;
using Enas.Backends.Cpu.Kernels.Convolution;
using Enas.Pipeline.Tensors;

namespace Enas.Backends.Cpu;

/// <content>Pooling and norms of images, and other shapes of the same elements.</content>
internal sealed unsafe partial class CpuScope
{
    /// <inheritdoc />
    public Tensor Reshape(Tensor a, TensorShape shape)
    {
        var source = Use(a, nameof(Reshape));
        if (shape.ElementCount != source.Count)
        {
            throw new ArgumentException(
                $"Reshape: {source.Shape} ({source.Name}) has {source.Count} elements, {shape} has {shape.ElementCount}.");
        }

        var result = Adopt(nameof(Reshape), shape, source.Data);
        if (Tapes(source))
        {
            Record(result, new ReshapeNode(source));
        }

        return result;
    }

    /// <inheritdoc />
    public Tensor MaxPool2d(Tensor x, PoolingOptions options) => Pool2d(nameof(MaxPool2d), x, options, maximum: true, countPadding: false);

    /// <inheritdoc />
    public Tensor AveragePool2d(Tensor x, PoolingOptions options, bool countPadding = false) =>
        Pool2d(nameof(AveragePool2d), x, options, maximum: false, countPadding);

    /// <inheritdoc />
    public Tensor GlobalAveragePool(Tensor x)
    {
        var source = UseImages(x, nameof(GlobalAveragePool));
        var (planes, area) = (PlanesOf(source), source.Shape[2] * source.Shape[3]);
        var result = NewTensor(nameof(GlobalAveragePool), new TensorShape(source.Shape[0], source.Shape[1]));
        Images.Means.Forward(planes, area, source.Data, result.Data);
        if (Tapes(source))
        {
            Record(result, new GlobalAveragePoolNode(source));
        }

        return result;
    }

    /// <inheritdoc />
    public BatchNormImagesResult BatchNormImages(Tensor x, Tensor gamma, Tensor beta, float epsilon, bool rectify = false)
    {
        var statistics = new TensorShape(1, UseImages(x, nameof(BatchNormImages)).Shape[1]);
        var (mean, variance) = (NewTensor(nameof(BatchNormImages), statistics), NewTensor(nameof(BatchNormImages), statistics));
        return new BatchNormImagesResult(
            Normalize(nameof(BatchNormImages), x, gamma, beta, mean, variance, epsilon, rectify, isGiven: false), mean, variance);
    }

    /// <inheritdoc />
    public Tensor NormalizeImages(Tensor x, Tensor gamma, Tensor beta, Tensor mean, Tensor variance, float epsilon, bool rectify = false) =>
        Normalize(nameof(NormalizeImages),
            x, gamma, beta, Use(mean, nameof(NormalizeImages)), Use(variance, nameof(NormalizeImages)), epsilon, rectify, isGiven: true);

    /// <inheritdoc />
    public void UpdateAverage(Tensor average, Tensor value, float weight)
    {
        var (target, source) = (Use(average, nameof(UpdateAverage)), Use(value, nameof(UpdateAverage)));
        if (!target.IsParameter || target.Count != source.Count)
        {
            throw new ArgumentException(
                $"UpdateAverage: '{target.Name}' {target.Shape} is no parameter of the shape of {source.Name} {source.Shape}.");
        }

        ElementWise.Run(Pool, new LerpOperation(weight), target.Data, source.Data, source.Data, target.Count);
    }

    private static long PlanesOf(CpuTensor images) => (long)images.Shape[0] * images.Shape[1];

    private CpuTensor UseImages(Tensor x, string operation)
    {
        var source = Use(x, operation);
        return source.Shape.Rank == 4 ? source
            : throw new ArgumentException($"{operation}: {source.Shape} ({source.Name}) is not [images, channels, rows, columns].");
    }

    private CpuTensor Pool2d(string operation, Tensor x, PoolingOptions options, bool maximum, bool countPadding)
    {
        var source = UseImages(x, operation);
        var (height, width) = (options.OutputSize(source.Shape[2]), options.OutputSize(source.Shape[3]));
        if (options.Size < 1 || options.Stride < 1 || height < 1 || width < 1
            || options.PaddingBefore < 0 || options.PaddingAfter < 0
                || Math.Max(options.PaddingBefore, options.PaddingAfter) >= options.Size)
        {
            throw new ArgumentException($"{operation}: {options} does not go with images {source.Shape} ({source.Name}).");
        }

        var result = NewTensor(operation, new TensorShape(source.Shape[0], source.Shape[1], height, width));
        Images.Pooling.Forward(PlanesOf(source),
            source.Shape[2], source.Shape[3], options, maximum, countPadding, source.Data, result.Data);
        result.IsForgottenByItsMaker = true;
        if (Tapes(source))
        {
            Record(result, new PoolingNode(source, options, maximum, countPadding));
        }

        return result;
    }

    private CpuTensor Normalize(string operation,
        Tensor x, Tensor gamma, Tensor beta, CpuTensor mean, CpuTensor variance, float epsilon, bool rectify, bool isGiven)
    {
        var (source, scale, shift) = (UseImages(x, operation), Use(gamma, operation), Use(beta, operation));
        var channels = source.Shape[1];
        if (scale.Count != channels || shift.Count != channels || mean.Count != channels || variance.Count != channels)
        {
            throw new ArgumentException($"{operation}: images {source.Shape} ({source.Name}) "
                + $"with scale {scale.Shape} ({scale.Name}), shift {shift.Shape}, mean {mean.Shape}, variance {variance.Shape}.");
        }

        var result = NewTensor(operation, source.Shape);
        Images.BatchNorm.Forward(source.Shape[0], channels, source.Shape[2] * source.Shape[3], new BatchNormImages.Operands
        {
            X = source.Data,
            Y = result.Data,
            Gamma = scale.Data,
            Beta = shift.Data,
            Mean = mean.Data,
            Variance = variance.Data,
            Epsilon = epsilon,
            Rectify = rectify,
            IsGiven = isGiven,
        });
        result.IsForgottenByItsMaker = true;
        if (Tapes(source) || Tapes(scale) || Tapes(shift))
        {
            Record(result, new NormalizeNode(source, scale, shift, mean, variance, epsilon, rectify, isGiven));
        }

        return result;
    }

    private readonly struct ReshapeNode(CpuTensor source) : ITapeNode
    {
        public void Backward(CpuScope scope, CpuTensor result)
        {
            var gradient = result.Gradient;
            if (source.Gradient == null)
            {
                // Nobody reads the result's gradient any more, so its memory can become the source's.
                scope.SetGradient(source, gradient);
                result.OwnsGradient = false;
            }
            else
            {
                ElementWise.Run(scope.Pool, new AccumulateOperation(), source.Gradient, gradient, gradient, source.Count);
            }
        }
    }

    private readonly struct PoolingNode(CpuTensor x, PoolingOptions window, bool maximum, bool countPadding) : ITapeNode
    {
        public void Backward(CpuScope scope, CpuTensor result)
        {
            var target = scope.GradientOf(x, out var accumulate);
            scope.Images.Pooling.Backward(
                PlanesOf(x), x.Shape[2], x.Shape[3], window, maximum, countPadding, x.Data, result.Gradient, target, accumulate);
        }
    }

    private readonly struct GlobalAveragePoolNode(CpuTensor x) : ITapeNode
    {
        public void Backward(CpuScope scope, CpuTensor result)
        {
            var target = scope.GradientOf(x, out var accumulate);
            scope.Images.Means.Backward(PlanesOf(x), x.Shape[2] * x.Shape[3], result.Gradient, target, accumulate);
        }
    }

    private readonly struct NormalizeNode(CpuTensor x,
        CpuTensor scale, CpuTensor shift, CpuTensor mean, CpuTensor variance, float epsilon, bool rectify, bool isGiven) : ITapeNode
    {
        public void Backward(CpuScope scope, CpuTensor result)
        {
            var accumulate = false;
            scope.Images.BatchNorm.Backward(x.Shape[0], x.Shape[1], x.Shape[2] * x.Shape[3], new BatchNormImages.Operands
            {
                X = x.Data,
                Gamma = scale.Data,
                Beta = shift.Data,
                Mean = mean.Data,
                Variance = variance.Data,
                Epsilon = epsilon,
                Rectify = rectify,
                IsGiven = isGiven,
                UpstreamGradient = result.Gradient,
                XGradient = scope.Tapes(x) ? scope.GradientOf(x, out accumulate) : null,
                AccumulateX = accumulate,
                GammaGradient = scope.Tapes(scale) ? scope.GradientOf(scale) : null,
                BetaGradient = scope.Tapes(shift) ? scope.GradientOf(shift) : null,
            });
        }
    }
}
