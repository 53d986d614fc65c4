using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Enas.SideBySide.Convolutions;

/// <summary>The layer as a user of TorchSharp writes it.</summary>
internal sealed class TorchImages : ISide
{
    private readonly ImageCase _layer;
    private readonly Parameter _x;
    private readonly Tensor _upstream;
    private readonly Parameter _weight;
    private readonly Parameter _shift;

    public TorchImages(ImageCase layer, int threads)
    {
        set_num_threads(threads);
        _layer = layer;
        long[] images = [ImageCase.Images, ImageCase.Channels, ImageCase.Side, ImageCase.Side];
        _x = new Parameter(Filled("x", images, 1));
        _upstream = Filled("upstream", images, 1);
        _weight = new Parameter(layer.Kernel == 0
            ? Filled("gamma", [ImageCase.Channels], 1)
            : Filled("weight", [.. layer.WeightShape.Select(size => (long)size)], .1f));
        _shift = new Parameter(Filled("beta", [ImageCase.Channels], 1));
    }

    public void Run(int number)
    {
        using var step = NewDisposeScope();
        Forward().backward([_upstream]);
        foreach (var parameter in (Parameter[])[_x, _weight, _shift])
        {
            parameter.grad = null;
        }
    }

    public double[] Results()
    {
        using var step = NewDisposeScope();
        var y = Forward();
        y.backward([_upstream]);
        double[] results = [.. Sum(y.detach()), .. Sum(_x.grad!), .. Sum(_weight.grad!)];
        _x.grad = _weight.grad = _shift.grad = null;
        return results;
    }

    public void Dispose()
    {
        foreach (var tensor in (Tensor[])[_x, _upstream, _weight, _shift])
        {
            tensor.Dispose();
        }
    }

    private Tensor Forward() => _layer.Kernel == 0
        ? nn.functional.relu(
            nn.functional.batch_norm(_x, running_mean: null!, running_var: null!, _weight, _shift, training: true, eps: ImageCase.Epsilon))
        : nn.functional.conv2d(_x, _weight, padding: [_layer.Kernel / 2, _layer.Kernel / 2], groups: _layer.Groups);

    private static double[] Sum(Tensor tensor) => Summary.Of(tensor.contiguous().data<float>().ToArray());

    private static Tensor Filled(string name, long[] shape, float range) =>
        tensor(ImageCase.Values(name, checked((int)shape.Aggregate(1L, (product, size) => product * size)), range), shape);
}
