using Enas.Backends.Cpu.Threads;

namespace Enas.Backends.Cpu.Kernels;

/// <summary>
/// Matrix products. Every element of C is one chain of fused multiply-adds over depth 0 .. K-1, from zero or from C; threads
/// split C, never a chain.
/// </summary>
internal sealed unsafe class Gemm : IDisposable
{
    // Below this many multiply-adds waking a thread costs more than it saves.
    private const long SmallestParallelWork = 1 << 16;

    private readonly WorkerPool _pool;
    private readonly GemmWorkspace[] _workspaces;

    /// <summary>Products on the threads of <paramref name="pool"/> with the micro-kernel of <paramref name="path"/>.</summary>
    public Gemm(WorkerPool pool, InstructionPath path)
    {
        (_pool, Path) = (pool, path);
        _workspaces = new GemmWorkspace[pool.ThreadCount];
        for (var i = 0; i < _workspaces.Length; i++)
        {
            _workspaces[i] = new GemmWorkspace();
        }
    }

    /// <summary>The micro-kernel in use.</summary>
    public InstructionPath Path { get; }

    /// <summary>Bytes of packing room.</summary>
    public long HeldBytes
    {
        get
        {
            var bytes = 0L;
            foreach (var workspace in _workspaces)
            {
                bytes += workspace.Bytes;
            }

            return bytes;
        }
    }

    /// <summary>Packing room of one part of a parallel run.</summary>
    public GemmWorkspace Workspace(int part) => _workspaces[part];

    /// <summary>C [m, n] (+)= op(A)·op(B).</summary>
    public void Multiply(int m, int n, int depth, MatrixView a, MatrixView b, float* c, nint cStride, bool accumulate)
    {
        if (_pool.ThreadCount == 1 || (long)m * n * depth < SmallestParallelWork)
        {
            GemmBlocks.Multiply(Path, _workspaces[0], m, n, depth, a, b, c, cStride, accumulate);
            return;
        }

        MultiplyParallel(m, n, depth, a, b, c, cStride, accumulate);
    }

    /// <summary>C [m, columns of B] (+)= A·B with B packed beforehand.</summary>
    public void Multiply(int m, MatrixView a, PackedMatrix b, float* c, nint cStride, bool accumulate)
    {
        if (_pool.ThreadCount == 1 || (long)m * b.Columns * b.Depth < SmallestParallelWork)
        {
            GemmBlocks.Multiply(Path, _workspaces[0], m, a, b, 0, PackedMatrix.PanelCount(b.Columns), c, cStride, accumulate);
            return;
        }

        MultiplyPackedParallel(m, a, b, c, cStride, accumulate);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        foreach (var workspace in _workspaces)
        {
            workspace.Dispose();
        }
    }

    private void MultiplyParallel(int m, int n, int depth, MatrixView a, MatrixView b, float* c, nint cStride, bool accumulate)
    {
        var product = new Product(
            this, GemmGrid.Choose(_pool.ThreadCount, m, n, columnPackingCost: 4), m, n, depth, a, b, c, cStride, accumulate);
        _pool.Run(product.Parts, ref product);
    }

    private void MultiplyPackedParallel(int m, MatrixView a, PackedMatrix b, float* c, nint cStride, bool accumulate)
    {
        var product = new PackedProduct(
            this, GemmGrid.Choose(_pool.ThreadCount, m, b.Columns, columnPackingCost: 0), m, a, b, c, cStride, accumulate);
        _pool.Run(product.Parts, ref product);
    }

    /// <summary>A product cut into blocks of C, one per part.</summary>
    private readonly struct Product(Gemm gemm,
        GemmGrid grid, int m, int n, int depth, MatrixView a, MatrixView b, float* c, nint cStride, bool accumulate) : IParallelBody
    {
        private readonly float* _c = c;

        public int Parts => grid.Parts;

        public void Run(int part)
        {
            var (rowStart, rowEnd) = StaticSplit.Range(m, grid.RowGranule(m), part / grid.ColumnParts, grid.RowParts);
            var (columnStart, columnEnd) = StaticSplit.Range(n, grid.ColumnGranule(n), part % grid.ColumnParts, grid.ColumnParts);
            if (rowStart < rowEnd && columnStart < columnEnd)
            {
                GemmBlocks.Multiply(
                    gemm.Path, gemm._workspaces[part], rowEnd - rowStart, columnEnd - columnStart, depth,
                    a.From(rowStart, 0), b.From(0, columnStart), _c + (rowStart * cStride) + columnStart, cStride, accumulate);
            }
        }
    }

    /// <summary>The same with B packed beforehand, cut at its panels.</summary>
    private readonly struct PackedProduct(
        Gemm gemm, GemmGrid grid, int m, MatrixView a, PackedMatrix b, float* c, nint cStride, bool accumulate) : IParallelBody
    {
        private readonly float* _c = c;

        public int Parts => grid.Parts;

        public void Run(int part)
        {
            var (rowStart, rowEnd) = StaticSplit.Range(m, grid.RowGranule(m), part / grid.ColumnParts, grid.RowParts);
            var (panelStart, panelEnd) = StaticSplit.Range(
                PackedMatrix.PanelCount(b.Columns), 1, part % grid.ColumnParts, grid.ColumnParts);
            if (rowStart < rowEnd && panelStart < panelEnd)
            {
                GemmBlocks.Multiply(
                    gemm.Path, gemm._workspaces[part],
                        rowEnd - rowStart, a.From(rowStart, 0), b, panelStart, panelEnd, _c + (rowStart * cStride), cStride, accumulate);
            }
        }
    }
}
