using CsCheck;
using Enas.Pipeline.Numerics;
using Enas.Pipeline.Tensors;

namespace Enas.TestKit.Conformance;

/// <summary>One recurrent cell over a sequence, forward and backward, on any backend.</summary>
public sealed record CellCase(
    int Nodes, int[] Draws, int Time, int Batch, int Width, int InputWidth, bool HasMask, bool HasNorm, bool HasLimit)
{
    /// <summary>Cases of all kinds, of sizes that cut every kernel somewhere.</summary>
    public static Gen<CellCase> Fuzzed { get; } =
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

    /// <summary>A batch norm after every node's product.</summary>
    public bool HasNodeNorms { get; init; }

    /// <summary>Outputs, then the gradients of everything that has one.</summary>
    public IReadOnlyList<float[]> Run(ITensorBackend backend, bool recordGradients = true)
    {
        var range = 1.2f / MathF.Sqrt(Width);
        var product = new TensorShape(Width, 2 * Width);
        var x = ConformanceValues.Parameter(backend, "x", new TensorShape(Time * Batch, InputWidth), 1);
        var wx = ConformanceValues.Parameter(backend, "wx", new TensorShape(InputWidth, 2 * Width), range);
        var wh = ConformanceValues.Parameter(backend, "wh", product, range);
        var weights = Enumerable.Range(1, Nodes - 1).Select(l => ConformanceValues.Parameter(backend, $"w{l}", product, range)).ToArray();
        var gamma = ConformanceValues.Parameter(backend, "gamma", new TensorShape(1, Width), 1);
        var beta = ConformanceValues.Parameter(backend, "beta", new TensorShape(1, Width), 1);
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
            return [ConformanceValues.Of(scope, output)];
        }

        var factors = new float[output.Shape.ElementCount];
        new RandomStream(11, "upstream").FillUniform(factors, 0, 0, -1, 1);
        scope.Backward(scope.Sum(scope.Multiply(output, scope.Constant(factors, output.Shape))));
        return [ConformanceValues.Of(scope, output), .. new[] { x, wx, wh, gamma, beta }.Concat(weights).Concat(nodeGammas)
            .Concat(nodeBetas).Select(p => scope.Gradient(p)).OfType<Tensor>().Select(g => ConformanceValues.Of(scope, g))];
    }

    private Tensor[] NodeParameters(ITensorBackend backend, string name) => HasNodeNorms
        ? [.. Enumerable.Range(0, Nodes)
            .Select(node => ConformanceValues.Parameter(backend, $"{name}{node}", new TensorShape(1, 2 * Width), 1))]
        : [];

    private float[] Mask()
    {
        var mask = new float[Batch * Width];
        new RandomStream(11, "mask").FillDropoutMask(mask, 0, 0, 0.3);
        return mask;
    }
}
