using System.Runtime.CompilerServices;

namespace Enas.Backends.Cpu.Kernels.Convolution;

/// <summary>
/// The register tile of a convolution: up to 12 output channels x 2 vectors of consecutive positions of a flat plane. The left factor is a
/// packed block of weights; the right factor is read where it lies, at one offset per term (an indirect convolution, Dukhan 2019).
/// Each element is one chain of fused multiply-adds over the terms in order, from zero.
/// </summary>
internal static unsafe class ConvolutionTile<TVector>
    where TVector : struct, ILaneVector<TVector>
{
    /// <summary>Positions of a tile.</summary>
    public static int Positions => 2 * TVector.Count;

    /// <summary>y[row][position] = Σ over terms w[term][row]·x[offsets[term] + position].</summary>
    /// <param name="w">Packed [terms][TRows].</param>
    /// <param name="x">The flat planes at the tile's first position.</param>
    /// <param name="second">Where the second vector starts in x: behind the first, or in the next row.</param>
    /// <param name="offsets">Where each term's operand starts.</param>
    /// <param name="terms">Length of the chains.</param>
    /// <param name="y">The tile's first element.</param>
    /// <param name="yStride">Distance of its rows.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run<TRows>(float* w, float* x, nint second, int* offsets, nint terms, float* y, nint yStride)
        where TRows : struct, ICount
    {
        var n = TVector.Count;
        TVector c00 = default, c01 = default, c10 = default, c11 = default, c20 = default, c21 = default,
            c30 = default,
            c31 = default, c40 = default, c41 = default, c50 = default, c51 = default,
            c60 = default, c61 = default, c70 = default, c71 = default, c80 = default, c81 = default,
            c90 = default, c91 = default, ca0 = default, ca1 = default, cb0 = default, cb1 = default;
        for (nint term = 0; term < terms; term++)
        {
            var p = x + offsets[term];
            var x0 = TVector.Load(p);
            var x1 = TVector.Load(p + second);
            { var v = TVector.Broadcast(w[0]); c00 = TVector.MultiplyAdd(v, x0, c00); c01 = TVector.MultiplyAdd(v, x1, c01); }
            if (TRows.Value > 1)
            {
                var v = TVector.Broadcast(w[1]); c10 = TVector.MultiplyAdd(v, x0, c10); c11 = TVector.MultiplyAdd(v, x1, c11);
            }
            if (TRows.Value > 2)
            {
                var v = TVector.Broadcast(w[2]); c20 = TVector.MultiplyAdd(v, x0, c20); c21 = TVector.MultiplyAdd(v, x1, c21);
            }
            if (TRows.Value > 3)
            {
                var v = TVector.Broadcast(w[3]); c30 = TVector.MultiplyAdd(v, x0, c30); c31 = TVector.MultiplyAdd(v, x1, c31);
            }
            if (TRows.Value > 4)
            {
                var v = TVector.Broadcast(w[4]); c40 = TVector.MultiplyAdd(v, x0, c40); c41 = TVector.MultiplyAdd(v, x1, c41);
            }
            if (TRows.Value > 5)
            {
                var v = TVector.Broadcast(w[5]); c50 = TVector.MultiplyAdd(v, x0, c50); c51 = TVector.MultiplyAdd(v, x1, c51);
            }
            if (TRows.Value > 6)
            {
                var v = TVector.Broadcast(w[6]); c60 = TVector.MultiplyAdd(v, x0, c60); c61 = TVector.MultiplyAdd(v, x1, c61);
            }
            if (TRows.Value > 7)
            {
                var v = TVector.Broadcast(w[7]); c70 = TVector.MultiplyAdd(v, x0, c70); c71 = TVector.MultiplyAdd(v, x1, c71);
            }
            if (TRows.Value > 8)
            {
                var v = TVector.Broadcast(w[8]); c80 = TVector.MultiplyAdd(v, x0, c80); c81 = TVector.MultiplyAdd(v, x1, c81);
            }
            if (TRows.Value > 9)
            {
                var v = TVector.Broadcast(w[9]); c90 = TVector.MultiplyAdd(v, x0, c90); c91 = TVector.MultiplyAdd(v, x1, c91);
            }
            if (TRows.Value > 10)
            {
                var v = TVector.Broadcast(w[10]); ca0 = TVector.MultiplyAdd(v, x0, ca0); ca1 = TVector.MultiplyAdd(v, x1, ca1);
            }
            if (TRows.Value > 11)
            {
                var v = TVector.Broadcast(w[11]); cb0 = TVector.MultiplyAdd(v, x0, cb0); cb1 = TVector.MultiplyAdd(v, x1, cb1);
            }
            w += TRows.Value;
        }

        { c00.Store(y); c01.Store(y + n); }
        if (TRows.Value > 1) { y += yStride; c10.Store(y); c11.Store(y + n); }
        if (TRows.Value > 2) { y += yStride; c20.Store(y); c21.Store(y + n); }
        if (TRows.Value > 3) { y += yStride; c30.Store(y); c31.Store(y + n); }
        if (TRows.Value > 4) { y += yStride; c40.Store(y); c41.Store(y + n); }
        if (TRows.Value > 5) { y += yStride; c50.Store(y); c51.Store(y + n); }
        if (TRows.Value > 6) { y += yStride; c60.Store(y); c61.Store(y + n); }
        if (TRows.Value > 7) { y += yStride; c70.Store(y); c71.Store(y + n); }
        if (TRows.Value > 8) { y += yStride; c80.Store(y); c81.Store(y + n); }
        if (TRows.Value > 9) { y += yStride; c90.Store(y); c91.Store(y + n); }
        if (TRows.Value > 10) { y += yStride; ca0.Store(y); ca1.Store(y + n); }
        if (TRows.Value > 11) { y += yStride; cb0.Store(y); cb1.Store(y + n); }
    }
}
