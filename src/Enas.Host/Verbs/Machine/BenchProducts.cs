using Enas.Backends.Cpu.Probes;
using Enas.Pipeline.Numerics;
using Enas.Pipeline.Tensors;

namespace Enas.Host.Verbs.Machine;

/// <summary>Times matrix products: through the tensor port as any network makes them, and with a packed factor as the recurrent
/// cell makes them.</summary>
internal sealed class BenchProducts(ITensorBackend backend, MachineProbe probe, BenchTimer timer, BenchMachineSpeed speed)
{
    private const double SecondsOfTurn = 0.04;

    // The cell's products at H = 1000 and batch 64, and its weight gradient over 35 time steps at once.
    public IEnumerable<BenchProduct> All()
    {
        yield return Port("1024 x 1024 x 1024", 1024, 1024, 1024, transposeA: false, transposeB: false);
        yield return Port("64 x 1000 x 2000", 64, 1000, 2000, transposeA: false, transposeB: false);
        yield return Packed("64 x 1000 x 2000, weight packed before", 64, 1000, 2000, transposed: false);
        yield return Port("64 x 2000 x 1000, weight transposed", 64, 2000, 1000, transposeA: false, transposeB: true);
        yield return Packed("64 x 2000 x 1000, transposed, packed before", 64, 2000, 1000, transposed: true);
        yield return Port("1000 x 2240 x 2000, input transposed", 1000, 2240, 2000, transposeA: true, transposeB: false);
        yield return Port("256 x 1000 x 10000, table transposed", 256, 1000, 10_000, transposeA: false, transposeB: true);
    }

    private BenchProduct Port(string name, int m, int depth, int n, bool transposeA, bool transposeB)
    {
        var a = Parameter("a", transposeA ? new TensorShape(depth, m) : new TensorShape(m, depth));
        var b = Parameter("b", transposeB ? new TensorShape(n, depth) : new TensorShape(depth, n));
        var product = Measure(name, m, depth, n, () =>
        {
            using var scope = backend.BeginStep(recordGradients: false);
            scope.MatMul(a, b, transposeA, transposeB);
        });
        backend.Release(a);
        backend.Release(b);
        return product;
    }

    private BenchProduct Packed(string name, int m, int depth, int n, bool transposed)
    {
        using var product = probe.PrepareProduct(m, depth, n, transposed);
        return Measure(name, m, depth, n, product.Run);
    }

    private BenchProduct Measure(string name, int m, int depth, int n, Action run)
    {
        var gigaOperations = 2.0 * m * depth * n / 1e9;
        var turns = timer.Turns(SecondsOfTurn, run, speed.Gflops);
        var seconds = BenchTimer.Median(turns.Select(turn => turn.Seconds));
        return new BenchProduct(name, seconds * 1e3,
            gigaOperations / seconds, BenchTimer.Median(turns.Select(turn => gigaOperations / turn.Seconds / turn.Reference)));
    }

    private Tensor Parameter(string key, TensorShape shape)
    {
        var values = new float[shape.ElementCount];
        new RandomStream(1, "bench/" + key).FillUniform(values, 0, 0, -1, 1);
        var parameter = backend.CreateParameter("bench/" + key, shape);
        backend.Write(parameter, values);
        return parameter;
    }
}
