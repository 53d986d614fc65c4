using System.Runtime.CompilerServices;

namespace Enas.Backends.Cpu.Kernels.Convolution;

/// <summary>
/// One plane of a depthwise convolution of stride 1, 3x3 or 5x5. A chain visits the taps in row order; four rows of results share the loads
/// of their operands.
/// </summary>
internal static unsafe class DepthwiseTile<TVector>
    where TVector : struct, ILaneVector<TVector>
{
    /// <summary>y[row][column] (+)= Σ w[p][q]·x[row + p][column + q].</summary>
    /// <param name="w">3 x 3 weights.</param>
    /// <param name="x">The padded plane, rows <paramref name="pitch"/> apart; 2 more rows and 2 more columns than results are read.</param>
    /// <param name="rows">Rows of results.</param>
    /// <param name="columns">Columns of results, a multiple of 16.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run3(float* w, float* x, nint pitch, float* y, nint yStride, int rows, int columns, bool accumulate)
    {
        var (w00, w01, w02) = (TVector.Broadcast(w[0]), TVector.Broadcast(w[1]), TVector.Broadcast(w[2]));
        var (w10, w11, w12) = (TVector.Broadcast(w[3]), TVector.Broadcast(w[4]), TVector.Broadcast(w[5]));
        var (w20, w21, w22) = (TVector.Broadcast(w[6]), TVector.Broadcast(w[7]), TVector.Broadcast(w[8]));
        for (nint column = 0; column < columns; column += TVector.Count)
        {
            var (from, to) = ((nint)(x + column), (nint)(y + column));
            var row = 0;
            for (; row + 4 <= rows; row += 4)
            {
                var p = (float*)from;
                TVector a = default, b = default, c = default, d = default;
                { var v = TVector.Load(p); a = TVector.MultiplyAdd(w00, v, a); }
                { var v = TVector.Load(p + 1); a = TVector.MultiplyAdd(w01, v, a); }
                { var v = TVector.Load(p + 2); a = TVector.MultiplyAdd(w02, v, a); }
                p += pitch;
                { var v = TVector.Load(p); a = TVector.MultiplyAdd(w10, v, a); b = TVector.MultiplyAdd(w00, v, b); }
                { var v = TVector.Load(p + 1); a = TVector.MultiplyAdd(w11, v, a); b = TVector.MultiplyAdd(w01, v, b); }
                { var v = TVector.Load(p + 2); a = TVector.MultiplyAdd(w12, v, a); b = TVector.MultiplyAdd(w02, v, b); }
                p += pitch;
                {
                    var v = TVector.Load(p); a = TVector.MultiplyAdd(w20, v, a);
                    b = TVector.MultiplyAdd(w10, v, b); c = TVector.MultiplyAdd(w00, v, c);
                }
                {
                    var v = TVector.Load(p + 1);
                    a = TVector.MultiplyAdd(w21, v, a); b = TVector.MultiplyAdd(w11, v, b); c = TVector.MultiplyAdd(w01, v, c);
                }
                {
                    var v = TVector.Load(p + 2);
                    a = TVector.MultiplyAdd(w22, v, a); b = TVector.MultiplyAdd(w12, v, b); c = TVector.MultiplyAdd(w02, v, c);
                }
                p += pitch;
                {
                    var v = TVector.Load(p); b = TVector.MultiplyAdd(w20, v, b);
                    c = TVector.MultiplyAdd(w10, v, c); d = TVector.MultiplyAdd(w00, v, d);
                }
                {
                    var v = TVector.Load(p + 1);
                    b = TVector.MultiplyAdd(w21, v, b); c = TVector.MultiplyAdd(w11, v, c); d = TVector.MultiplyAdd(w01, v, d);
                }
                {
                    var v = TVector.Load(p + 2);
                    b = TVector.MultiplyAdd(w22, v, b); c = TVector.MultiplyAdd(w12, v, c); d = TVector.MultiplyAdd(w02, v, d);
                }
                p += pitch;
                { var v = TVector.Load(p); c = TVector.MultiplyAdd(w20, v, c); d = TVector.MultiplyAdd(w10, v, d); }
                { var v = TVector.Load(p + 1); c = TVector.MultiplyAdd(w21, v, c); d = TVector.MultiplyAdd(w11, v, d); }
                { var v = TVector.Load(p + 2); c = TVector.MultiplyAdd(w22, v, c); d = TVector.MultiplyAdd(w12, v, d); }
                p += pitch;
                { var v = TVector.Load(p); d = TVector.MultiplyAdd(w20, v, d); }
                { var v = TVector.Load(p + 1); d = TVector.MultiplyAdd(w21, v, d); }
                { var v = TVector.Load(p + 2); d = TVector.MultiplyAdd(w22, v, d); }
                var t = (float*)to;
                Put(a, t, accumulate);
                Put(b, t + yStride, accumulate);
                Put(c, t + (2 * yStride), accumulate);
                Put(d, t + (3 * yStride), accumulate);
                from = (nint)((float*)from + (4 * pitch));
                to = (nint)(t + (4 * yStride));
            }

            for (; row < rows; row++)
            {
                var p = (float*)from;
                TVector a = default;
                a = TVector.MultiplyAdd(w00, TVector.Load(p), a); a = TVector.MultiplyAdd(w01, TVector.Load(p + 1), a);
                a = TVector.MultiplyAdd(w02, TVector.Load(p + 2), a);
                p += pitch;
                a = TVector.MultiplyAdd(w10, TVector.Load(p), a); a = TVector.MultiplyAdd(w11, TVector.Load(p + 1), a);
                a = TVector.MultiplyAdd(w12, TVector.Load(p + 2), a);
                p += pitch;
                a = TVector.MultiplyAdd(w20, TVector.Load(p), a); a = TVector.MultiplyAdd(w21, TVector.Load(p + 1), a);
                a = TVector.MultiplyAdd(w22, TVector.Load(p + 2), a);
                Put(a, (float*)to, accumulate);
                from = (nint)((float*)from + pitch);
                to = (nint)((float*)to + yStride);
            }
        }
    }

    /// <summary>y[row][column] (+)= Σ w[p][q]·x[row + p][column + q].</summary>
    /// <param name="w">5 x 5 weights.</param>
    /// <param name="x">The padded plane, rows <paramref name="pitch"/> apart; 4 more rows and 4 more columns than results are read.</param>
    /// <param name="rows">Rows of results.</param>
    /// <param name="columns">Columns of results, a multiple of 16.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run5(float* w, float* x, nint pitch, float* y, nint yStride, int rows, int columns, bool accumulate)
    {
        var (w00, w01, w02, w03, w04) =
            (TVector.Broadcast(w[0]), TVector.Broadcast(w[1]), TVector.Broadcast(w[2]), TVector.Broadcast(w[3]), TVector.Broadcast(w[4]));
        var (w10, w11, w12, w13, w14) =
            (TVector.Broadcast(w[5]), TVector.Broadcast(w[6]), TVector.Broadcast(w[7]), TVector.Broadcast(w[8]), TVector.Broadcast(w[9]));
        var (w20, w21, w22, w23, w24) = (TVector.Broadcast(w[10]),
            TVector.Broadcast(w[11]), TVector.Broadcast(w[12]), TVector.Broadcast(w[13]), TVector.Broadcast(w[14]));
        var (w30, w31, w32, w33, w34) = (TVector.Broadcast(w[15]),
            TVector.Broadcast(w[16]), TVector.Broadcast(w[17]), TVector.Broadcast(w[18]), TVector.Broadcast(w[19]));
        var (w40, w41, w42, w43, w44) = (TVector.Broadcast(w[20]),
            TVector.Broadcast(w[21]), TVector.Broadcast(w[22]), TVector.Broadcast(w[23]), TVector.Broadcast(w[24]));
        for (nint column = 0; column < columns; column += TVector.Count)
        {
            var (from, to) = ((nint)(x + column), (nint)(y + column));
            var row = 0;
            for (; row + 4 <= rows; row += 4)
            {
                var p = (float*)from;
                TVector a = default, b = default, c = default, d = default;
                { var v = TVector.Load(p); a = TVector.MultiplyAdd(w00, v, a); }
                { var v = TVector.Load(p + 1); a = TVector.MultiplyAdd(w01, v, a); }
                { var v = TVector.Load(p + 2); a = TVector.MultiplyAdd(w02, v, a); }
                { var v = TVector.Load(p + 3); a = TVector.MultiplyAdd(w03, v, a); }
                { var v = TVector.Load(p + 4); a = TVector.MultiplyAdd(w04, v, a); }
                p += pitch;
                { var v = TVector.Load(p); a = TVector.MultiplyAdd(w10, v, a); b = TVector.MultiplyAdd(w00, v, b); }
                { var v = TVector.Load(p + 1); a = TVector.MultiplyAdd(w11, v, a); b = TVector.MultiplyAdd(w01, v, b); }
                { var v = TVector.Load(p + 2); a = TVector.MultiplyAdd(w12, v, a); b = TVector.MultiplyAdd(w02, v, b); }
                { var v = TVector.Load(p + 3); a = TVector.MultiplyAdd(w13, v, a); b = TVector.MultiplyAdd(w03, v, b); }
                { var v = TVector.Load(p + 4); a = TVector.MultiplyAdd(w14, v, a); b = TVector.MultiplyAdd(w04, v, b); }
                p += pitch;
                {
                    var v = TVector.Load(p); a = TVector.MultiplyAdd(w20, v, a);
                    b = TVector.MultiplyAdd(w10, v, b); c = TVector.MultiplyAdd(w00, v, c);
                }
                {
                    var v = TVector.Load(p + 1);
                    a = TVector.MultiplyAdd(w21, v, a); b = TVector.MultiplyAdd(w11, v, b); c = TVector.MultiplyAdd(w01, v, c);
                }
                {
                    var v = TVector.Load(p + 2);
                    a = TVector.MultiplyAdd(w22, v, a); b = TVector.MultiplyAdd(w12, v, b); c = TVector.MultiplyAdd(w02, v, c);
                }
                {
                    var v = TVector.Load(p + 3);
                    a = TVector.MultiplyAdd(w23, v, a); b = TVector.MultiplyAdd(w13, v, b); c = TVector.MultiplyAdd(w03, v, c);
                }
                {
                    var v = TVector.Load(p + 4);
                    a = TVector.MultiplyAdd(w24, v, a); b = TVector.MultiplyAdd(w14, v, b); c = TVector.MultiplyAdd(w04, v, c);
                }
                p += pitch;
                {
                    var v = TVector.Load(p); a = TVector.MultiplyAdd(w30, v, a);
                    b = TVector.MultiplyAdd(w20, v, b); c = TVector.MultiplyAdd(w10, v, c); d = TVector.MultiplyAdd(w00, v, d);
                }
                {
                    var v = TVector.Load(p + 1); a = TVector.MultiplyAdd(w31, v, a);
                    b = TVector.MultiplyAdd(w21, v, b); c = TVector.MultiplyAdd(w11, v, c); d = TVector.MultiplyAdd(w01, v, d);
                }
                {
                    var v = TVector.Load(p + 2); a = TVector.MultiplyAdd(w32, v, a);
                    b = TVector.MultiplyAdd(w22, v, b); c = TVector.MultiplyAdd(w12, v, c); d = TVector.MultiplyAdd(w02, v, d);
                }
                {
                    var v = TVector.Load(p + 3); a = TVector.MultiplyAdd(w33, v, a);
                    b = TVector.MultiplyAdd(w23, v, b); c = TVector.MultiplyAdd(w13, v, c); d = TVector.MultiplyAdd(w03, v, d);
                }
                {
                    var v = TVector.Load(p + 4); a = TVector.MultiplyAdd(w34, v, a);
                    b = TVector.MultiplyAdd(w24, v, b); c = TVector.MultiplyAdd(w14, v, c); d = TVector.MultiplyAdd(w04, v, d);
                }
                p += pitch;
                {
                    var v = TVector.Load(p); a = TVector.MultiplyAdd(w40, v, a);
                    b = TVector.MultiplyAdd(w30, v, b); c = TVector.MultiplyAdd(w20, v, c); d = TVector.MultiplyAdd(w10, v, d);
                }
                {
                    var v = TVector.Load(p + 1); a = TVector.MultiplyAdd(w41, v, a);
                    b = TVector.MultiplyAdd(w31, v, b); c = TVector.MultiplyAdd(w21, v, c); d = TVector.MultiplyAdd(w11, v, d);
                }
                {
                    var v = TVector.Load(p + 2); a = TVector.MultiplyAdd(w42, v, a);
                    b = TVector.MultiplyAdd(w32, v, b); c = TVector.MultiplyAdd(w22, v, c); d = TVector.MultiplyAdd(w12, v, d);
                }
                {
                    var v = TVector.Load(p + 3); a = TVector.MultiplyAdd(w43, v, a);
                    b = TVector.MultiplyAdd(w33, v, b); c = TVector.MultiplyAdd(w23, v, c); d = TVector.MultiplyAdd(w13, v, d);
                }
                {
                    var v = TVector.Load(p + 4); a = TVector.MultiplyAdd(w44, v, a);
                    b = TVector.MultiplyAdd(w34, v, b); c = TVector.MultiplyAdd(w24, v, c); d = TVector.MultiplyAdd(w14, v, d);
                }
                p += pitch;
                {
                    var v = TVector.Load(p); b = TVector.MultiplyAdd(w40, v, b);
                    c = TVector.MultiplyAdd(w30, v, c); d = TVector.MultiplyAdd(w20, v, d);
                }
                {
                    var v = TVector.Load(p + 1);
                    b = TVector.MultiplyAdd(w41, v, b); c = TVector.MultiplyAdd(w31, v, c); d = TVector.MultiplyAdd(w21, v, d);
                }
                {
                    var v = TVector.Load(p + 2);
                    b = TVector.MultiplyAdd(w42, v, b); c = TVector.MultiplyAdd(w32, v, c); d = TVector.MultiplyAdd(w22, v, d);
                }
                {
                    var v = TVector.Load(p + 3);
                    b = TVector.MultiplyAdd(w43, v, b); c = TVector.MultiplyAdd(w33, v, c); d = TVector.MultiplyAdd(w23, v, d);
                }
                {
                    var v = TVector.Load(p + 4);
                    b = TVector.MultiplyAdd(w44, v, b); c = TVector.MultiplyAdd(w34, v, c); d = TVector.MultiplyAdd(w24, v, d);
                }
                p += pitch;
                { var v = TVector.Load(p); c = TVector.MultiplyAdd(w40, v, c); d = TVector.MultiplyAdd(w30, v, d); }
                { var v = TVector.Load(p + 1); c = TVector.MultiplyAdd(w41, v, c); d = TVector.MultiplyAdd(w31, v, d); }
                { var v = TVector.Load(p + 2); c = TVector.MultiplyAdd(w42, v, c); d = TVector.MultiplyAdd(w32, v, d); }
                { var v = TVector.Load(p + 3); c = TVector.MultiplyAdd(w43, v, c); d = TVector.MultiplyAdd(w33, v, d); }
                { var v = TVector.Load(p + 4); c = TVector.MultiplyAdd(w44, v, c); d = TVector.MultiplyAdd(w34, v, d); }
                p += pitch;
                { var v = TVector.Load(p); d = TVector.MultiplyAdd(w40, v, d); }
                { var v = TVector.Load(p + 1); d = TVector.MultiplyAdd(w41, v, d); }
                { var v = TVector.Load(p + 2); d = TVector.MultiplyAdd(w42, v, d); }
                { var v = TVector.Load(p + 3); d = TVector.MultiplyAdd(w43, v, d); }
                { var v = TVector.Load(p + 4); d = TVector.MultiplyAdd(w44, v, d); }
                var t = (float*)to;
                Put(a, t, accumulate);
                Put(b, t + yStride, accumulate);
                Put(c, t + (2 * yStride), accumulate);
                Put(d, t + (3 * yStride), accumulate);
                from = (nint)((float*)from + (4 * pitch));
                to = (nint)(t + (4 * yStride));
            }

            for (; row < rows; row++)
            {
                var p = (float*)from;
                TVector a = default;
                a = TVector.MultiplyAdd(w00, TVector.Load(p), a); a = TVector.MultiplyAdd(w01, TVector.Load(p + 1), a);
                a = TVector.MultiplyAdd(w02, TVector.Load(p + 2), a); a = TVector.MultiplyAdd(w03, TVector.Load(p + 3), a);
                a = TVector.MultiplyAdd(w04, TVector.Load(p + 4), a);
                p += pitch;
                a = TVector.MultiplyAdd(w10, TVector.Load(p), a); a = TVector.MultiplyAdd(w11, TVector.Load(p + 1), a);
                a = TVector.MultiplyAdd(w12, TVector.Load(p + 2), a); a = TVector.MultiplyAdd(w13, TVector.Load(p + 3), a);
                a = TVector.MultiplyAdd(w14, TVector.Load(p + 4), a);
                p += pitch;
                a = TVector.MultiplyAdd(w20, TVector.Load(p), a); a = TVector.MultiplyAdd(w21, TVector.Load(p + 1), a);
                a = TVector.MultiplyAdd(w22, TVector.Load(p + 2), a); a = TVector.MultiplyAdd(w23, TVector.Load(p + 3), a);
                a = TVector.MultiplyAdd(w24, TVector.Load(p + 4), a);
                p += pitch;
                a = TVector.MultiplyAdd(w30, TVector.Load(p), a); a = TVector.MultiplyAdd(w31, TVector.Load(p + 1), a);
                a = TVector.MultiplyAdd(w32, TVector.Load(p + 2), a); a = TVector.MultiplyAdd(w33, TVector.Load(p + 3), a);
                a = TVector.MultiplyAdd(w34, TVector.Load(p + 4), a);
                p += pitch;
                a = TVector.MultiplyAdd(w40, TVector.Load(p), a); a = TVector.MultiplyAdd(w41, TVector.Load(p + 1), a);
                a = TVector.MultiplyAdd(w42, TVector.Load(p + 2), a); a = TVector.MultiplyAdd(w43, TVector.Load(p + 3), a);
                a = TVector.MultiplyAdd(w44, TVector.Load(p + 4), a);
                Put(a, (float*)to, accumulate);
                from = (nint)((float*)from + pitch);
                to = (nint)((float*)to + yStride);
            }
        }
    }

    /// <summary>
    /// sums[(p·3 + q)·16 + lane] = Σ over rows and the columns of that lane g[row][column]·x[row + p][column + q]. Narrower vectors take
    /// the sixteen lanes in turns.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Gradient3(float* g, nint gStride, float* x, nint pitch, int rows, int columns, float* sums)
    {
        for (var lane = 0; lane < Lanes.Count; lane += TVector.Count)
        {
            TVector s00 = default, s01 = default, s02 = default,
                s10 = default, s11 = default, s12 = default,
                s20 = default, s21 = default, s22 = default;
            for (nint column = lane; column < columns; column += Lanes.Count)
            {
                var (from, upstream) = ((nint)(x + column), (nint)(g + column));
                TVector g1 = default, g2 = default;
                for (var row = 0; row < rows + 2; row++)
                {
                    // Row r of x meets rows r, r - 1, ... of g; there are none before the first and after the last.
                    var g0 = row < rows ? TVector.Load((float*)upstream) : default;
                    var p = (float*)from;
                    {
                        var v = TVector.Load(p); s00 = TVector.MultiplyAdd(g0, v, s00);
                        s10 = TVector.MultiplyAdd(g1, v, s10); s20 = TVector.MultiplyAdd(g2, v, s20);
                    }
                    {
                        var v = TVector.Load(p + 1); s01 = TVector.MultiplyAdd(g0, v, s01);
                        s11 = TVector.MultiplyAdd(g1, v, s11); s21 = TVector.MultiplyAdd(g2, v, s21);
                    }
                    {
                        var v = TVector.Load(p + 2); s02 = TVector.MultiplyAdd(g0, v, s02);
                        s12 = TVector.MultiplyAdd(g1, v, s12); s22 = TVector.MultiplyAdd(g2, v, s22);
                    }
                    g2 = g1; g1 = g0;
                    from = (nint)(p + pitch);
                    upstream = (nint)((float*)upstream + gStride);
                }
            }

            s00.Store(sums + 0 + lane); s01.Store(sums + 16 + lane); s02.Store(sums + 32 + lane);
            s10.Store(sums + 48 + lane); s11.Store(sums + 64 + lane); s12.Store(sums + 80 + lane);
            s20.Store(sums + 96 + lane); s21.Store(sums + 112 + lane); s22.Store(sums + 128 + lane);
        }
    }

    /// <summary>
    /// sums[(p·5 + q)·16 + lane] = Σ over rows and the columns of that lane g[row][column]·x[row + p][column + q]. Narrower vectors take
    /// the sixteen lanes in turns.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Gradient5(float* g, nint gStride, float* x, nint pitch, int rows, int columns, float* sums)
    {
        for (var lane = 0; lane < Lanes.Count; lane += TVector.Count)
        {
            TVector s00 = default, s01 = default, s02 = default, s03 = default, s04 = default,
                s10 = default, s11 = default, s12 = default, s13 = default, s14 = default,
                s20 = default, s21 = default, s22 = default, s23 = default, s24 = default,
                s30 = default, s31 = default, s32 = default, s33 = default, s34 = default,
                s40 = default, s41 = default, s42 = default, s43 = default, s44 = default;
            for (nint column = lane; column < columns; column += Lanes.Count)
            {
                var (from, upstream) = ((nint)(x + column), (nint)(g + column));
                TVector g1 = default, g2 = default, g3 = default, g4 = default;
                for (var row = 0; row < rows + 4; row++)
                {
                    // Row r of x meets rows r, r - 1, ... of g; there are none before the first and after the last.
                    var g0 = row < rows ? TVector.Load((float*)upstream) : default;
                    var p = (float*)from;
                    {
                        var v = TVector.Load(p); s00 = TVector.MultiplyAdd(g0, v, s00); s10 = TVector.MultiplyAdd(g1, v, s10); s20 =
                        TVector.MultiplyAdd(g2, v, s20); s30 = TVector.MultiplyAdd(g3, v, s30); s40 = TVector.MultiplyAdd(g4, v, s40);
                    }
                    {
                        var v = TVector.Load(p + 1); s01 = TVector.MultiplyAdd(g0, v, s01); s11 = TVector.MultiplyAdd(g1, v, s11); s21 =
                        TVector.MultiplyAdd(g2, v, s21); s31 = TVector.MultiplyAdd(g3, v, s31); s41 = TVector.MultiplyAdd(g4, v, s41);
                    }
                    {
                        var v = TVector.Load(p + 2); s02 = TVector.MultiplyAdd(g0, v, s02); s12 = TVector.MultiplyAdd(g1, v, s12); s22 =
                        TVector.MultiplyAdd(g2, v, s22); s32 = TVector.MultiplyAdd(g3, v, s32); s42 = TVector.MultiplyAdd(g4, v, s42);
                    }
                    {
                        var v = TVector.Load(p + 3); s03 = TVector.MultiplyAdd(g0, v, s03); s13 = TVector.MultiplyAdd(g1, v, s13); s23 =
                        TVector.MultiplyAdd(g2, v, s23); s33 = TVector.MultiplyAdd(g3, v, s33); s43 = TVector.MultiplyAdd(g4, v, s43);
                    }
                    {
                        var v = TVector.Load(p + 4); s04 = TVector.MultiplyAdd(g0, v, s04); s14 = TVector.MultiplyAdd(g1, v, s14); s24 =
                        TVector.MultiplyAdd(g2, v, s24); s34 = TVector.MultiplyAdd(g3, v, s34); s44 = TVector.MultiplyAdd(g4, v, s44);
                    }
                    g4 = g3; g3 = g2; g2 = g1; g1 = g0;
                    from = (nint)(p + pitch);
                    upstream = (nint)((float*)upstream + gStride);
                }
            }

            s00.Store(sums + 0 + lane); s01.Store(sums + 16 + lane); s02.Store(sums + 32 + lane);
            s03.Store(sums + 48 + lane); s04.Store(sums + 64 + lane);
            s10.Store(sums + 80 + lane); s11.Store(sums + 96 + lane); s12.Store(sums + 112 + lane);
            s13.Store(sums + 128 + lane); s14.Store(sums + 144 + lane);
            s20.Store(sums + 160 + lane); s21.Store(sums + 176 + lane); s22.Store(sums + 192 + lane);
            s23.Store(sums + 208 + lane); s24.Store(sums + 224 + lane);
            s30.Store(sums + 240 + lane); s31.Store(sums + 256 + lane); s32.Store(sums + 272 + lane);
            s33.Store(sums + 288 + lane); s34.Store(sums + 304 + lane);
            s40.Store(sums + 320 + lane); s41.Store(sums + 336 + lane); s42.Store(sums + 352 + lane);
            s43.Store(sums + 368 + lane); s44.Store(sums + 384 + lane);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Put(TVector value, float* at, bool accumulate) =>
        (accumulate ? TVector.Add(value, TVector.Load(at)) : value).Store(at);
}
