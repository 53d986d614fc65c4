using Enas.Backends.Cpu.Threads;
using Enas.Pipeline.Tensors;
using Enas.TestKit.Conformance;

namespace Enas.Backends.Cpu.Tests;

/// <summary>
/// What a training step leaves on the managed heap after warm-up, whatever its shapes: nothing, on the caller's thread and on the pool's;
/// and no live tensor after its end.
/// </summary>
public sealed class AllocationTests
{
    private const int WarmUpSteps = 200;

    [Fact]
    public void A_language_model_step_allocates_nothing()
    {
        using var backend = new CpuBackend(2);
        var small = new LanguageModelStep(backend, width: 16, words: 40, batch: 3, time: 4);
        var large = new LanguageModelStep(backend, width: 64, words: 700, batch: 20, time: 10);
        AllocateNothing(backend, small.Run, large.Run);
    }

    [Fact]
    public void An_image_step_allocates_nothing()
    {
        using var backend = new CpuBackend(2);
        AllocateNothing(backend, new ImageStep(backend, images: 2, side: 6).Run, new ImageStep(backend, images: 9, side: 16).Run);
    }

    [Fact]
    public void A_step_of_the_other_operations_allocates_nothing()
    {
        using var backend = new CpuBackend(2);
        AllocateNothing(backend, new PolicyStep(backend, rows: 3, width: 16).Run, new PolicyStep(backend, rows: 70, width: 160).Run);
    }

    private static void AllocateNothing(CpuBackend backend, Func<long> small, Func<long> large)
    {
        for (var i = 0; i < WarmUpSteps; i++)
        {
            small();
            large();
        }

        Assert.Equal(0, Allocated(backend, small));
        Assert.Equal(0, Allocated(backend, large));
    }

    /// <summary>Bytes of a step beyond those that it says its caller allocated.</summary>
    private static long Allocated(CpuBackend backend, Func<long> step)
    {
        var helper = HelperBytes(backend.Pool);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var ofCaller = step();
        var bytes = GC.GetAllocatedBytesForCurrentThread() - before - ofCaller;
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
            _nodeWeights = [ConformanceValues.Parameter(backend, "w1", product, 0.1f),
                ConformanceValues.Parameter(backend, "w2", product, 0.1f)];
            _all = [_table, _bias, _inputWeight, _stateWeight, .. _nodeWeights];
        }

        /// <summary>Runs a step; the bytes that the caller's own record of the cell's inputs takes.</summary>
        public long Run()
        {
            using var scope = _backend.BeginStep(recordGradients: true);
            var (input, state) = (scope.Embedding(_table, _tokens), scope.Zeros(_state));
            var before = GC.GetAllocatedBytesForCurrentThread();
            var inputs = Inputs(input, state);
            var ofCaller = GC.GetAllocatedBytesForCurrentThread() - before;
            scope.Backward(
                scope.Affine(scope.TiedCrossEntropy(scope.RecurrentCell(inputs), _table, _bias, _tokens), 1f / _tokens.Length, 0));
            var norm = scope.GradientNorm(_all);
            _backend.SgdStep(scope, _all, 0.1f, norm > 0.25 ? (float)(0.25 / norm) : 1f, 0);
            return ofCaller;
        }

        private RecurrentCellInputs Inputs(Tensor input, Tensor state) => new()
        {
            TimeSteps = _time,
            Batch = _batch,
            Sources = s_sources,
            Activations = s_activations,
            OutputNodes = s_outputs,
            Input = input,
            InitialState = state,
            InputWeight = _inputWeight,
            StateWeight = _stateWeight,
            NodeWeights = _nodeWeights,
        };
    }

    /// <summary>Convolutions of every kind, norm, pooling, concatenation, loss, gradients, running average and descent.</summary>
    private sealed class ImageStep(CpuBackend backend, int images, int side)
    {
        private static readonly int[] s_labels = [.. Enumerable.Range(0, 9).Select(i => i % 5)];
        private static readonly float[] s_weights = [0.5f, 0.25f];

        private readonly float[] _pixels = [.. Enumerable.Range(0, images * 4 * side * side).Select(i => (i % 17) - 8f)];
        private readonly Tensor[] _all =
        [
            ConformanceValues.Parameter(backend, "3x3", new TensorShape(4, 4, 3, 3), 0.1f),
            ConformanceValues.Parameter(backend, "depthwise", new TensorShape(4, 1, 3, 3), 0.1f),
            ConformanceValues.Parameter(backend, "1x1", new TensorShape(4, 4, 1, 1), 0.1f),
            ConformanceValues.Parameter(backend, "gamma", new TensorShape(1, 4), 0.1f),
            ConformanceValues.Parameter(backend, "beta", new TensorShape(1, 4), 0.1f),
            ConformanceValues.Parameter(backend, "classes", new TensorShape(8, 5), 0.1f),
        ];

        private readonly Tensor _average = ConformanceValues.Parameter(backend, "average", new TensorShape(1, 4), 0.1f);
        private readonly Tensor[] _parts = new Tensor[2];

        public long Run()
        {
            using var scope = backend.BeginStep(recordGradients: true);
            var x = scope.Constant(_pixels, new TensorShape(images, 4, side, side));
            var full = scope.Conv2d(x, _all[0], ConvolutionOptions.Same(3));
            var norm = scope.BatchNormImages(full, _all[3], _all[4], 1e-5f, rectify: true);
            scope.UpdateAverage(_average, norm.Mean, 0.1f);
            var depthwise = scope.Conv2d(norm.Output, _all[1], ConvolutionOptions.Same(3, groups: 4));
            (_parts[0], _parts[1]) = (scope.Conv2d(depthwise, _all[2], ConvolutionOptions.Same(1)), scope.Relu(depthwise));
            var sum = scope.WeightedSum(_parts, s_weights);
            var window = new PoolingOptions(2, 2);
            (_parts[0], _parts[1]) = (scope.GlobalAveragePool(scope.MaxPool2d(sum, window)),
                scope.GlobalAveragePool(scope.AveragePool2d(sum, window)));
            scope.Backward(scope.CrossEntropy(scope.MatMul(scope.ConcatColumns(_parts), _all[5]), s_labels.AsSpan(0, images)));
            backend.SgdStep(scope, _all, 0.01f, 1f, 0);
            return 0;
        }
    }

    /// <summary>What a policy uses, and the operations that no other step here does; a step of Adam.</summary>
    private sealed class PolicyStep(CpuBackend backend, int rows, int width)
    {
        private readonly int[] _choices = [.. Enumerable.Range(0, rows).Select(i => i % width)];
        private readonly float[] _values = [.. Enumerable.Range(0, rows * width).Select(i => (i % 7) - 3f)];
        private readonly Tensor _weight = ConformanceValues.Parameter(backend, "w", new TensorShape(width, width), 0.1f);
        private readonly Tensor _first = ConformanceValues.Parameter(backend, "m", new TensorShape(width, width), 0f);
        private readonly Tensor _second = ConformanceValues.Parameter(backend, "v", new TensorShape(width, width), 0f);
        private readonly Tensor _gamma = ConformanceValues.Parameter(backend, "gamma", new TensorShape(1, width), 0.1f);
        private readonly Tensor[] _parts = new Tensor[2];

        public long Run()
        {
            using var scope = backend.BeginStep(recordGradients: true);
            var product = scope.MatMul(scope.Constant(_values, new TensorShape(rows, width)), _weight);
            var gated = scope.Multiply(scope.Sigmoid(product), scope.Tanh(scope.Subtract(product, scope.Relu(product))));
            var half = scope.LimitRowNorm(scope.SliceColumns(scope.BatchNorm(gated, _gamma, _gamma, 1e-5f), 0, width / 2), 1f);
            (_parts[0], _parts[1]) = (half, scope.Log(scope.Exp(half)));
            var joined = scope.Reshape(scope.ConcatColumns(_parts), new TensorShape(rows, width));
            var picked = scope.Pick(scope.LogSoftmax(joined), _choices);
            (_parts[0], _parts[1]) = (scope.SliceRows(picked, 0, 1), picked);
            var entropy = scope.Multiply(scope.Softmax(joined), scope.MultiplyRepeated(joined, _gamma));
            scope.Backward(scope.Add(scope.Sum(scope.ConcatRows(_parts)), scope.Affine(scope.Sum(entropy), 0.1f, 1f)));
            backend.AdamStep(scope, _weight, _first, _second, 0.001f, 0.9f, 0.999f, 1f, 1e-8f, 1f);
            backend.Lerp(_first, _second, 0.5f);
            return 0;
        }
    }
}
