using BenchmarkDotNet.Attributes;
using Enas.Backends.Cpu;
using Enas.Backends.Cpu.Probes;
using Enas.Pipeline.Tensors;

namespace Enas.Benchmarks;

/// <summary>Matrix products m x k x n: square ones, thin ones, those of the recurrent cell and of the decoder.</summary>
[MemoryDiagnoser]
public class ProductBenchmarks : IDisposable
{
    private CpuBackend _backend = null!;
    private MachineProbe _probe = null!;
    private IPreparedProduct _prepared = null!;
    private Tensor _a = null!;
    private Tensor _b = null!;
    private bool _transposeA;
    private bool _transposeB;

    /// <summary>m, k, n, and which factors are transposed.</summary>
    [Params("64 64 64", "256 256 256", "1024 1024 1024",
        "64 1000 2000", "64 2000 1000 B", "1000 2240 2000 A", "20 200 400", "256 1000 10000 B", "1 1000 2000", "300 299 7")]
    public string Shape { get; set; } = "";

    [GlobalSetup]
    public void SetUp()
    {
        var words = Shape.Split(' ');
        var (m, k, n) = (int.Parse(words[0]), int.Parse(words[1]), int.Parse(words[2]));
        (_transposeA, _transposeB) = (words[^1] == "A", words[^1] == "B");
        _backend = new CpuBackend(Environment.ProcessorCount);
        _a = _backend.Parameter("a", _transposeA ? new TensorShape(k, m) : new TensorShape(m, k));
        _b = _backend.Parameter("b", _transposeB ? new TensorShape(n, k) : new TensorShape(k, n));
        _probe = new MachineProbe(Environment.ProcessorCount);
        _prepared = _probe.PrepareProduct(m, k, n, _transposeB);
    }

    [GlobalCleanup]
    public void Dispose()
    {
        _backend.Dispose();
        _prepared.Dispose();
        _probe.Dispose();
    }

    /// <summary>Through the port.</summary>
    [Benchmark]
    public void MatMul()
    {
        using var scope = _backend.BeginStep(recordGradients: false);
        scope.MatMul(_a, _b, _transposeA, _transposeB);
    }

    /// <summary>With the right factor packed beforehand; the left one is never transposed.</summary>
    [Benchmark]
    public void Packed() => _prepared.Run();
}
