using System.Runtime.CompilerServices;

namespace Enas.Backends.Cpu.Kernels;

/// <summary>
/// One register tile of a matrix product on the chosen path. Every path computes each element as the same single chain of fused
/// multiply-adds, so the choice cannot change a bit.
/// </summary>
internal static unsafe class GemmTile
{
    /// <summary>Most rows of a tile on any path.</summary>
    public const int MaximumRows = 8;

    /// <summary>Most columns of a tile, the width of a packed panel.</summary>
    public const int PanelColumns = 48;

    private static readonly delegate*<in TileOperands, int, void>[] s_tiles512 =
    [
        &GemmTile512.Run<One, One, NoTail>, &GemmTile512.Run<One, Two, NoTail>, &GemmTile512.Run<One, Three, NoTail>,
        &GemmTile512.Run<Two, One, NoTail>, &GemmTile512.Run<Two, Two, NoTail>, &GemmTile512.Run<Two, Three, NoTail>,
        &GemmTile512.Run<Three, One, NoTail>, &GemmTile512.Run<Three, Two, NoTail>, &GemmTile512.Run<Three, Three, NoTail>,
        &GemmTile512.Run<Four, One, NoTail>, &GemmTile512.Run<Four, Two, NoTail>, &GemmTile512.Run<Four, Three, NoTail>,
        &GemmTile512.Run<Five, One, NoTail>, &GemmTile512.Run<Five, Two, NoTail>, &GemmTile512.Run<Five, Three, NoTail>,
        &GemmTile512.Run<Six, One, NoTail>, &GemmTile512.Run<Six, Two, NoTail>, &GemmTile512.Run<Six, Three, NoTail>,
        &GemmTile512.Run<Seven, One, NoTail>, &GemmTile512.Run<Seven, Two, NoTail>, &GemmTile512.Run<Seven, Three, NoTail>,
        &GemmTile512.Run<Eight, One, NoTail>, &GemmTile512.Run<Eight, Two, NoTail>, &GemmTile512.Run<Eight, Three, NoTail>,
    ];

    private static readonly delegate*<in TileOperands, int, void>[] s_tailTiles512 =
    [
        &GemmTile512.Run<One, One, Tail>, &GemmTile512.Run<One, Two, Tail>, &GemmTile512.Run<One, Three, Tail>,
        &GemmTile512.Run<Two, One, Tail>, &GemmTile512.Run<Two, Two, Tail>, &GemmTile512.Run<Two, Three, Tail>,
        &GemmTile512.Run<Three, One, Tail>, &GemmTile512.Run<Three, Two, Tail>, &GemmTile512.Run<Three, Three, Tail>,
        &GemmTile512.Run<Four, One, Tail>, &GemmTile512.Run<Four, Two, Tail>, &GemmTile512.Run<Four, Three, Tail>,
        &GemmTile512.Run<Five, One, Tail>, &GemmTile512.Run<Five, Two, Tail>, &GemmTile512.Run<Five, Three, Tail>,
        &GemmTile512.Run<Six, One, Tail>, &GemmTile512.Run<Six, Two, Tail>, &GemmTile512.Run<Six, Three, Tail>,
        &GemmTile512.Run<Seven, One, Tail>, &GemmTile512.Run<Seven, Two, Tail>, &GemmTile512.Run<Seven, Three, Tail>,
        &GemmTile512.Run<Eight, One, Tail>, &GemmTile512.Run<Eight, Two, Tail>, &GemmTile512.Run<Eight, Three, Tail>,
    ];

    private static readonly delegate*<in TileOperands, nint, void>[] s_tiles256 =
        [&GemmTile256.Run<One>, &GemmTile256.Run<Two>,
            &GemmTile256.Run<Three>, &GemmTile256.Run<Four>, &GemmTile256.Run<Five>, &GemmTile256.Run<Six>];

    private static readonly delegate*<in TileOperands, nint, void>[] s_tiles128 =
        [&GemmTile128.Run<One>, &GemmTile128.Run<Two>, &GemmTile128.Run<Three>, &GemmTile128.Run<Four>];

    /// <summary>Most rows of a tile on a path: what its registers hold.</summary>
    public static int MostRows(InstructionPath path) => path == InstructionPath.Avx512 ? 8 : 6;

    /// <summary>Columns that one call should cover when many row tiles share a panel.</summary>
    public static int ColumnsAtOnce(InstructionPath path) => path == InstructionPath.Avx512 ? PanelColumns : 16;

    /// <summary>C[rows, columns] (+)= a·b.</summary>
    /// <param name="path">Instructions to use.</param>
    /// <param name="rows">1 .. <see cref="MostRows"/>.</param>
    /// <param name="columns">1 .. 48. B must be readable up to the next multiple of 16; C is not touched beyond
    /// <paramref name="columns"/>.</param>
    /// <param name="operands">The tile and its factors.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(InstructionPath path, int rows, int columns, in TileOperands operands)
    {
        if (path == InstructionPath.Avx512)
        {
            var kernels = (columns & 15) == 0 ? s_tiles512 : s_tailTiles512;
            kernels[((rows - 1) * 3) + ((columns - 1) >> 4)](operands, columns);
        }
        else if ((columns & 15) == 0)
        {
            RunWhole(path, rows, columns, operands);
        }
        else
        {
            RunRagged(path, rows, columns, operands);
        }
    }

    /// <summary>A tile whose last vector sticks out of C: computed aside and copied, which moves values but changes none.</summary>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void RunRagged(InstructionPath path, int rows, int columns, in TileOperands operands)
    {
        var aside = stackalloc float[MaximumRows * PanelColumns];
        if (operands.Accumulate)
        {
            Copy(operands.C, operands.CStride, aside, PanelColumns, rows, columns);
        }

        RunWhole(path, rows, (columns + 15) & ~15, operands with { C = aside, CStride = PanelColumns });
        Copy(aside, PanelColumns, operands.C, operands.CStride, rows, columns);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void RunWhole(InstructionPath path, int rows, int columns, in TileOperands operands)
    {
        for (var column = 0; column < columns; column += 16)
        {
            var part = operands with { B = operands.B + column, C = operands.C + column };
            switch (path)
            {
                case InstructionPath.Avx2:
                    s_tiles256[rows - 1](part, rows);
                    break;
                case InstructionPath.Neon:
                    RunInFours(rows, part);
                    break;
                default:
                    RunScalar(rows, part);
                    break;
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void RunInFours(int rows, in TileOperands operands)
    {
        for (var row = 0; row < rows; row += 4)
        {
            s_tiles128[Math.Min(4, rows - row) - 1](operands with
            {
                A = operands.A + row,
                C = operands.C + (row * operands.CStride)
            }, rows);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void RunScalar(int rows, in TileOperands operands)
    {
        for (var row = 0; row < rows; row++)
        {
            for (var column = 0; column < 16; column++)
            {
                var element = operands.C + (row * operands.CStride) + column;
                var sum = operands.Accumulate ? *element : 0f;
                for (nint k = 0; k < operands.Depth; k++)
                {
                    sum = MathF.FusedMultiplyAdd(operands.A[(k * rows) + row], operands.B[(k * operands.BStride) + column], sum);
                }

                *element = sum;
            }
        }
    }

    private static void Copy(float* source, nint sourceStride, float* destination, nint destinationStride, int rows, int columns)
    {
        for (var row = 0; row < rows; row++)
        {
            new ReadOnlySpan<float>(source + (row * sourceStride), columns)
                .CopyTo(new Span<float>(destination + (row * destinationStride), columns));
        }
    }
}
