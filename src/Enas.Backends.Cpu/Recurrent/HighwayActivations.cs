using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Enas.Backends.Cpu.Kernels;

namespace Enas.Backends.Cpu.Recurrent;

/// <summary>An activation and its gradient in terms of its result.</summary>
internal interface IHighwayActivation
{
    static abstract Vector512<float> Apply(Vector512<float> x);

    static abstract Vector512<float> Gradient(Vector512<float> result, Vector512<float> upstream);
}

internal readonly struct TanhActivation : IHighwayActivation
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Apply(Vector512<float> x) => VectorMath.Tanh(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Gradient(Vector512<float> result, Vector512<float> upstream) =>
        upstream * Vector512.FusedMultiplyAdd(-result, result, Vector512<float>.One);
}

internal readonly struct ReluActivation : IHighwayActivation
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Apply(Vector512<float> x) => default(ReluOperation).Apply(default, x, default);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Gradient(Vector512<float> result, Vector512<float> upstream) =>
        Vector512.ConditionalSelect(Vector512.GreaterThan(result, Vector512<float>.Zero), upstream, Vector512<float>.Zero);
}

internal readonly struct SigmoidActivation : IHighwayActivation
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Apply(Vector512<float> x) => VectorMath.Sigmoid(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Gradient(Vector512<float> result, Vector512<float> upstream) =>
        upstream * (result * (Vector512<float>.One - result));
}

internal readonly struct IdentityActivation : IHighwayActivation
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Apply(Vector512<float> x) => x;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Gradient(Vector512<float> result, Vector512<float> upstream) => upstream;
}
