using Enas.Backends.Cpu.Threads;

namespace Enas.Backends.Cpu.Kernels;

/// <summary>A place that hands out step memory for that many floats.</summary>
internal unsafe delegate float* AllocateFloats(long count);

/// <summary>
/// Cross-entropy of h·tableᵀ + bias, rows in chunks so that all logits never exist at once. The gradients, for an upstream gradient
/// of one, are made on the way: they need the logits, which are gone afterwards.
/// </summary>
internal sealed unsafe class TiedCrossEntropy(Gemm gemm, WorkerPool pool, CpuTensor h, CpuTensor table, CpuTensor? bias, int[] targets)
{
    /// <summary>Rows of one chunk.</summary>
    private const int ChunkRows = 256;

    private readonly double[] _losses = new double[targets.Length];

    /// <summary>Where d h goes, or null.</summary>
    public float* StateGradient { get; init; }

    /// <summary>Where d table goes, or null.</summary>
    public float* TableGradient { get; init; }

    /// <summary>Where d bias is added, zero-filled, or null.</summary>
    public float* BiasGradient { get; init; }

    private bool Differentiates => StateGradient != null || TableGradient != null || BiasGradient != null;

    /// <summary>The sum of the losses in row order.</summary>
    public double Run(AllocateFloats allocate)
    {
        var (classes, width) = (table.Rows, table.Columns);
        var logits = allocate((long)Math.Min(ChunkRows, h.Rows) * classes);
        var view = new MatrixView(table.Data, width);
        var forward = PackedMatrix.Pack(pool, new MatrixView(table.Data, width, transposed: true), width, classes, allocate(PackedMatrix.Size(width, classes)));
        var backward = StateGradient == null ? default : PackedMatrix.Pack(pool, view, classes, width, allocate(PackedMatrix.Size(classes, width)));
        for (var row = 0; row < h.Rows; row += ChunkRows)
        {
            var rows = Math.Min(ChunkRows, h.Rows - row);
            var states = h.Data + ((long)row * width);
            gemm.Multiply(rows, new MatrixView(states, width), forward, logits, classes, accumulate: false);
            LossesOfChunk(logits, row, rows);
            if (StateGradient != null)
            {
                gemm.Multiply(rows, new MatrixView(logits, classes), backward, StateGradient + ((long)row * width), width, accumulate: false);
            }

            if (TableGradient != null)
            {
                // Later chunks continue the chains over rows that earlier chunks began.
                gemm.Multiply(classes, width, rows, new MatrixView(logits, classes, transposed: true), new MatrixView(states, width), TableGradient, width, accumulate: row > 0);
            }

            if (BiasGradient != null)
            {
                Reductions.AddColumnSums(logits, rows, classes, 1f, BiasGradient, 0, classes);
            }
        }

        var sum = 0.0;
        foreach (var loss in _losses)
        {
            sum += loss;
        }

        return sum;
    }

    /// <summary>Losses of one chunk; when gradients are wanted the logits become d loss / d logits.</summary>
    private void LossesOfChunk(float* logits, int firstRow, int rows)
    {
        var parts = (long)rows * table.Rows < 1 << 15 ? 1 : pool.ThreadCount;
        pool.Run(parts, part =>
        {
            var (start, end) = StaticSplit.Range(rows, 1, part, parts);
            for (var row = start; row < end; row++)
            {
                LossOfRow(logits + ((long)row * table.Rows), firstRow + row);
            }
        });
    }

    private void LossOfRow(float* logits, int row)
    {
        var target = targets[row];
        if (target < 0)
        {
            new Span<float>(logits, table.Rows).Clear();
            return;
        }

        if (bias is not null)
        {
            ElementWise.Flat(new AddOperation(), logits, logits, bias.Data, table.Rows);
        }

        _losses[row] = Differentiates
            ? SoftmaxRows.CrossEntropyInPlace(logits, table.Rows, target)
            : SoftmaxRows.CrossEntropy(logits, table.Rows, target, out _, out _);
    }
}
