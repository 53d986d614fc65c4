using Enas.Backends.Cpu.Threads;
using Enas.Pipeline.Tensors;
using Enas.TestKit.Conformance;

namespace Enas.Backends.Cpu.Tests;

/// <summary>
/// What a training step leaves on the managed heap after warm-up: handles of tensors and entries of the tape, whatever its shapes;
/// nothing on the pool's threads; no live tensor after its end.
/// </summary>
public sealed class AllocationTests
{
    private const int BytesOfHandles = 10_000;

    [Fact]
    public void A_step_allocates_its_handles_only()
    {
        using var backend = new CpuBackend(2);
        var small = new LanguageModelStep(backend, width: 16, words: 40, batch: 3, time: 4);
        var large = new LanguageModelStep(backend, width: 64, words: 700, batch: 20, time: 10);
        for (var i = 0; i < 200; i++)
        {
            small.Run();
            large.Run();
        }

        var (first, second) = (Allocated(backend, small), Allocated(backend, large));
        Assert.InRange(first, 1, BytesOfHandles);
        Assert.InRange(second, 1, BytesOfHandles);
    }

    private static long Allocated(CpuBackend backend, LanguageModelStep step)
    {
        var helper = HelperBytes(backend.Pool);
        var before = GC.GetAllocatedBytesForCurrentThread();
        step.Run();
        var bytes = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.Equal(helper, HelperBytes(backend.Pool));
        Assert.Equal(0, backend.LiveStepTensorCount);
        return bytes;
    }

    /// <summary>Bytes that the pool's second thread has allocated in its life.</summary>
    private static long HelperBytes(WorkerPool pool)
    {
        var probe = new Probe(new long[2]);
        pool.Run(2, ref probe);
        return probe.Bytes[1];
    }

    private readonly struct Probe(long[] bytes) : IParallelBody
    {
        public long[] Bytes => bytes;

        public void Run(int part) => bytes[part] = GC.GetAllocatedBytesForCurrentThread();
    }

    /// <summary>Embedding, cell, tied loss, gradients, clipping and descent.</summary>
    private sealed class LanguageModelStep
    {
        private static readonly int[] s_sources = [0, 0, 1];
        private static readonly Activation[] s_activations = [Activation.Tanh, Activation.Relu, Activation.Sigmoid];
        private static readonly int[] s_outputs = [2];

        private readonly CpuBackend _backend;
        private readonly int _batch;
        private readonly int _time;
        private readonly TensorShape _state;
        private readonly int[] _tokens;
        private readonly Tensor _table;
        private readonly Tensor _bias;
        private readonly Tensor _inputWeight;
        private readonly Tensor _stateWeight;
        private readonly Tensor[] _nodeWeights;
        private readonly Tensor[] _all;

        public LanguageModelStep(CpuBackend backend, int width, int words, int batch, int time)
        {
            (_backend, _batch, _time, _state) = (backend, batch, time, new TensorShape(batch, width));
            _tokens = [.. Enumerable.Range(0, batch * time).Select(i => i * 7 % words)];
            _table = ConformanceValues.Parameter(backend, "table", new TensorShape(words, width), 0.1f);
            _bias = ConformanceValues.Parameter(backend, "bias", new TensorShape(1, words), 0.1f);
            var product = new TensorShape(width, 2 * width);
            _inputWeight = ConformanceValues.Parameter(backend, "wx", product, 0.1f);
            _stateWeight = ConformanceValues.Parameter(backend, "wh", product, 0.1f);
            _nodeWeights = [ConformanceValues.Parameter(backend, "w1", product, 0.1f), ConformanceValues.Parameter(backend, "w2", product, 0.1f)];
            _all = [_table, _bias, _inputWeight, _stateWeight, .. _nodeWeights];
        }

        public void Run()
        {
            using var scope = _backend.BeginStep(recordGradients: true);
            var output = scope.RecurrentCell(new RecurrentCellInputs
            {
                TimeSteps = _time,
                Batch = _batch,
                Sources = s_sources,
                Activations = s_activations,
                OutputNodes = s_outputs,
                Input = scope.Embedding(_table, _tokens),
                InitialState = scope.Zeros(_state),
                InputWeight = _inputWeight,
                StateWeight = _stateWeight,
                NodeWeights = _nodeWeights,
            });
            scope.Backward(scope.Affine(scope.TiedCrossEntropy(output, _table, _bias, _tokens), 1f / _tokens.Length, 0));
            var norm = scope.GradientNorm(_all);
            _backend.SgdStep(scope, _all, 0.1f, norm > 0.25 ? (float)(0.25 / norm) : 1f, 0);
        }
    }
}
