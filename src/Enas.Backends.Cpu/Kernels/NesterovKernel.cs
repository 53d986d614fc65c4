using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Enas.Backends.Cpu.Kernels;

/// <summary>One part of a Nesterov step: all state in registers once per sixteen elements.</summary>
internal readonly unsafe struct NesterovKernel(float rate, float momentum, float gradientScale, float decay)
{
    private readonly float _minusRate = -rate;
    private readonly float _momentum = momentum;
    private readonly float _gradientScale = gradientScale;
    private readonly float _decay = decay;

    /// <summary>G = scale·g + decay·w, v ← μ v + G, w ← w - rate·(G + μ v).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run(float* w, float* v, float* g, nint count)
    {
        var keep = Vector512.Create(_momentum);
        for (nint i = 0; i < count; i += Lanes.Count)
        {
            var rest = count - i;
            var weight = Lanes.Load(w + i, rest);
            var gradient = Vector512.FusedMultiplyAdd(
                Vector512.Create(_decay), weight, Vector512.Create(_gradientScale) * Lanes.Load(g + i, rest));
            var velocity = Vector512.FusedMultiplyAdd(keep, Lanes.Load(v + i, rest), gradient);
            Lanes.Store(velocity, v + i, rest);
            var step = Vector512.FusedMultiplyAdd(keep, velocity, gradient);
            Lanes.Store(Vector512.FusedMultiplyAdd(Vector512.Create(_minusRate), step, weight), w + i, rest);
        }
    }
}
