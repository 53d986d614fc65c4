using Enas.Pipeline.Tensors;

namespace Enas.Backends.Cpu.Recurrent;

/// <summary>The inputs of the recurrent cell as this backend's tensors, shapes checked.</summary>
internal sealed class RecurrentCellOperands
{
    /// <summary>Checks everything; <paramref name="use"/> checks that a tensor is alive.</summary>
    public RecurrentCellOperands(RecurrentCellInputs inputs, Func<Tensor, CpuTensor> use)
    {
        (TimeSteps, Batch) = (inputs.TimeSteps, inputs.Batch);
        (Input, InitialState) = (use(inputs.Input), use(inputs.InitialState));
        (InputWeight, StateWeight) = (use(inputs.InputWeight), use(inputs.StateWeight));
        NodeWeights = inputs.NodeWeights.Select(use).ToArray();
        Mask = inputs.HiddenMask is { } mask ? use(mask) : null;
        Gamma = inputs.BatchNormGamma is { } gamma ? use(gamma) : null;
        Beta = inputs.BatchNormBeta is { } beta ? use(beta) : null;
        (Epsilon, NormLimit) = (inputs.BatchNormEpsilon, inputs.HiddenNormLimit);
        Sources = inputs.Sources.ToArray();
        Activations = inputs.Activations.ToArray();
        OutputNodes = inputs.OutputNodes.ToArray();
        CheckGraph();
        CheckShapes();
    }

    public int TimeSteps { get; }

    public int Batch { get; }

    /// <summary>[T·B, E].</summary>
    public CpuTensor Input { get; }

    /// <summary>[B, H].</summary>
    public CpuTensor InitialState { get; }

    /// <summary>[E, 2H].</summary>
    public CpuTensor InputWeight { get; }

    /// <summary>[H, 2H].</summary>
    public CpuTensor StateWeight { get; }

    /// <summary>[H, 2H] each, of nodes 1 .. N-1.</summary>
    public CpuTensor[] NodeWeights { get; }

    /// <summary>[B, H] or null.</summary>
    public CpuTensor? Mask { get; }

    /// <summary>[1, H] or null.</summary>
    public CpuTensor? Gamma { get; }

    /// <summary>[1, H] or null.</summary>
    public CpuTensor? Beta { get; }

    public float Epsilon { get; }

    public float? NormLimit { get; }

    public int[] Sources { get; }

    public Activation[] Activations { get; }

    public int[] OutputNodes { get; }

    /// <summary>N.</summary>
    public int Nodes => Sources.Length;

    /// <summary>H.</summary>
    public int Width => InitialState.Columns;

    /// <summary>The tensors that gradients flow to.</summary>
    public IEnumerable<CpuTensor> Differentiable()
    {
        CpuTensor?[] fixedOnes = [Input, InputWeight, StateWeight, Gamma, Beta];
        return fixedOnes.OfType<CpuTensor>().Concat(NodeWeights);
    }

    private void CheckGraph()
    {
        Require(TimeSteps > 0 && Batch > 0, "time steps and batch are positive");
        Require(Nodes > 0 && Activations.Length == Nodes && NodeWeights.Length == Nodes - 1, "one source, activation and weight per node");
        Require(OutputNodes.Length > 0 && OutputNodes.All(node => node >= 0 && node < Nodes), "output nodes exist");
        for (var node = 1; node < Nodes; node++)
        {
            Require(Sources[node] >= 0 && Sources[node] < node, $"node {node} reads an earlier node, not {Sources[node]}");
        }
    }

    private void CheckShapes()
    {
        RequireShape("Input", Input, TimeSteps * Batch, InputWeight.Rows);
        RequireShape("InitialState", InitialState, Batch, Width);
        RequireShape("InputWeight", InputWeight, Input.Columns, 2 * Width);
        RequireShape("StateWeight", StateWeight, Width, 2 * Width);
        foreach (var weight in NodeWeights)
        {
            RequireShape("NodeWeights", weight, Width, 2 * Width);
        }

        Require((Gamma is null) == (Beta is null), "batch norm has both scale and shift");
        Require(Gamma is null || (Gamma.Count == Width && Beta!.Count == Width), "batch norm is as wide as the state");
        if (Mask is not null)
        {
            RequireShape("HiddenMask", Mask, Batch, Width);
        }
    }

    private static void RequireShape(string name, CpuTensor tensor, int rows, int columns) =>
        Require(tensor.Rows == rows && tensor.Columns == columns, $"{name} is [{rows}, {columns}], not {tensor.Shape}");

    private static void Require(bool condition, string what)
    {
        if (!condition)
        {
            throw new ArgumentException("RecurrentCell: it must hold that " + what + ".");
        }
    }
}
