using BenchmarkDotNet.Attributes;
using Enas.Backends.Cpu;
using Enas.Pipeline.Tensors;

namespace Enas.Benchmarks;

/// <summary>Layers on images [128, 36, 32, 32], forward and backward.</summary>
[MemoryDiagnoser]
public class ImageBenchmarks : IDisposable
{
    private const int Channels = 36;

    private CpuBackend _backend = null!;
    private Tensor _x = null!;
    private Tensor _upstream = null!;
    private Tensor _scale = null!;
    private Tensor _shift = null!;
    private Tensor[] _kernels = [];
    private Tensor[] _filters = [];

    [GlobalSetup]
    public void SetUp()
    {
        _backend = new CpuBackend(Environment.ProcessorCount);
        var images = new TensorShape(128, Channels, 32, 32);
        (_x, _upstream) = (_backend.Parameter("x", images), _backend.Parameter("upstream", images));
        (_scale, _shift) = (_backend.Parameter("scale", new TensorShape(1, Channels)),
            _backend.Parameter("shift", new TensorShape(1, Channels)));
        _kernels = [.. Enumerable.Range(0, 3)
            .Select(i => _backend.Parameter($"kernel{i}", new TensorShape(Channels, Channels, (2 * i) + 1, (2 * i) + 1), .1f))];
        _filters = [.. Enumerable.Range(0, 3)
            .Select(i => _backend.Parameter($"filter{i}", new TensorShape(Channels, 1, (2 * i) + 1, (2 * i) + 1), .1f))];
    }

    [GlobalCleanup]
    public void Dispose() => _backend.Dispose();

    [Benchmark]
    [Arguments(1), Arguments(3), Arguments(5)]
    public void Conv2d(int kernel) =>
        Run((scope, benchmarks) => scope.Conv2d(benchmarks._x, benchmarks._kernels[kernel / 2], ConvolutionOptions.Same(kernel)));

    [Benchmark]
    [Arguments(3), Arguments(5)]
    public void Depthwise(int kernel) =>
        Run((scope, benchmarks) =>
            scope.Conv2d(benchmarks._x, benchmarks._filters[kernel / 2], ConvolutionOptions.Same(kernel, groups: Channels)));

    [Benchmark]
    [Arguments(3), Arguments(5)]
    public void Separable(int kernel) =>
        Run((scope, benchmarks) =>
            scope.SeparableConv2d(benchmarks._x, benchmarks._filters[kernel / 2], benchmarks._kernels[0], ConvolutionOptions.Same(kernel)));

    [Benchmark]
    public void BatchNormRelu() =>
        Run(static (scope, benchmarks) =>
            scope.BatchNormImages(benchmarks._x, benchmarks._scale, benchmarks._shift, 1e-5f, rectify: true).Output);

    private void Run(Func<IStepScope, ImageBenchmarks, Tensor> layer)
    {
        using var scope = (CpuScope)_backend.BeginStep(recordGradients: true);
        scope.Backward(layer(scope, this), _upstream);
    }
}
