using System.Runtime.CompilerServices;

namespace Enas.Backends.Cpu.Kernels.Convolution;

/// <summary>
/// The register tile of a weight gradient: up to 4 output channels x 6 terms, one vector of partial sums each. Sixteen virtual lanes
/// hold the sums of positions 0, 16, 32, ..., of positions 1, 17, ... and so on; narrower vectors take them in turns.
/// </summary>
internal static unsafe class WeightGradientTile<TVector>
    where TVector : struct, ILaneVector<TVector>
{
    /// <summary>sums[(row·TTerms + term)·16 + lane] = Σ over images and positions of that lane
    /// g[row][position]·x[offsets[term] + position].</summary>
    /// <param name="g">Upstream gradient, flat planes <paramref name="gStride"/> apart, at the lanes of this call.</param>
    /// <param name="x">Flat planes of the input at the lanes of this call.</param>
    /// <param name="offsets">Where each term's operand starts.</param>
    /// <param name="positions">Positions of an image, a multiple of 16.</param>
    /// <param name="images">Images, one after the other.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run<TRows, TTerms>(
        float* g, nint gStride, nint gImage, float* x, int* offsets, nint xImage, nint positions, int images, float* sums)
        where TRows : struct, ICount
        where TTerms : struct, ICount
    {
        TVector c00 = default, c01 = default, c02 = default, c03 = default, c04 = default, c05 = default,
            c10 = default, c11 = default, c12 = default, c13 = default, c14 = default, c15 = default,
            c20 = default, c21 = default, c22 = default, c23 = default, c24 = default, c25 = default,
            c30 = default, c31 = default, c32 = default, c33 = default, c34 = default, c35 = default;
        nint o0 = TTerms.Value > 0 ? offsets[0] : 0, o1 = TTerms.Value > 1 ? offsets[1] : 0, o2 = TTerms.Value > 2 ? offsets[2]
            : 0, o3 = TTerms.Value > 3 ? offsets[3] : 0, o4 = TTerms.Value > 4 ? offsets[4] : 0, o5 = TTerms.Value > 5 ? offsets[5] : 0;
        for (; images > 0; images--)
        {
            for (nint i = 0; i < positions; i += 16)
            {
                var g0 = TVector.Load(g + i);
                var g1 = TRows.Value > 1 ? TVector.Load(g + gStride + i) : default;
                var g2 = TRows.Value > 2 ? TVector.Load(g + (2 * gStride) + i) : default;
                var g3 = TRows.Value > 3 ? TVector.Load(g + (3 * gStride) + i) : default;
                {
                    var v = TVector.Load(x + o0 + i); c00 = TVector.MultiplyAdd(g0, v, c00);
                    if (TRows.Value > 1) c10 = TVector.MultiplyAdd(g1, v, c10); if (TRows.Value > 2) c20 = TVector.MultiplyAdd(g2, v, c20);
                    if (TRows.Value > 3) c30 = TVector.MultiplyAdd(g3, v, c30);
                }
                if (TTerms.Value > 1)
                {
                    var v = TVector.Load(x + o1 + i); c01 = TVector.MultiplyAdd(g0, v, c01);
                    if (TRows.Value > 1) c11 = TVector.MultiplyAdd(g1, v, c11); if (TRows.Value > 2) c21 = TVector.MultiplyAdd(g2, v, c21);
                    if (TRows.Value > 3) c31 = TVector.MultiplyAdd(g3, v, c31);
                }
                if (TTerms.Value > 2)
                {
                    var v = TVector.Load(x + o2 + i); c02 = TVector.MultiplyAdd(g0, v, c02);
                    if (TRows.Value > 1) c12 = TVector.MultiplyAdd(g1, v, c12); if (TRows.Value > 2) c22 = TVector.MultiplyAdd(g2, v, c22);
                    if (TRows.Value > 3) c32 = TVector.MultiplyAdd(g3, v, c32);
                }
                if (TTerms.Value > 3)
                {
                    var v = TVector.Load(x + o3 + i); c03 = TVector.MultiplyAdd(g0, v, c03);
                    if (TRows.Value > 1) c13 = TVector.MultiplyAdd(g1, v, c13); if (TRows.Value > 2) c23 = TVector.MultiplyAdd(g2, v, c23);
                    if (TRows.Value > 3) c33 = TVector.MultiplyAdd(g3, v, c33);
                }
                if (TTerms.Value > 4)
                {
                    var v = TVector.Load(x + o4 + i); c04 = TVector.MultiplyAdd(g0, v, c04);
                    if (TRows.Value > 1) c14 = TVector.MultiplyAdd(g1, v, c14); if (TRows.Value > 2) c24 = TVector.MultiplyAdd(g2, v, c24);
                    if (TRows.Value > 3) c34 = TVector.MultiplyAdd(g3, v, c34);
                }
                if (TTerms.Value > 5)
                {
                    var v = TVector.Load(x + o5 + i); c05 = TVector.MultiplyAdd(g0, v, c05);
                    if (TRows.Value > 1) c15 = TVector.MultiplyAdd(g1, v, c15); if (TRows.Value > 2) c25 = TVector.MultiplyAdd(g2, v, c25);
                    if (TRows.Value > 3) c35 = TVector.MultiplyAdd(g3, v, c35);
                }
            }

            g += gImage;
            x += xImage;
        }

        c00.Store(sums);
        if (TTerms.Value > 1) c01.Store(sums + 16);
        if (TTerms.Value > 2) c02.Store(sums + 32); if (TTerms.Value > 3) c03.Store(sums + 48);
        if (TTerms.Value > 4) c04.Store(sums + 64); if (TTerms.Value > 5) c05.Store(sums + 80);
        if (TRows.Value > 1)
        {
            sums += 16 * TTerms.Value; c10.Store(sums); if (TTerms.Value > 1) c11.Store(sums + 16);
            if (TTerms.Value > 2) c12.Store(sums + 32); if (TTerms.Value > 3) c13.Store(sums + 48);
            if (TTerms.Value > 4) c14.Store(sums + 64); if (TTerms.Value > 5) c15.Store(sums + 80);
        }
        if (TRows.Value > 2)
        {
            sums += 16 * TTerms.Value; c20.Store(sums); if (TTerms.Value > 1) c21.Store(sums + 16);
            if (TTerms.Value > 2) c22.Store(sums + 32); if (TTerms.Value > 3) c23.Store(sums + 48);
            if (TTerms.Value > 4) c24.Store(sums + 64); if (TTerms.Value > 5) c25.Store(sums + 80);
        }
        if (TRows.Value > 3)
        {
            sums += 16 * TTerms.Value; c30.Store(sums); if (TTerms.Value > 1) c31.Store(sums + 16);
            if (TTerms.Value > 2) c32.Store(sums + 32); if (TTerms.Value > 3) c33.Store(sums + 48);
            if (TTerms.Value > 4) c34.Store(sums + 64); if (TTerms.Value > 5) c35.Store(sums + 80);
        }
    }
}
