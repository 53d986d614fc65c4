using Enas.Backends.Cpu;
using Enas.Pipeline.Tensors;

namespace Enas.SideBySide.Products;

/// <summary>The product through the tensor port: packing included.</summary>
internal sealed class OurProduct : ISide
{
    private readonly ProductShape _shape;
    private readonly CpuBackend _backend;
    private readonly Tensor _a;
    private readonly Tensor _b;
    private readonly float[] _result;

    public OurProduct(ProductShape shape, int threads)
    {
        _shape = shape;
        _backend = new CpuBackend(threads);
        _a = Parameter("a", shape.A);
        _b = Parameter("b", shape.B);
        _result = new float[shape.Rows * shape.Columns];
    }

    public void Run(int number)
    {
        using var scope = _backend.BeginStep(recordGradients: false);
        scope.MatMul(_a, _b, _shape.TransposeA, _shape.TransposeB);
    }

    public double[] Results()
    {
        using var scope = _backend.BeginStep(recordGradients: false);
        scope.Read(scope.MatMul(_a, _b, _shape.TransposeA, _shape.TransposeB), _result);
        return Summary.Of(_result);
    }

    public void Dispose() => _backend.Dispose();

    private Tensor Parameter(string name, (int Rows, int Columns) shape)
    {
        var parameter = _backend.CreateParameter(name, new TensorShape(shape.Rows, shape.Columns));
        _backend.Write(parameter, ProductShape.Values(name, shape));
        return parameter;
    }
}
