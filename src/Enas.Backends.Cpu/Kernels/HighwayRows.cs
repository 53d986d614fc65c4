using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Enas.Pipeline.Tensors;

namespace Enas.Backends.Cpu.Kernels;

/// <summary>The element-wise part of a highway node over rows: gate, candidate, mix, and their gradient.</summary>
internal static unsafe class HighwayRows
{
    /// <summary>
    /// z = [gate | candidate] before activation, [rows, 2H]; becomes [c | f] after it. node = p + c (f - p); masked = node ∘ mask when asked.
    /// </summary>
    public static void Forward(Activation activation, float* z, float* carried, float* node, int rows, nint width)
    {
        switch (activation)
        {
            case Activation.Tanh:
                Forward<TanhActivation>(z, carried, node, rows, width);
                break;
            case Activation.Relu:
                Forward<ReluActivation>(z, carried, node, rows, width);
                break;
            case Activation.Sigmoid:
                Forward<SigmoidActivation>(z, carried, node, rows, width);
                break;
            default:
                Forward<IdentityActivation>(z, carried, node, rows, width);
                break;
        }
    }

    /// <summary>
    /// From d node: z = [c | f] becomes [d gate | d candidate] before activation, and d carried += d node (1 - c).
    /// </summary>
    public static void Backward(Activation activation, float* z, float* carried, float* dNode, float* dCarried, int rows, nint width)
    {
        switch (activation)
        {
            case Activation.Tanh:
                Backward<TanhActivation>(z, carried, dNode, dCarried, rows, width);
                break;
            case Activation.Relu:
                Backward<ReluActivation>(z, carried, dNode, dCarried, rows, width);
                break;
            case Activation.Sigmoid:
                Backward<SigmoidActivation>(z, carried, dNode, dCarried, rows, width);
                break;
            default:
                Backward<IdentityActivation>(z, carried, dNode, dCarried, rows, width);
                break;
        }
    }

    /// <summary>y = x ∘ mask.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply(float* x, float* mask, float* y, nint count)
    {
        for (nint i = 0; i < count; i += Lanes.Count)
        {
            Lanes.Store(Lanes.Load(x + i, count - i) * Lanes.Load(mask + i, count - i), y + i, count - i);
        }
    }

    /// <summary>y += x ∘ mask.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void MultiplyAdd(float* x, float* mask, float* y, nint count)
    {
        for (nint i = 0; i < count; i += Lanes.Count)
        {
            Lanes.Store(Vector256.FusedMultiplyAdd(Lanes.Load(x + i, count - i), Lanes.Load(mask + i, count - i), Lanes.Load(y + i, count - i)), y + i, count - i);
        }
    }

    /// <summary>y += factor·x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddScaled(float* x, float factor, float* y, nint count)
    {
        var scale = Vector256.Create(factor);
        for (nint i = 0; i < count; i += Lanes.Count)
        {
            Lanes.Store(Vector256.FusedMultiplyAdd(Lanes.Load(x + i, count - i), scale, Lanes.Load(y + i, count - i)), y + i, count - i);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Forward<TActivation>(float* z, float* carried, float* node, int rows, nint width)
        where TActivation : struct, IHighwayActivation
    {
        for (var row = 0; row < rows; row++, z += 2 * width, carried += width, node += width)
        {
            for (nint i = 0; i < width; i += Lanes.Count)
            {
                var rest = width - i;
                var gate = VectorMath.Sigmoid(Lanes.Load(z + i, rest));
                var candidate = TActivation.Apply(Lanes.Load(z + width + i, rest));
                var previous = Lanes.Load(carried + i, rest);
                Lanes.Store(gate, z + i, rest);
                Lanes.Store(candidate, z + width + i, rest);
                Lanes.Store(Vector256.FusedMultiplyAdd(gate, candidate - previous, previous), node + i, rest);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Backward<TActivation>(float* z, float* carried, float* dNode, float* dCarried, int rows, nint width)
        where TActivation : struct, IHighwayActivation
    {
        for (var row = 0; row < rows; row++, z += 2 * width, carried += width, dNode += width, dCarried += width)
        {
            for (nint i = 0; i < width; i += Lanes.Count)
            {
                var rest = width - i;
                var gate = Lanes.Load(z + i, rest);
                var candidate = Lanes.Load(z + width + i, rest);
                var upstream = Lanes.Load(dNode + i, rest);
                var dGate = upstream * (candidate - Lanes.Load(carried + i, rest)) * (gate * (Vector256<float>.One - gate));
                Lanes.Store(dGate, z + i, rest);
                Lanes.Store(TActivation.Gradient(candidate, upstream * gate), z + width + i, rest);
                Lanes.Store(Vector256.FusedMultiplyAdd(-gate, upstream, Lanes.Load(dCarried + i, rest) + upstream), dCarried + i, rest);
            }
        }
    }
}

/// <summary>An activation and its gradient in terms of its result.</summary>
internal interface IHighwayActivation
{
    static abstract Vector256<float> Apply(Vector256<float> x);

    static abstract Vector256<float> Gradient(Vector256<float> result, Vector256<float> upstream);
}

internal readonly struct TanhActivation : IHighwayActivation
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Apply(Vector256<float> x) => VectorMath.Tanh(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Gradient(Vector256<float> result, Vector256<float> upstream) =>
        upstream * Vector256.FusedMultiplyAdd(-result, result, Vector256<float>.One);
}

internal readonly struct ReluActivation : IHighwayActivation
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Apply(Vector256<float> x) => default(ReluOperation).Apply(default, x, default);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Gradient(Vector256<float> result, Vector256<float> upstream) =>
        Vector256.ConditionalSelect(Vector256.GreaterThan(result, Vector256<float>.Zero), upstream, Vector256<float>.Zero);
}

internal readonly struct SigmoidActivation : IHighwayActivation
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Apply(Vector256<float> x) => VectorMath.Sigmoid(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Gradient(Vector256<float> result, Vector256<float> upstream) =>
        upstream * (result * (Vector256<float>.One - result));
}

internal readonly struct IdentityActivation : IHighwayActivation
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Apply(Vector256<float> x) => x;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Gradient(Vector256<float> result, Vector256<float> upstream) => upstream;
}
