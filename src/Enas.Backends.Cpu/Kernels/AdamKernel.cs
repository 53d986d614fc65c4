using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Enas.Backends.Cpu.Kernels;

/// <summary>One pass of Adam over a parameter.</summary>
internal readonly unsafe struct AdamKernel(
    float rate, float beta1, float beta2, float secondMomentScale, float epsilon, float gradientScale)
{
    private readonly float _minusRate = -rate;
    private readonly float _beta1 = beta1;
    private readonly float _beta2 = beta2;
    private readonly float _secondMomentScale = secondMomentScale;
    private readonly float _epsilon = epsilon;
    private readonly float _gradientScale = gradientScale;

    /// <summary>m ← β1 m + (1-β1) g, v ← β2 v + (1-β2) g², w ← w - rate·m / (√(v·scale) + ε).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run(float* w, float* m, float* v, float* g, nint count)
    {
        var (keep1, keep2) = (Vector512.Create(_beta1), Vector512.Create(_beta2));
        var (take1, take2) = (Vector512.Create(1f - _beta1), Vector512.Create(1f - _beta2));
        for (nint i = 0; i < count; i += Lanes.Count)
        {
            var rest = count - i;
            var gradient = Lanes.Load(g + i, rest) * Vector512.Create(_gradientScale);
            var first = Vector512.FusedMultiplyAdd(keep1, Lanes.Load(m + i, rest), take1 * gradient);
            var second = Vector512.FusedMultiplyAdd(keep2, Lanes.Load(v + i, rest), take2 * (gradient * gradient));
            var divisor = Vector512.Sqrt(second * Vector512.Create(_secondMomentScale)) + Vector512.Create(_epsilon);
            Lanes.Store(first, m + i, rest);
            Lanes.Store(second, v + i, rest);
            Lanes.Store(Vector512.FusedMultiplyAdd(Vector512.Create(_minusRate), first / divisor, Lanes.Load(w + i, rest)), w + i, rest);
        }
    }
}
