using Enas.Backends.Cpu.Kernels;
using Enas.Backends.Cpu.Threads;

namespace Enas.Backends.Cpu.Recurrent;

/// <summary>
/// The highway cell over a whole sequence. Rows of the batch do not depend on each other, so each thread runs its own rows through
/// the sequence; only batch norm makes them meet, once per time step. Buffers that the gradient needs hold all time steps.
/// </summary>
internal sealed unsafe partial class RecurrentCell
{
    private readonly RecurrentCellOperands _operands;
    private readonly Gemm _gemm;
    private readonly WorkerPool _pool;
    private readonly AllocateFloats _allocate;
    private readonly bool _records;

    private readonly int _batch;
    private readonly int _width;
    private readonly int _parts;

    // Floats of one time step of a state; between steps of the buffers, zero when one time step serves all.
    private readonly long _stepSize;
    private readonly long _stepStride;

    // [T+1, B, H]: the initial state, then the outputs.
    private readonly float* _states;

    // Per node [T, B, 2H]: products, then gate | candidate, then their gradients; node 0 always has all time steps.
    private readonly nint[] _products;

    // Per node [T, B, H].
    private readonly nint[] _nodes;

    // [T, B, H] before batch norm; [T, H] each; [T, B].
    private readonly float* _means;
    private readonly float* _batchMean;
    private readonly float* _batchInverse;
    private readonly float* _normScales;

    // [B, H] scratch; every thread uses its own rows.
    private readonly float* _masked;

    /// <summary>Takes its memory from the step.</summary>
    public RecurrentCell(RecurrentCellOperands operands, Gemm gemm, WorkerPool pool, AllocateFloats allocate, bool records)
    {
        (_operands, _gemm, _pool, _allocate, _records) = (operands, gemm, pool, allocate, records);
        (_batch, _width) = (operands.Batch, operands.Width);
        _parts = Math.Min(pool.ThreadCount, _batch);
        _stepSize = (long)_batch * _width;
        _stepStride = records ? _stepSize : 0;
        var kept = records ? operands.TimeSteps : 1;
        _states = allocate((operands.TimeSteps + 1) * _stepSize);
        _products = new nint[operands.Nodes];
        _nodes = new nint[operands.Nodes];
        for (var node = 0; node < operands.Nodes; node++)
        {
            _products[node] = (nint)allocate((node == 0 ? operands.TimeSteps : kept) * 2 * _stepSize);
            _nodes[node] = (nint)allocate(kept * _stepSize);
        }

        _masked = allocate(_stepSize);
        if (operands.Gamma is not null)
        {
            _means = allocate(kept * _stepSize);
            _batchMean = allocate((long)kept * _width);
            _batchInverse = allocate((long)kept * _width);
        }

        if (operands.NormLimit is not null)
        {
            _normScales = allocate((long)kept * _batch);
        }
    }

    /// <summary>The result, [T·B, H].</summary>
    public float* Outputs => _states + _stepSize;

    /// <summary>Products with a weight: the input's, the state's, and those of nodes 1 .. N-1.</summary>
    public int ProductCount => _operands.Nodes + 1;

    /// <summary>The weight of one product.</summary>
    public CpuTensor WeightOf(int product) => product switch
    {
        0 => _operands.InputWeight,
        1 => _operands.StateWeight,
        _ => _operands.NodeWeights[product - 2],
    };

    /// <summary>State h_{t-1}.</summary>
    private float* StateBefore(int t) => _states + (t * _stepSize);

    private float* Product(int node, int t) => (float*)_products[node] + (2 * t * (node == 0 ? _stepSize : _stepStride));

    private float* Node(int node, int t) => (float*)_nodes[node] + (t * _stepStride);

    /// <summary>What a node carries and multiplies: its source, or the state before.</summary>
    private float* SourceOf(int node, int t) => node == 0 ? StateBefore(t) : Node(_operands.Sources[node], t);

    private float* BatchMean(int t) => _batchMean + (_records ? (long)t * _width : 0);

    private float* BatchInverse(int t) => _batchInverse + (_records ? (long)t * _width : 0);

    private float* NormScales(int t) => _normScales + (_records ? (long)t * _batch : 0);

    private CpuTensor RecurrentWeight(int node) => node == 0 ? _operands.StateWeight : _operands.NodeWeights[node - 1];

    private PackedMatrix[] PackWeights(bool transposed)
    {
        var (depth, columns) = transposed ? (2 * _width, _width) : (_width, 2 * _width);
        var packed = new PackedMatrix[_operands.Nodes];
        for (var node = 0; node < packed.Length; node++)
        {
            var view = new MatrixView(RecurrentWeight(node).Data, 2 * _width, transposed);
            packed[node] = PackedMatrix.Pack(_pool, view, depth, columns, _allocate(PackedMatrix.Size(depth, columns)));
        }

        return packed;
    }
}
