using Enas.Backends.Cpu.Memory;
using Enas.Pipeline.Tensors;

namespace Enas.Backends.Cpu.Recurrent;

/// <summary>
/// The memory of one recurrent cell over a sequence. With gradients every time step keeps its own rows ([T·B, ·]); without, one time
/// step's rows are used again and again: <see cref="Row"/> hides the difference.
/// </summary>
internal readonly unsafe struct RecurrentCellBuffers
{
    private readonly bool _keepsTime;

    public RecurrentCellBuffers(RecurrentCellInputs inputs, bool keepsTime, StepArena arena)
    {
        _keepsTime = keepsTime;
        (TimeSteps, Batch, Width) = (inputs.TimeSteps, inputs.Batch, inputs.InitialState.Shape.Columns);
        NodeCount = inputs.Sources.Count;
        var rows = (long)(keepsTime ? TimeSteps : 1) * Batch;
        Products = Pointers(arena, NodeCount);
        Nodes = Pointers(arena, NodeCount);
        Masked = Pointers(arena, NodeCount);
        States = arena.Allocate((long)(TimeSteps + 1) * Batch * Width);
        for (var node = 0; node < NodeCount; node++)
        {
            // Node 0's product starts as the projection of the whole input, so it always has all time steps.
            Products[node] = arena.Allocate((node == 0 ? (long)TimeSteps * Batch : rows) * 2 * Width);
            Nodes[node] = arena.Allocate(rows * Width);
        }

        if (inputs.HiddenMask is not null)
        {
            MaskedState = arena.Allocate(rows * Width);
            for (var node = 1; node < NodeCount; node++)
            {
                var source = inputs.Sources[node];
                if (Masked[source] == null)
                {
                    Masked[source] = arena.Allocate(rows * Width);
                }
            }
        }

        if (inputs.BatchNormGamma is not null)
        {
            Averages = arena.Allocate(rows * Width);
            Means = arena.Allocate((long)TimeSteps * Width);
            Inverses = arena.Allocate((long)TimeSteps * Width);
        }

        NormScales = inputs.HiddenNormLimit is null ? null : arena.Allocate((long)TimeSteps * Batch);
    }

    public int TimeSteps { get; }

    public int Batch { get; }

    public int Width { get; }

    public int NodeCount { get; }

    /// <summary>The initial state, then the output of every time step: [(T + 1)·B, H]. What step t carries starts at row t·B.</summary>
    public float* States { get; }

    /// <summary>Per node [rows, 2H]: the product, then gate and candidate, in the gradient their derivatives.</summary>
    public float** Products { get; }

    /// <summary>Per node [rows, H].</summary>
    public float** Nodes { get; }

    /// <summary>Per node that others read, its values under the mask; null without a mask.</summary>
    public float** Masked { get; }

    /// <summary>The carried state under the mask.</summary>
    public float* MaskedState { get; }

    /// <summary>The mean before batch norm.</summary>
    public float* Averages { get; }

    /// <summary>[T, H].</summary>
    public float* Means { get; }

    /// <summary>[T, H].</summary>
    public float* Inverses { get; }

    /// <summary>[T·B], scales of the row-norm limit.</summary>
    public float* NormScales { get; }

    /// <summary>Row number of (time, batch row) in the buffers that keep time only for gradients.</summary>
    public nint Row(int time, int row) => ((_keepsTime ? (nint)time : 0) * Batch) + row;

    /// <summary>Row number in the buffers that always keep time.</summary>
    public nint TimeRow(int time, int row) => ((nint)time * Batch) + row;

    /// <summary>What the product of a node read: the source, or the state for node 0; under the mask when there is
    /// one. [rows, H].</summary>
    public float* ProductInput(RecurrentCellInputs inputs, int node) => inputs.HiddenMask is null
        ? node == 0 ? States : Nodes[inputs.Sources[node]]
        : node == 0 ? MaskedState : Masked[inputs.Sources[node]];

    private static float** Pointers(StepArena arena, int count)
    {
        var pointers = (float**)arena.AllocateBytes((long)count * sizeof(float*));
        new Span<nint>(pointers, count).Clear();
        return pointers;
    }
}
