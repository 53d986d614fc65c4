using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Enas.Backends.Cpu.Kernels;
using Enas.Pipeline.Tensors;

namespace Enas.Backends.Cpu.Recurrent;

/// <summary>An activation and its slope as a function of its value.</summary>
internal interface IActivation
{
    static abstract Vector256<float> Value(Vector256<float> x);

    static abstract Vector256<float> Slope(Vector256<float> value);
}

internal readonly struct TanhActivation : IActivation
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Value(Vector256<float> x) => VectorMath.Tanh(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Slope(Vector256<float> value) => Vector256.FusedMultiplyAdd(-value, value, Vector256<float>.One);
}

internal readonly struct SigmoidActivation : IActivation
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Value(Vector256<float> x) => VectorMath.Sigmoid(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Slope(Vector256<float> value) => value * (Vector256<float>.One - value);
}

internal readonly struct ReluActivation : IActivation
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Value(Vector256<float> x) => default(ReluOperation).Apply(x, x, x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Slope(Vector256<float> value) =>
        Vector256.ConditionalSelect(Vector256.GreaterThan(value, Vector256<float>.Zero), Vector256<float>.One, Vector256<float>.Zero);
}

internal readonly struct IdentityActivation : IActivation
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Value(Vector256<float> x) => x;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Slope(Vector256<float> value) => Vector256<float>.One;
}

/// <summary>The highway step of one node on a slice of the batch, and its gradient. Everything is lane-wise.</summary>
internal static unsafe class HighwayRows
{
    /// <summary>z [rows, 2H] becomes gate | candidate; node = carried + gate (candidate - carried), [rows, H].</summary>
    public static void Forward(Activation activation, float* z, float* carried, float* node, int rows, int width)
    {
        switch (activation)
        {
            case Activation.Tanh: Forward<TanhActivation>(z, carried, node, rows, width); break;
            case Activation.Relu: Forward<ReluActivation>(z, carried, node, rows, width); break;
            case Activation.Sigmoid: Forward<SigmoidActivation>(z, carried, node, rows, width); break;
            case Activation.Identity: Forward<IdentityActivation>(z, carried, node, rows, width); break;
            default: throw new ArgumentOutOfRangeException(nameof(activation));
        }
    }

    /// <summary>Gate | candidate becomes d z; d node·(1 - gate) is added to d carried.</summary>
    public static void Backward(Activation activation, float* z, float* carried, float* dNode, float* dCarried, int rows, int width)
    {
        switch (activation)
        {
            case Activation.Tanh: Backward<TanhActivation>(z, carried, dNode, dCarried, rows, width); break;
            case Activation.Relu: Backward<ReluActivation>(z, carried, dNode, dCarried, rows, width); break;
            case Activation.Sigmoid: Backward<SigmoidActivation>(z, carried, dNode, dCarried, rows, width); break;
            case Activation.Identity: Backward<IdentityActivation>(z, carried, dNode, dCarried, rows, width); break;
            default: throw new ArgumentOutOfRangeException(nameof(activation));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Forward<TActivation>(float* z, float* carried, float* node, int rows, nint width)
        where TActivation : struct, IActivation
    {
        for (var row = 0; row < rows; row++, z += 2 * width, carried += width, node += width)
        {
            for (nint j = 0; j < width; j += Lanes.Count)
            {
                var rest = width - j;
                var gate = VectorMath.Sigmoid(Lanes.Load(z + j, rest));
                var candidate = TActivation.Value(Lanes.Load(z + width + j, rest));
                var previous = Lanes.Load(carried + j, rest);
                Lanes.Store(gate, z + j, rest);
                Lanes.Store(candidate, z + width + j, rest);
                Lanes.Store(Vector256.FusedMultiplyAdd(gate, candidate - previous, previous), node + j, rest);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Backward<TActivation>(float* z, float* carried, float* dNode, float* dCarried, int rows, nint width)
        where TActivation : struct, IActivation
    {
        for (var row = 0; row < rows; row++, z += 2 * width, carried += width, dNode += width, dCarried += width)
        {
            for (nint j = 0; j < width; j += Lanes.Count)
            {
                var rest = width - j;
                var (gate, candidate) = (Lanes.Load(z + j, rest), Lanes.Load(z + width + j, rest));
                var upstream = Lanes.Load(dNode + j, rest);
                var (open, closed) = (upstream * gate, Vector256<float>.One - gate);
                var dGate = open * closed * (candidate - Lanes.Load(carried + j, rest));
                Lanes.Store(dGate, z + j, rest);
                Lanes.Store(open * TActivation.Slope(candidate), z + width + j, rest);
                Lanes.Store(Vector256.FusedMultiplyAdd(upstream, closed, Lanes.Load(dCarried + j, rest)), dCarried + j, rest);
            }
        }
    }
}
