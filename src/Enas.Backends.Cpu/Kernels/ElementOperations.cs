using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Enas.Backends.Cpu.Kernels;

/// <summary>
/// One lane-wise operation: the new value of a destination d from d itself and two operands. Forward operations ignore d;
/// gradients add to it. An operation with its gradient next to it, in pairs.
/// </summary>
internal interface IElementOperation
{
    Vector256<float> Apply(Vector256<float> d, Vector256<float> x, Vector256<float> y);
}

internal readonly struct AddOperation : IElementOperation
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<float> Apply(Vector256<float> d, Vector256<float> x, Vector256<float> y) => x + y;
}

internal readonly struct SubtractOperation : IElementOperation
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<float> Apply(Vector256<float> d, Vector256<float> x, Vector256<float> y) => x - y;
}

internal readonly struct MultiplyOperation : IElementOperation
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<float> Apply(Vector256<float> d, Vector256<float> x, Vector256<float> y) => x * y;
}

/// <summary>d + x·y.</summary>
internal readonly struct AddProductOperation : IElementOperation
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<float> Apply(Vector256<float> d, Vector256<float> x, Vector256<float> y) => Vector256.FusedMultiplyAdd(x, y, d);
}

/// <summary>d + factor·x; y is ignored.</summary>
internal readonly struct AddScaledOperation(float factor) : IElementOperation
{
    private readonly float _factor = factor;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<float> Apply(Vector256<float> d, Vector256<float> x, Vector256<float> y) => Vector256.FusedMultiplyAdd(Vector256.Create(_factor), x, d);
}

/// <summary>factor·x + offset.</summary>
internal readonly struct AffineOperation(float factor, float offset) : IElementOperation
{
    private readonly float _factor = factor;
    private readonly float _offset = offset;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<float> Apply(Vector256<float> d, Vector256<float> x, Vector256<float> y) =>
        Vector256.FusedMultiplyAdd(x, Vector256.Create(_factor), Vector256.Create(_offset));
}

/// <summary>factor·x.</summary>
internal readonly struct ScaleOperation(float factor) : IElementOperation
{
    private readonly float _factor = factor;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<float> Apply(Vector256<float> d, Vector256<float> x, Vector256<float> y) => x * Vector256.Create(_factor);
}

internal readonly struct TanhOperation : IElementOperation
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<float> Apply(Vector256<float> d, Vector256<float> x, Vector256<float> y) => VectorMath.Tanh(x);
}

/// <summary>Gradient of tanh: x is the upstream gradient, y the result.</summary>
internal readonly struct TanhGradient : IElementOperation
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<float> Apply(Vector256<float> d, Vector256<float> x, Vector256<float> y) =>
        Vector256.FusedMultiplyAdd(x, Vector256.FusedMultiplyAdd(-y, y, Vector256<float>.One), d);
}

internal readonly struct SigmoidOperation : IElementOperation
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<float> Apply(Vector256<float> d, Vector256<float> x, Vector256<float> y) => VectorMath.Sigmoid(x);
}

/// <summary>Gradient of the sigmoid: x is the upstream gradient, y the result.</summary>
internal readonly struct SigmoidGradient : IElementOperation
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<float> Apply(Vector256<float> d, Vector256<float> x, Vector256<float> y) =>
        Vector256.FusedMultiplyAdd(x, y * (Vector256<float>.One - y), d);
}

/// <summary>max(x, 0); NaN stays NaN, so that a bad step is seen.</summary>
internal readonly struct ReluOperation : IElementOperation
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<float> Apply(Vector256<float> d, Vector256<float> x, Vector256<float> y) =>
        Vector256.ConditionalSelect(Vector256.LessThanOrEqual(x, Vector256<float>.Zero), Vector256<float>.Zero, x);
}

/// <summary>Gradient of the rectifier: x is the upstream gradient, y the result; zero at the kink.</summary>
internal readonly struct ReluGradient : IElementOperation
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<float> Apply(Vector256<float> d, Vector256<float> x, Vector256<float> y) =>
        Vector256.ConditionalSelect(Vector256.GreaterThan(y, Vector256<float>.Zero), d + x, d);
}

internal readonly struct ExpOperation : IElementOperation
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<float> Apply(Vector256<float> d, Vector256<float> x, Vector256<float> y) => VectorMath.Exp(x);
}

internal readonly struct LogOperation : IElementOperation
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<float> Apply(Vector256<float> d, Vector256<float> x, Vector256<float> y) => VectorMath.Log(x);
}

/// <summary>Gradient of the logarithm: x is the upstream gradient, y the argument.</summary>
internal readonly struct LogGradient : IElementOperation
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<float> Apply(Vector256<float> d, Vector256<float> x, Vector256<float> y) => d + (x / y);
}

/// <summary>d + weight·(x - d): a step of an average.</summary>
internal readonly struct LerpOperation(float weight) : IElementOperation
{
    private readonly float _weight = weight;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<float> Apply(Vector256<float> d, Vector256<float> x, Vector256<float> y) =>
        Vector256.FusedMultiplyAdd(Vector256.Create(_weight), x - d, d);
}

/// <summary>d - rate·(scale·x + decay·d): plain descent, x is the gradient.</summary>
internal readonly struct SgdOperation(float rate, float scale, float decay) : IElementOperation
{
    private readonly float _minusRate = -rate;
    private readonly float _scale = scale;
    private readonly float _decay = decay;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<float> Apply(Vector256<float> d, Vector256<float> x, Vector256<float> y)
    {
        var gradient = Vector256.FusedMultiplyAdd(Vector256.Create(_decay), d, Vector256.Create(_scale) * x);
        return Vector256.FusedMultiplyAdd(Vector256.Create(_minusRate), gradient, d);
    }
}

/// <summary>d + x; y is ignored.</summary>
internal readonly struct AccumulateOperation : IElementOperation
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<float> Apply(Vector256<float> d, Vector256<float> x, Vector256<float> y) => d + x;
}

/// <summary>d + value; the operands are ignored.</summary>
internal readonly struct AddConstantOperation(float value) : IElementOperation
{
    private readonly float _value = value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<float> Apply(Vector256<float> d, Vector256<float> x, Vector256<float> y) => d + Vector256.Create(_value);
}
