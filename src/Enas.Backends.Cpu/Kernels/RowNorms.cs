using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Enas.Backends.Cpu.Kernels;

/// <summary>The limit on row norms.</summary>
internal static unsafe class RowNorms
{
    /// <summary>y = x·scale with scale = min(1, maximum / ‖x‖), which is returned. y may be x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static float Limit(float* x, float* y, nint columns, float maximum)
    {
        var norm = VectorMath.SquareRoot(Reductions.Dot(x, x, columns));
        var scale = norm > maximum ? maximum / norm : 1f;
        if (scale != 1f || x != y)
        {
            Scale(x, y, columns, scale);
        }

        return scale;
    }

    /// <summary>y = x·factor.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Scale(float* x, float* y, nint columns, float factor)
    {
        for (nint i = 0; i < columns; i += Lanes.Count)
        {
            Lanes.Store(Lanes.Load(x + i, columns - i) * Vector256.Create(factor), y + i, columns - i);
        }
    }
}
