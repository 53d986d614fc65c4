using BenchmarkDotNet.Attributes;
using Enas.Backends.Cpu;
using Enas.Pipeline.Tensors;

namespace Enas.Benchmarks;

/// <summary>Element-wise operations, row-wise ones and updates on a matrix [2240, 1000], forward alone.</summary>
[MemoryDiagnoser]
public class ElementBenchmarks : IDisposable
{
    private CpuBackend _backend = null!;
    private Tensor _x = null!;
    private Tensor _y = null!;
    private Tensor _first = null!;
    private Tensor _second = null!;

    [GlobalSetup]
    public void SetUp()
    {
        _backend = new CpuBackend(Environment.ProcessorCount);
        var shape = new TensorShape(2240, 1000);
        (_x, _y) = (_backend.Parameter("x", shape), _backend.Parameter("y", shape));
        (_first, _second) = (_backend.CreateParameter("first", shape), _backend.CreateParameter("second", shape));
    }

    [GlobalCleanup]
    public void Dispose() => _backend.Dispose();

    [Benchmark]
    public void Add() => Run(static (scope, x, y) => scope.Add(x, y));

    [Benchmark]
    public void Tanh() => Run(static (scope, x, _) => scope.Tanh(x));

    [Benchmark]
    public void Sigmoid() => Run(static (scope, x, _) => scope.Sigmoid(x));

    [Benchmark]
    public void Exp() => Run(static (scope, x, _) => scope.Exp(x));

    [Benchmark]
    public void Softmax() => Run(static (scope, x, _) => scope.Softmax(x));

    [Benchmark]
    public void Sum() => Run(static (scope, x, _) => scope.Sum(x));

    /// <summary>Gradient of Σ x·y, its norm, and a step of plain descent with no rate, so that the values stay.</summary>
    [Benchmark]
    public void NormAndDescent()
    {
        using var scope = (CpuScope)_backend.BeginStep(recordGradients: true);
        scope.Backward(scope.Affine(_x, 1, 0), _y);
        scope.GradientNorm([_x]);
        _backend.SgdStep(scope, [_x], learningRate: 0, gradientScale: 1, l2: 0);
    }

    /// <summary>The same gradient and a step of Adam with no rate.</summary>
    [Benchmark]
    public void Adam()
    {
        using var scope = (CpuScope)_backend.BeginStep(recordGradients: true);
        scope.Backward(scope.Affine(_x, 1, 0), _y);
        _backend.AdamStep(scope, _x, _first,
            _second, rate: 0, beta1: .9f, beta2: .999f, secondMomentScale: 1, epsilon: 1e-8f, gradientScale: 1);
    }

    private void Run(Func<IStepScope, Tensor, Tensor, Tensor> operation)
    {
        using var scope = _backend.BeginStep(recordGradients: false);
        operation(scope, _x, _y);
    }
}
