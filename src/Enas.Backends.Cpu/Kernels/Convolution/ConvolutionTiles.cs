using System.Runtime.CompilerServices;

namespace Enas.Backends.Cpu.Kernels.Convolution;

/// <summary>The register tiles of each instruction path. All paths give the same bits; they differ in speed only.</summary>
internal static unsafe class ConvolutionTiles
{
    /// <summary>Positions that every path's tile divides: planes are laid out in multiples of it.</summary>
    public const int PositionGranule = 32;

    /// <summary>Most terms of a weight gradient's tile.</summary>
    public const int MaximumGradientTerms = 6;

    private static readonly delegate*<float*, float*, nint, int*, nint, float*, nint, void>[] s_forward16 = Forward<Lanes16>();
    private static readonly delegate*<float*, float*, nint, int*, nint, float*, nint, void>[] s_forward8 = Forward<Lanes8>();
    private static readonly delegate*<float*, float*, nint, int*, nint, float*, nint, void>[] s_forward4 = Forward<Lanes4>();
    private static readonly delegate*<float*, float*, nint, int*, nint, float*, nint, void>[] s_forward1 = Forward<Lanes1>();

    private static readonly delegate*<float*, nint, nint, float*, int*, nint, nint, int, float*, void>[] s_gradient16 = Gradient<Lanes16>();
    private static readonly delegate*<float*, nint, nint, float*, int*, nint, nint, int, float*, void>[] s_gradient8 = Gradient<Lanes8>();
    private static readonly delegate*<float*, nint, nint, float*, int*, nint, nint, int, float*, void>[] s_gradient4 = Gradient<Lanes4>();
    private static readonly delegate*<float*, nint, nint, float*, int*, nint, nint, int, float*, void>[] s_gradient1 = Gradient<Lanes1>();

    /// <summary>Rows of the largest tile: as many as the path's registers hold.</summary>
    public static int MaximumRows(InstructionPath path) => path == InstructionPath.Avx2 ? 6 : 12;

    /// <summary>Rows of a weight gradient's largest tile.</summary>
    public static int MaximumGradientRows(InstructionPath path) => path == InstructionPath.Avx2 ? 2 : 4;

    /// <summary>Positions 0 .. <paramref name="positions"/>-1 (a multiple of <see cref="PositionGranule"/>) of rows of outputs; see
    /// <see cref="ConvolutionTile{TVector}"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(InstructionPath path,
        int rows, float* w, float* x, int* offsets, nint terms, float* y, nint yStride, nint positions, ref Prefetcher next)
    {
        var tile = ForwardTiles(path)[rows - 1];
        var step = TilePositions(path);
        for (nint position = 0; position < positions; position += step)
        {
            next.Step();
            tile(w, x + position, step / 2, offsets, terms, y + position, yStride);
        }
    }

    /// <summary>Whether rows of results can be cut into tiles with nothing left over: so many tiles in a row, or two rows
    /// in a tile.</summary>
    public static bool FitRows(InstructionPath path, int rows, int width) =>
        width % TilePositions(path) == 0 || (width * 2 == TilePositions(path) && rows % 2 == 0);

    /// <summary>
    /// The same for planes of results that <see cref="FitRows"/>: what lies between the rows of x is not computed, and y has none of it.
    /// </summary>
    /// <param name="pitch">Distance of rows in x.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void RunRows(
        InstructionPath path, int rows, float* w,
            float* x, nint pitch, int* offsets, nint terms, float* y, nint yStride, int resultRows, int width, ref Prefetcher next)
    {
        var tile = ForwardTiles(path)[rows - 1];
        var step = TilePositions(path);
        var (tileRows, second) = width < step ? (2, pitch) : (1, (nint)step / 2);
        for (var row = 0; row < resultRows; row += tileRows, x += tileRows * pitch)
        {
            for (nint column = 0; column < width; column += step, y += step)
            {
                next.Step();
                tile(w, x + column, second, offsets, terms, y, yStride);
            }
        }
    }

    /// <summary>Sixteen partial sums for each of rows x terms weights; see <see cref="WeightGradientTile{TVector}"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void RunGradient(
        InstructionPath path, int rows,
            int terms, float* g, nint gStride, nint gImage, float* x, int* offsets, nint xImage, nint positions, int images, float* sums)
    {
        var (tiles, lanes) = path switch
        {
            InstructionPath.Avx512 => (s_gradient16, Lanes16.Count),
            InstructionPath.Avx2 => (s_gradient8, Lanes8.Count),
            InstructionPath.Neon => (s_gradient4, Lanes4.Count),
            _ => (s_gradient1, Lanes1.Count),
        };
        var tile = tiles[((rows - 1) * MaximumGradientTerms) + terms - 1];
        for (var lane = 0; lane < Lanes.Count; lane += lanes)
        {
            tile(g + lane, gStride, gImage, x + lane, offsets, xImage, positions, images, sums + lane);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int TilePositions(InstructionPath path) => path switch
    {
        InstructionPath.Avx512 => ConvolutionTile<Lanes16>.Positions,
        InstructionPath.Avx2 => ConvolutionTile<Lanes8>.Positions,
        InstructionPath.Neon => ConvolutionTile<Lanes4>.Positions,
        _ => ConvolutionTile<Lanes1>.Positions,
    };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static delegate*<float*, float*, nint, int*, nint, float*, nint, void>[] ForwardTiles(InstructionPath path) => path switch
    {
        InstructionPath.Avx512 => s_forward16,
        InstructionPath.Avx2 => s_forward8,
        InstructionPath.Neon => s_forward4,
        _ => s_forward1,
    };

    private static delegate*<float*, float*, nint, int*, nint, float*, nint, void>[] Forward<TVector>()
        where TVector : struct, ILaneVector<TVector> =>
    [
        &ConvolutionTile<TVector>.Run<One>, &ConvolutionTile<TVector>.Run<Two>, &ConvolutionTile<TVector>.Run<Three>,
        &ConvolutionTile<TVector>.Run<Four>, &ConvolutionTile<TVector>.Run<Five>, &ConvolutionTile<TVector>.Run<Six>,
        &ConvolutionTile<TVector>.Run<Seven>, &ConvolutionTile<TVector>.Run<Eight>, &ConvolutionTile<TVector>.Run<Nine>,
        &ConvolutionTile<TVector>.Run<Ten>, &ConvolutionTile<TVector>.Run<Eleven>, &ConvolutionTile<TVector>.Run<Twelve>,
    ];

    private static delegate*<float*, nint, nint, float*, int*, nint, nint, int, float*, void>[] Gradient<TVector>()
        where TVector : struct, ILaneVector<TVector> =>
    [
        &WeightGradientTile<TVector>.Run<One,
            One>, &WeightGradientTile<TVector>.Run<One, Two>, &WeightGradientTile<TVector>.Run<One, Three>,
        &WeightGradientTile<TVector>.Run<One,
            Four>, &WeightGradientTile<TVector>.Run<One, Five>, &WeightGradientTile<TVector>.Run<One, Six>,
        &WeightGradientTile<TVector>.Run<Two,
            One>, &WeightGradientTile<TVector>.Run<Two, Two>, &WeightGradientTile<TVector>.Run<Two, Three>,
        &WeightGradientTile<TVector>.Run<Two,
            Four>, &WeightGradientTile<TVector>.Run<Two, Five>, &WeightGradientTile<TVector>.Run<Two, Six>,
        &WeightGradientTile<TVector>.Run<Three,
            One>, &WeightGradientTile<TVector>.Run<Three, Two>, &WeightGradientTile<TVector>.Run<Three, Three>,
        &WeightGradientTile<TVector>.Run<Three,
            Four>, &WeightGradientTile<TVector>.Run<Three, Five>, &WeightGradientTile<TVector>.Run<Three, Six>,
        &WeightGradientTile<TVector>.Run<Four,
            One>, &WeightGradientTile<TVector>.Run<Four, Two>, &WeightGradientTile<TVector>.Run<Four, Three>,
        &WeightGradientTile<TVector>.Run<Four,
            Four>, &WeightGradientTile<TVector>.Run<Four, Five>, &WeightGradientTile<TVector>.Run<Four, Six>,
    ];
}
