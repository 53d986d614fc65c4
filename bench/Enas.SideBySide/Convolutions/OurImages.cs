using Enas.Backends.Cpu;
using Enas.Pipeline.Tensors;

namespace Enas.SideBySide.Convolutions;

/// <summary>The layer on the tensor port.</summary>
internal sealed class OurImages : ISide
{
    private readonly ImageCase _layer;
    private readonly CpuBackend _backend;
    private readonly Tensor _x;
    private readonly Tensor _upstream;
    private readonly Tensor _weight;
    private readonly Tensor _shift;
    private double[] _results = [];

    public OurImages(ImageCase layer, int threads)
    {
        _layer = layer;
        _backend = new CpuBackend(threads);
        var images = new TensorShape(ImageCase.Images, ImageCase.Channels, ImageCase.Side, ImageCase.Side);
        _x = Parameter("x", images, 1);
        _upstream = Parameter("upstream", images, 1);
        _weight = layer.Kernel == 0 ? Parameter("gamma", new TensorShape(1, ImageCase.Channels), 1)
            : Parameter("weight", new TensorShape(layer.WeightShape), .1f);
        _shift = Parameter("beta", new TensorShape(1, ImageCase.Channels), 1);
    }

    public void Run(int number) => Run(keep: false);

    public double[] Results()
    {
        Run(keep: true);
        return _results;
    }

    public void Dispose() => _backend.Dispose();

    private void Run(bool keep)
    {
        using var scope = (CpuScope)_backend.BeginStep(recordGradients: true);
        var y = _layer.Kernel == 0
            ? scope.BatchNormImages(_x, _weight, _shift, (float)ImageCase.Epsilon, rectify: true).Output
            : scope.Conv2d(_x, _weight, ConvolutionOptions.Same(_layer.Kernel, groups: _layer.Groups));
        scope.Backward(y, _upstream);
        if (keep)
        {
            _results = [.. Sum(scope, y), .. Sum(scope, scope.Gradient(_x)!), .. Sum(scope, scope.Gradient(_weight)!)];
        }
    }

    private static double[] Sum(CpuScope scope, Tensor tensor)
    {
        var values = new float[tensor.Shape.ElementCount];
        scope.Read(tensor, values);
        return Summary.Of(values);
    }

    private Tensor Parameter(string name, TensorShape shape, float range)
    {
        var parameter = _backend.CreateParameter(name, shape);
        _backend.Write(parameter, ImageCase.Values(name, checked((int)shape.ElementCount), range));
        return parameter;
    }
}
