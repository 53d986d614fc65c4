namespace Enas.Backends.Cpu.Kernels.Convolution;

/// <summary>The depthwise kernels of each instruction path; see <see cref="DepthwiseTile{TVector}"/>.</summary>
internal static unsafe class DepthwiseTiles
{
    /// <summary>A plane of results, <paramref name="size"/> 3 or 5.</summary>
    public static void Run(InstructionPath path,
        int size, float* w, float* x, nint pitch, float* y, nint yStride, int rows, int columns, bool accumulate)
    {
        switch (path)
        {
            case InstructionPath.Avx512:
                Run<Lanes16>(size, w, x, pitch, y, yStride, rows, columns, accumulate);
                break;
            case InstructionPath.Avx2:
                Run<Lanes8>(size, w, x, pitch, y, yStride, rows, columns, accumulate);
                break;
            case InstructionPath.Neon:
                Run<Lanes4>(size, w, x, pitch, y, yStride, rows, columns, accumulate);
                break;
            default:
                Run<Lanes1>(size, w, x, pitch, y, yStride, rows, columns, accumulate);
                break;
        }
    }

    /// <summary>Sixteen partial sums for each weight of a plane.</summary>
    public static void RunGradient(
        InstructionPath path, int size, float* g, nint gStride, float* x, nint pitch, int rows, int columns, float* sums)
    {
        switch (path)
        {
            case InstructionPath.Avx512:
                RunGradient<Lanes16>(size, g, gStride, x, pitch, rows, columns, sums);
                break;
            case InstructionPath.Avx2:
                RunGradient<Lanes8>(size, g, gStride, x, pitch, rows, columns, sums);
                break;
            case InstructionPath.Neon:
                RunGradient<Lanes4>(size, g, gStride, x, pitch, rows, columns, sums);
                break;
            default:
                RunGradient<Lanes1>(size, g, gStride, x, pitch, rows, columns, sums);
                break;
        }
    }

    private static void Run<TVector>(
        int size, float* w, float* x, nint pitch, float* y, nint yStride, int rows, int columns, bool accumulate)
        where TVector : struct, ILaneVector<TVector>
    {
        if (size == 3)
        {
            DepthwiseTile<TVector>.Run3(w, x, pitch, y, yStride, rows, columns, accumulate);
        }
        else
        {
            DepthwiseTile<TVector>.Run5(w, x, pitch, y, yStride, rows, columns, accumulate);
        }
    }

    private static void RunGradient<TVector>(int size, float* g, nint gStride, float* x, nint pitch, int rows, int columns, float* sums)
        where TVector : struct, ILaneVector<TVector>
    {
        if (size == 3)
        {
            DepthwiseTile<TVector>.Gradient3(g, gStride, x, pitch, rows, columns, sums);
        }
        else
        {
            DepthwiseTile<TVector>.Gradient5(g, gStride, x, pitch, rows, columns, sums);
        }
    }
}
