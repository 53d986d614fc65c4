using TorchSharp;

namespace Enas.SideBySide.Products;

/// <summary>The product as libtorch makes it.</summary>
internal sealed class TorchProduct : ISide
{
    private readonly torch.Tensor _a;
    private readonly torch.Tensor _b;

    public TorchProduct(ProductShape shape, int threads)
    {
        torch.set_num_threads(threads);
        var (a, b) = (Factor("a", shape.A), Factor("b", shape.B));
        _a = shape.TransposeA ? a.t() : a;
        _b = shape.TransposeB ? b.t() : b;
    }

    public void Run(int number)
    {
        using var product = torch.mm(_a, _b);
    }

    public double[] Results()
    {
        using var product = torch.mm(_a, _b);
        return Summary.Of(product.data<float>().ToArray());
    }

    public void Dispose()
    {
        _a.Dispose();
        _b.Dispose();
    }

    private static torch.Tensor Factor(string name, (int Rows, int Columns) shape) =>
        torch.tensor(ProductShape.Values(name, shape), [shape.Rows, shape.Columns]);
}
