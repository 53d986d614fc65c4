using Enas.Backends.Cpu.Kernels;
using Enas.Backends.Cpu.Memory;
using Enas.Backends.Cpu.Threads;

namespace Enas.Backends.Cpu.Recurrent;

/// <summary>
/// A weight [H, 2H] of the cell, packed once for all time steps: for the products forward, or transposed for those of the gradients.
/// Every column part has the columns it needs: of both halves forward, of the state backward.
/// </summary>
internal readonly unsafe struct CellWeight
{
    private readonly PackedMatrix* _panels;

    private CellWeight(PackedMatrix* panels) => _panels = panels;

    /// <summary>W, to be multiplied by a state or node.</summary>
    public static CellWeight Forward(WorkerPool pool, CellSplit split, MatrixView weight, StepArena arena)
    {
        var (width, parts) = (split.Width, split.ColumnParts);
        if (parts == 1)
        {
            var whole = (PackedMatrix*)arena.AllocateBytes(sizeof(PackedMatrix));
            *whole = PackedMatrix.Pack(pool, weight, width, 2 * width, arena.Allocate(PackedMatrix.Size(width, 2 * width)));
            return new(whole);
        }

        var panels = (PackedMatrix*)arena.AllocateBytes(2L * parts * sizeof(PackedMatrix));
        for (var part = 0; part < parts; part++)
        {
            var block = split.Block(part);
            for (var half = 0; half < 2; half++)
            {
                var view = weight.From(0, (half * width) + block.Column);
                panels[(2 * part) + half] = PackedMatrix.Pack(
                    pool, view, width, block.Columns, arena.Allocate(PackedMatrix.Size(width, block.Columns)));
            }
        }

        return new(panels);
    }

    /// <summary>Wᵀ, to be multiplied by the gradient of a product.</summary>
    public static CellWeight Backward(WorkerPool pool, CellSplit split, MatrixView weight, StepArena arena)
    {
        var panels = (PackedMatrix*)arena.AllocateBytes((long)split.ColumnParts * sizeof(PackedMatrix));
        for (var part = 0; part < split.ColumnParts; part++)
        {
            var block = split.Block(part);
            var view = weight.From(0, block.Column);
            panels[part] = PackedMatrix.Pack(
                pool, view, 2 * split.Width, block.Columns, arena.Allocate(PackedMatrix.Size(2 * split.Width, block.Columns)));
        }

        return new(panels);
    }

    /// <summary>The columns of a part, both halves at once.</summary>
    public PackedMatrix Whole => _panels[0];

    /// <summary>The gate's columns of a part.</summary>
    public PackedMatrix Gate(int columnPart) => _panels[2 * columnPart];

    /// <summary>The candidate's columns of a part.</summary>
    public PackedMatrix Candidate(int columnPart) => _panels[(2 * columnPart) + 1];

    /// <summary>The state's columns of a part, of a transposed weight.</summary>
    public PackedMatrix State(int columnPart) => _panels[columnPart];
}
