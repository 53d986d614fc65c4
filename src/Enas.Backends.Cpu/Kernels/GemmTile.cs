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

    private static readonly delegate*<float*, float*, nint, float*, nint, nint, bool, void>[] Tiles512 =
    [
        &GemmTile512.Run<One, One>, &GemmTile512.Run<One, Two>, &GemmTile512.Run<One, Three>,
        &GemmTile512.Run<Two, One>, &GemmTile512.Run<Two, Two>, &GemmTile512.Run<Two, Three>,
        &GemmTile512.Run<Three, One>, &GemmTile512.Run<Three, Two>, &GemmTile512.Run<Three, Three>,
        &GemmTile512.Run<Four, One>, &GemmTile512.Run<Four, Two>, &GemmTile512.Run<Four, Three>,
        &GemmTile512.Run<Five, One>, &GemmTile512.Run<Five, Two>, &GemmTile512.Run<Five, Three>,
        &GemmTile512.Run<Six, One>, &GemmTile512.Run<Six, Two>, &GemmTile512.Run<Six, Three>,
        &GemmTile512.Run<Seven, One>, &GemmTile512.Run<Seven, Two>, &GemmTile512.Run<Seven, Three>,
        &GemmTile512.Run<Eight, One>, &GemmTile512.Run<Eight, Two>, &GemmTile512.Run<Eight, Three>,
    ];

    private static readonly delegate*<float*, float*, nint, float*, nint, nint, bool, void>[] Tiles256 =
        [&GemmTile256.Run<One>, &GemmTile256.Run<Two>, &GemmTile256.Run<Three>, &GemmTile256.Run<Four>, &GemmTile256.Run<Five>, &GemmTile256.Run<Six>];

    private static readonly delegate*<float*, float*, nint, float*, nint, nint, bool, void>[] WideTiles256 =
        [&GemmTile256Wide.Run<One>, &GemmTile256Wide.Run<Two>];

    private static readonly delegate*<float*, float*, nint, float*, nint, nint, bool, void>[] Tiles128 =
        [&GemmTile128.Run<One>, &GemmTile128.Run<Two>, &GemmTile128.Run<Three>, &GemmTile128.Run<Four>, &GemmTile128.Run<Five>, &GemmTile128.Run<Six>];

    /// <summary>Most rows of a tile on a path.</summary>
    public static int MostRows(InstructionPath path) => path == InstructionPath.Avx512 ? 8 : 6;

    /// <summary>Columns that one call should cover when <paramref name="m"/> rows share a panel.</summary>
    public static int ColumnsAtOnce(InstructionPath path, int m) => path == InstructionPath.Avx512 || m <= 2 ? PanelColumns : 16;

    /// <summary>C[rows, columns] (+)= a·b.</summary>
    /// <param name="path">Instructions to use.</param>
    /// <param name="rows">1 .. <see cref="MostRows"/>.</param>
    /// <param name="columns">1 .. 48. b must be readable up to the next multiple of 16; C is not touched beyond <paramref name="columns"/>.</param>
    /// <param name="a">Packed [depth][rows].</param>
    /// <param name="b">[depth] rows, <paramref name="bStride"/> apart.</param>
    /// <param name="c">The tile of C.</param>
    /// <param name="cStride">Distance of C's rows.</param>
    /// <param name="depth">Length of the chains.</param>
    /// <param name="accumulate">Whether the chains start from C; from zero otherwise.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(InstructionPath path, int rows, int columns, float* a, float* b, nint bStride, float* c, nint cStride, nint depth, bool accumulate)
    {
        var vectors = (columns + 15) >> 4;
        if ((columns & 15) == 0)
        {
            RunWhole(path, rows, vectors, a, b, bStride, c, cStride, depth, accumulate);
        }
        else
        {
            RunRagged(path, rows, columns, a, b, bStride, c, cStride, depth, accumulate);
        }
    }

    /// <summary>A tile whose last vector sticks out of C: computed aside and copied, which moves values but changes none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void RunRagged(InstructionPath path, int rows, int columns, float* a, float* b, nint bStride, float* c, nint cStride, nint depth, bool accumulate)
    {
        var aside = stackalloc float[MaximumRows * PanelColumns];
        if (accumulate)
        {
            Copy(c, cStride, aside, PanelColumns, rows, columns);
        }

        RunWhole(path, rows, (columns + 15) >> 4, a, b, bStride, aside, PanelColumns, depth, accumulate);
        Copy(aside, PanelColumns, c, cStride, rows, columns);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void RunWhole(InstructionPath path, int rows, int vectors, float* a, float* b, nint bStride, float* c, nint cStride, nint depth, bool accumulate)
    {
        switch (path)
        {
            case InstructionPath.Avx512:
                Tiles512[((rows - 1) * 3) + vectors - 1](a, b, bStride, c, cStride, depth, accumulate);
                break;
            case InstructionPath.Avx2 when rows <= 2 && vectors == 3:
                WideTiles256[rows - 1](a, b, bStride, c, cStride, depth, accumulate);
                break;
            case InstructionPath.Avx2:
                RunVectors(Tiles256, rows, vectors, a, b, bStride, c, cStride, depth, accumulate);
                break;
            case InstructionPath.Neon:
                RunVectors(Tiles128, rows, vectors, a, b, bStride, c, cStride, depth, accumulate);
                break;
            default:
                RunScalar(rows, vectors * 16, a, b, bStride, c, cStride, depth, accumulate);
                break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void RunVectors(
        delegate*<float*, float*, nint, float*, nint, nint, bool, void>[] tiles,
        int rows, int vectors, float* a, float* b, nint bStride, float* c, nint cStride, nint depth, bool accumulate)
    {
        var tile = tiles[rows - 1];
        for (var vector = 0; vector < vectors; vector++)
        {
            tile(a, b + (16 * vector), bStride, c + (16 * vector), cStride, depth, accumulate);
        }
    }

    private static void RunScalar(int rows, int columns, float* a, float* b, nint bStride, float* c, nint cStride, nint depth, bool accumulate)
    {
        for (var row = 0; row < rows; row++)
        {
            for (var column = 0; column < columns; column++)
            {
                var sum = accumulate ? c[(row * cStride) + column] : 0f;
                for (nint k = 0; k < depth; k++)
                {
                    sum = MathF.FusedMultiplyAdd(a[(k * rows) + row], b[(k * bStride) + column], sum);
                }

                c[(row * cStride) + column] = sum;
            }
        }
    }

    private static void Copy(float* source, nint sourceStride, float* destination, nint destinationStride, int rows, int columns)
    {
        for (var row = 0; row < rows; row++)
        {
            new ReadOnlySpan<float>(source + (row * sourceStride), columns).CopyTo(new Span<float>(destination + (row * destinationStride), columns));
        }
    }
}
