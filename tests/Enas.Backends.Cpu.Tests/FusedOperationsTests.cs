using CsCheck;
using Enas.Pipeline.Numerics;
using Enas.Pipeline.Tensors;
using Enas.TestKit;

namespace Enas.Backends.Cpu.Tests;

/// <summary>The fused kernels against the float64 oracle over primitives, and the same bits on any number of threads.</summary>
public sealed class FusedOperationsTests
{
    private static readonly Gen<CellCase> s_cells =
        from nodes in Gen.Int[1, 12]
        from draws in Gen.Int[0, int.MaxValue - 1].Array[2 * nodes]
        from time in Gen.Int[1, 5]
        from batch in Gen.Int[1, 9]
        from width in Gen.Int[1, 37]
        from inputWidth in Gen.Int[1, 20]
        from mask in Gen.Bool
        from norm in Gen.Bool
        from limit in Gen.Bool
        select new CellCase(nodes, draws, time, batch, width, inputWidth, mask, norm && batch > 2, limit);

    // Wide enough for the threads to take columns instead of rows.
    private static readonly Gen<CellCase> s_wideCells =
        from nodes in Gen.Int[1, 3]
        from draws in Gen.Int[0, int.MaxValue - 1].Array[2 * nodes]
        from time in Gen.Int[1, 3]
        from batch in Gen.Int[3, 9]
        from width in Gen.Int[384, 420]
        from mask in Gen.Bool
        from norm in Gen.Bool
        from limit in Gen.Bool
        select new CellCase(nodes, draws, time, batch, width, 7, mask, norm, limit);

    private static readonly Gen<DecoderCase> s_decoders =
        from rows in Gen.Int[1, 300]
        from width in Gen.Int[1, 40]
        from words in Gen.Int[2, 90]
        from bias in Gen.Bool
        select new DecoderCase(rows, width, words, bias);

    [Fact]
    public void The_recurrent_cell_agrees_with_float64_primitives() => s_cells.Sample(
        sample =>
        {
            using var cpu = new CpuBackend(2);
            using var oracle = new ReferenceBackend();
            Compare(sample.Run(oracle), sample.Run(cpu), 2e-3);
            Assert.Equal(0, cpu.LiveStepTensorCount);
        },
        seed: "0000KOIPe036",
        iter: 150);

    /// <summary>With a batch norm after every node's product, as the official search network has it: gradients of all scales and shifts too.</summary>
    [Fact]
    public void The_recurrent_cell_with_node_norms_agrees_with_float64_primitives() => s_cells.Where(sample => sample.Batch > 2).Sample(
        sample =>
        {
            using var cpu = new CpuBackend(2);
            using var oracle = new ReferenceBackend();
            var withNorms = sample with { HasNodeNorms = true };
            var expected = withNorms.Run(oracle);
            Assert.True(expected.Count >= 1 + 3 + (2 * sample.Nodes) + (sample.Nodes - 1));
            Compare(expected, withNorms.Run(cpu), 2e-3);
            Assert.Equal(0, cpu.LiveStepTensorCount);
        },
        seed: "0000KOIPe036",
        iter: 60);

    [Fact]
    public void The_recurrent_cell_has_the_same_bits_on_any_number_of_threads() => s_cells.Sample(
        sample =>
        {
            using var one = new CpuBackend(1);
            var expected = sample.Run(one);
            foreach (var threads in (int[])[2, 3, 7])
            {
                using var many = new CpuBackend(threads);
                Compare(expected, sample.Run(many), 0);
            }
        },
        seed: "0000KOIPe036",
        iter: 40);

    [Fact]
    public void A_wide_recurrent_cell_has_the_same_bits_on_any_number_of_threads() => s_wideCells.Sample(
        sample =>
        {
            using var one = new CpuBackend(1);
            var expected = sample.Run(one);
            foreach (var threads in (int[])[2, 7])
            {
                using var many = new CpuBackend(threads);
                Compare(expected, sample.Run(many), 0);
                Compare(expected.Take(1).ToArray(), sample.Run(many, recordGradients: false), 0);
            }
        },
        seed: "0000KOIPe036",
        iter: 6);

    [Fact]
    public void The_recurrent_cell_has_the_same_bits_without_gradients() => s_cells.Sample(
        sample =>
        {
            using var one = new CpuBackend(1);
            using var two = new CpuBackend(2);
            Compare(sample.Run(one).Take(1).ToArray(), sample.Run(two, recordGradients: false), 0);
        },
        seed: "0000KOIPe036",
        iter: 40);

    [Fact]
    public void The_tied_decoder_agrees_with_float64_primitives() => s_decoders.Sample(
        sample =>
        {
            using var cpu = new CpuBackend(2);
            using var oracle = new ReferenceBackend();
            Compare(sample.Run(oracle), sample.Run(cpu), 1e-4);
        },
        seed: "0000KOIPe036",
        iter: 60);

    [Fact]
    public void The_tied_decoder_has_the_same_bits_on_any_number_of_threads() => s_decoders.Sample(
        sample =>
        {
            using var one = new CpuBackend(1);
            var expected = sample.Run(one);
            foreach (var threads in (int[])[2, 3, 7])
            {
                using var many = new CpuBackend(threads);
                Compare(expected, sample.Run(many), 0);
            }
        },
        seed: "0000KOIPe036",
        iter: 30);

    /// <summary>Largest difference relative to the largest value of each result.</summary>
    private static void Compare(IReadOnlyList<float[]> expected, IReadOnlyList<float[]> actual, double tolerance)
    {
        Assert.Equal(expected.Count, actual.Count);
        foreach (var (e, a) in expected.Zip(actual))
        {
            var scale = Math.Max(e.Max(Math.Abs), 1e-3);
            for (var i = 0; i < e.Length; i++)
            {
                Assert.True(Math.Abs(e[i] - a[i]) <= tolerance * scale, $"element {i}: {e[i]:R} and {a[i]:R}, scale {scale}");
            }
        }
    }

    internal static Tensor Parameter(ITensorBackend backend, string name, TensorShape shape, float range)
    {
        var values = new float[shape.ElementCount];
        new RandomStream(11, name).FillUniform(values, 0, 0, -range, range);
        var parameter = backend.CreateParameter(name, shape);
        backend.Write(parameter, values);
        return parameter;
    }

    private sealed record CellCase(int Nodes, int[] Draws, int Time, int Batch, int Width, int InputWidth, bool HasMask, bool HasNorm, bool HasLimit)
    {
        /// <summary>A batch norm after every node's product.</summary>
        public bool HasNodeNorms { get; init; }

        /// <summary>Outputs, then the gradients of everything that has one.</summary>
        public IReadOnlyList<float[]> Run(ITensorBackend backend, bool recordGradients = true)
        {
            var range = 1.2f / MathF.Sqrt(Width);
            var product = new TensorShape(Width, 2 * Width);
            var x = Parameter(backend, "x", new TensorShape(Time * Batch, InputWidth), 1);
            var wx = Parameter(backend, "wx", new TensorShape(InputWidth, 2 * Width), range);
            var wh = Parameter(backend, "wh", product, range);
            var weights = Enumerable.Range(1, Nodes - 1).Select(l => Parameter(backend, $"w{l}", product, range)).ToArray();
            var gamma = Parameter(backend, "gamma", new TensorShape(1, Width), 1);
            var beta = Parameter(backend, "beta", new TensorShape(1, Width), 1);
            var nodeGammas = NodeParameters(backend, "node-gamma");
            var nodeBetas = NodeParameters(backend, "node-beta");
            var state = new float[Batch * Width];
            new RandomStream(11, "state").FillUniform(state, 0, 0, -1, 1);
            var sources = Enumerable.Range(0, Nodes).Select(l => l == 0 ? 0 : Draws[l] % l).ToArray();
            using var scope = backend.BeginStep(recordGradients);
            var output = scope.RecurrentCell(new RecurrentCellInputs
            {
                TimeSteps = Time,
                Batch = Batch,
                Sources = sources,
                Activations = [.. Enumerable.Range(0, Nodes).Select(l => (Activation)(Draws[Nodes + l] % 4))],
                OutputNodes = [.. Enumerable.Range(0, Nodes).Where(l => !sources.Skip(1).Contains(l))],
                Input = x,
                InitialState = scope.Constant(state, new TensorShape(Batch, Width)),
                InputWeight = wx,
                StateWeight = wh,
                NodeWeights = weights,
                HiddenMask = HasMask ? scope.Constant(Mask(), new TensorShape(Batch, Width)) : null,
                BatchNormGamma = HasNorm ? gamma : null,
                BatchNormBeta = HasNorm ? beta : null,
                BatchNormEpsilon = 0.1f,
                NodeBatchNormGammas = nodeGammas,
                NodeBatchNormBetas = nodeBetas,
                HiddenNormLimit = HasLimit ? 0.8f : null,
            });
            if (!recordGradients)
            {
                return [Values(scope, output)];
            }

            var factors = new float[output.Shape.ElementCount];
            new RandomStream(11, "upstream").FillUniform(factors, 0, 0, -1, 1);
            scope.Backward(scope.Sum(scope.Multiply(output, scope.Constant(factors, output.Shape))));
            return [Values(scope, output), .. new[] { x, wx, wh, gamma, beta }.Concat(weights).Concat(nodeGammas).Concat(nodeBetas).Select(p => scope.Gradient(p)).OfType<Tensor>().Select(g => Values(scope, g))];
        }

        private Tensor[] NodeParameters(ITensorBackend backend, string name) => HasNodeNorms
            ? [.. Enumerable.Range(0, Nodes).Select(node => Parameter(backend, $"{name}{node}", new TensorShape(1, 2 * Width), 1))]
            : [];

        private float[] Mask()
        {
            var mask = new float[Batch * Width];
            new RandomStream(11, "mask").FillDropoutMask(mask, 0, 0, 0.3);
            return mask;
        }
    }

    private sealed record DecoderCase(int Rows, int Width, int Words, bool HasBias)
    {
        public IReadOnlyList<float[]> Run(ITensorBackend backend)
        {
            var h = Parameter(backend, "h", new TensorShape(Rows, Width), 1);
            var table = Parameter(backend, "table", new TensorShape(Words, Width), 1);
            var bias = Parameter(backend, "bias", new TensorShape(1, Words), 1);
            var words = new RandomStream(11, "words");
            using var scope = backend.BeginStep(recordGradients: true);
            var loss = scope.TiedCrossEntropy(h, table, HasBias ? bias : null, [.. Enumerable.Range(0, Rows).Select(i => words.Below(Words + 1, 0, 0, i) - 1)]);
            scope.Backward(scope.Affine(loss, 0.37f, 0));
            return [Values(scope, loss), .. new[] { h, table, bias }.Select(p => scope.Gradient(p)).OfType<Tensor>().Select(g => Values(scope, g))];
        }
    }

    private static float[] Values(IStepScope scope, Tensor tensor)
    {
        var values = new float[tensor.Shape.ElementCount];
        scope.Read(tensor, values);
        return values;
    }
}
