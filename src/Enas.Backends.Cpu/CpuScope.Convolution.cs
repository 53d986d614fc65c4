using Enas.Backends.Cpu.Kernels.Convolution;
using Enas.Pipeline.Tensors;

namespace Enas.Backends.Cpu;

/// <content>Convolutions of images.</content>
internal sealed unsafe partial class CpuScope
{
    private ImageKernels Images => backend.Images;

    /// <inheritdoc />
    public Tensor Conv2d(Tensor x, Tensor weight, ConvolutionOptions options) =>
        Convolve(nameof(Conv2d), x, weight, options, rectify: false);

    /// <inheritdoc />
    public Tensor? TryReluConv2d(Tensor x, Tensor weight, ConvolutionOptions options) =>
        Convolve(nameof(TryReluConv2d), x, weight, options, rectify: true);

    private CpuTensor Convolve(string operation, Tensor x, Tensor weight, ConvolutionOptions options, bool rectify)
    {
        var (source, kernel) = (Use(x, operation), Use(weight, operation));
        var geometry = GeometryOf(operation, source, kernel, options);
        var result = NewTensor(operation, new TensorShape(geometry.Images, geometry.Outputs, geometry.OutputHeight, geometry.OutputWidth));
        Images.Convolutions.Forward(geometry, source.Data, kernel.Data, result.Data, rectify);
        if (Tapes(source) || Tapes(kernel))
        {
            Record(result, new ConvolutionNode(source, kernel, geometry, rectify));
        }

        return result;
    }

    private static ConvolutionGeometry GeometryOf(string operation, CpuTensor x, CpuTensor weight, ConvolutionOptions options)
    {
        if (x.Shape.Rank != 4 || weight.Shape.Rank != 4
            || options.Stride < 1 || options.Dilation < 1 || options.Groups < 1
            || x.Shape[1] % options.Groups != 0 || weight.Shape[0] % options.Groups != 0 || weight.Shape[1] != x.Shape[1] / options.Groups)
        {
            throw new ArgumentException(
                $"{operation}: images {x.Shape} ({x.Name}) and weight {weight.Shape} ({weight.Name}) do not go together with {options}.");
        }

        var geometry = new ConvolutionGeometry(
            x.Shape[0], x.Shape[1], x.Shape[2], x.Shape[3], weight.Shape[0], weight.Shape[2], weight.Shape[3], options);
        if (geometry.OutputHeight < 1 || geometry.OutputWidth < 1)
        {
            throw new ArgumentException(
                $"{operation}: weight {weight.Shape} ({weight.Name}) is larger than images {x.Shape} ({x.Name}) with {options}.");
        }

        return geometry;
    }

    private readonly struct ConvolutionNode(CpuTensor x, CpuTensor weight, ConvolutionGeometry geometry, bool rectify) : ITapeNode
    {
        public void Backward(CpuScope scope, CpuTensor result)
        {
            var (accumulateX, accumulateWeight) = (false, false);
            var dx = scope.Tapes(x) ? scope.GradientOf(x, out accumulateX) : null;
            var dw = scope.Tapes(weight) ? scope.GradientOf(weight, out accumulateWeight) : null;
            scope.Images.Convolutions.Backward(
                geometry, x.Data, result.Gradient, weight.Data, dx, accumulateX, dw, accumulateWeight, rectify);
        }
    }
}
