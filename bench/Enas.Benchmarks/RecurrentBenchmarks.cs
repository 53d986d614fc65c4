using BenchmarkDotNet.Attributes;
using Enas.Backends.Cpu;
using Enas.Pipeline.Tensors;

namespace Enas.Benchmarks;

/// <summary>The recurrent cell over 35 time steps and the tied decoder, at batch 64, forward alone and with the gradients.</summary>
[MemoryDiagnoser]
public class RecurrentBenchmarks : IDisposable
{
    private const int TimeSteps = 35;
    private const int Batch = 64;

    private CpuBackend _backend = null!;
    private RecurrentCellInputs _cell = null!;
    private Tensor _states = null!;
    private Tensor _table = null!;
    private Tensor _bias = null!;
    private int[] _targets = [];
    private int _nodes;
    private int _words;

    /// <summary>H: 200 with 8 nodes and 2,000 words, or 1000 with 12 nodes and 10,000 words.</summary>
    [Params(200, 1000)]
    public int Hidden { get; set; }

    [GlobalSetup]
    public void SetUp()
    {
        (_nodes, _words) = Hidden == 200 ? (8, 2000) : (12, 10_000);
        _backend = new CpuBackend(Environment.ProcessorCount);
        var product = new TensorShape(Hidden, 2 * Hidden);
        _states = _backend.Parameter("states", new TensorShape(TimeSteps * Batch, Hidden));
        _table = _backend.Parameter("table", new TensorShape(_words, Hidden), .1f);
        _bias = _backend.Parameter("bias", new TensorShape(1, _words), .1f);
        _targets = [.. Enumerable.Range(0, TimeSteps * Batch).Select(i => i * 7919 % _words)];
        _cell = new RecurrentCellInputs
        {
            TimeSteps = TimeSteps,
            Batch = Batch,
            Sources = [.. Enumerable.Range(0, _nodes).Select(node => Math.Max(0, (node - 1) / 2))],
            Activations = [.. Enumerable.Range(0, _nodes).Select(node => (Activation)(node % 4))],
            OutputNodes = [.. Enumerable.Range(_nodes / 2, _nodes - (_nodes / 2))],
            Input = _backend.Parameter("input", new TensorShape(TimeSteps * Batch, Hidden)),
            InitialState = _backend.Parameter("initial", new TensorShape(Batch, Hidden)),
            InputWeight = _backend.Parameter("wx", product, .05f),
            StateWeight = _backend.Parameter("wh", product, .05f),
            NodeWeights = [.. Enumerable.Range(1, _nodes - 1).Select(node => _backend.Parameter($"w{node}", product, .05f))],
        };
    }

    [GlobalCleanup]
    public void Dispose() => _backend.Dispose();

    [Benchmark]
    public void CellForward()
    {
        using var scope = _backend.BeginStep(recordGradients: false);
        scope.RecurrentCell(_cell);
    }

    [Benchmark]
    public void CellForwardBackward()
    {
        using var scope = (CpuScope)_backend.BeginStep(recordGradients: true);
        scope.Backward(scope.RecurrentCell(_cell), _states);
    }

    [Benchmark]
    public void DecoderForward()
    {
        using var scope = _backend.BeginStep(recordGradients: false);
        scope.TiedCrossEntropy(_states, _table, _bias, _targets);
    }

    [Benchmark]
    public void DecoderForwardBackward()
    {
        using var scope = _backend.BeginStep(recordGradients: true);
        scope.Backward(scope.TiedCrossEntropy(_states, _table, _bias, _targets));
    }
}
