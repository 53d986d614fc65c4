using Enas.Backends.Cpu.Threads;

namespace Enas.Backends.Cpu.Kernels;

/// <summary>A right factor [depth, columns] packed whole, for products that use it many times: panels of [depth][48].</summary>
internal readonly unsafe struct PackedMatrix
{
    private readonly float* _panels;

    private PackedMatrix(float* panels, int depth, int columns)
    {
        _panels = panels;
        (Depth, Columns) = (depth, columns);
    }

    /// <summary>Rows of the factor, the length of the chains.</summary>
    public int Depth { get; }

    /// <summary>Columns of the factor.</summary>
    public int Columns { get; }

    /// <summary>Floats that packing needs.</summary>
    public static long Size(int depth, int columns) => (long)PanelCount(columns) * depth * GemmTile.PanelColumns;

    /// <summary>Packs op(B) into <paramref name="destination"/>, panels spread over the threads.</summary>
    public static PackedMatrix Pack(WorkerPool pool, MatrixView b, int depth, int columns, float* destination)
    {
        var packed = new PackedMatrix(destination, depth, columns);
        var parts = (long)depth * columns < 1 << 16 ? 1 : pool.ThreadCount;
        var packing = new Packing(packed, b, parts);
        pool.Run(parts, ref packing);
        return packed;
    }

    /// <summary>One panel from a depth index on.</summary>
    public float* Panel(int panel, int depthIndex) => _panels + ((((long)panel * Depth) + depthIndex) * GemmTile.PanelColumns);

    /// <summary>What is read after all panels of a depth block: a panel of the next block, if there is one.</summary>
    public float* PanelAfterAll(int firstPanel, int depthIndex) => depthIndex < Depth ? Panel(firstPanel, depthIndex) : null;

    /// <summary>Panels of a matrix of that many columns.</summary>
    public static int PanelCount(int columns) => (columns + GemmTile.PanelColumns - 1) / GemmTile.PanelColumns;

    private readonly struct Packing(PackedMatrix packed, MatrixView b, int parts) : IParallelBody
    {
        public void Run(int part)
        {
            var (start, end) = StaticSplit.Range(PanelCount(packed.Columns), 1, part, parts);
            for (var panel = start; panel < end; panel++)
            {
                var column = panel * GemmTile.PanelColumns;
                GemmPacking.PackColumns(b.From(0, column),
                    Math.Min(GemmTile.PanelColumns, packed.Columns - column), packed.Depth, packed.Panel(panel, 0));
            }
        }
    }
}
