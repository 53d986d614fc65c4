using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Enas.Backends.Cpu.Kernels;

/// <summary>
/// One lane-wise operation: the new value of a destination d from d itself and two operands. Forward operations ignore d;
/// gradients add to it. An operation with its gradient next to it, in pairs.
/// </summary>
internal interface IElementOperation
{
    Vector512<float> Apply(Vector512<float> d, Vector512<float> x, Vector512<float> y);
}

internal readonly struct AddOperation : IElementOperation
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> Apply(Vector512<float> d, Vector512<float> x, Vector512<float> y) => x + y;
}

internal readonly struct SubtractOperation : IElementOperation
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> Apply(Vector512<float> d, Vector512<float> x, Vector512<float> y) => x - y;
}

internal readonly struct MultiplyOperation : IElementOperation
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> Apply(Vector512<float> d, Vector512<float> x, Vector512<float> y) => x * y;
}

/// <summary>d + x·y.</summary>
internal readonly struct AddProductOperation : IElementOperation
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> Apply(Vector512<float> d, Vector512<float> x, Vector512<float> y) => Vector512.FusedMultiplyAdd(x, y, d);
}

/// <summary>d + factor·x; y is ignored.</summary>
internal readonly struct AddScaledOperation(float factor) : IElementOperation
{
    private readonly float _factor = factor;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> Apply(Vector512<float> d, Vector512<float> x, Vector512<float> y) =>
        Vector512.FusedMultiplyAdd(Vector512.Create(_factor), x, d);
}

/// <summary>factor·x + offset.</summary>
internal readonly struct AffineOperation(float factor, float offset) : IElementOperation
{
    private readonly float _factor = factor;
    private readonly float _offset = offset;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> Apply(Vector512<float> d, Vector512<float> x, Vector512<float> y) =>
        Vector512.FusedMultiplyAdd(x, Vector512.Create(_factor), Vector512.Create(_offset));
}

/// <summary>factor·x.</summary>
internal readonly struct ScaleOperation(float factor) : IElementOperation
{
    private readonly float _factor = factor;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> Apply(Vector512<float> d, Vector512<float> x, Vector512<float> y) => x * Vector512.Create(_factor);
}

internal readonly struct TanhOperation : IElementOperation
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> Apply(Vector512<float> d, Vector512<float> x, Vector512<float> y) => VectorMath.Tanh(x);
}

/// <summary>Gradient of tanh: x is the upstream gradient, y the result.</summary>
internal readonly struct TanhGradient : IElementOperation
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> Apply(Vector512<float> d, Vector512<float> x, Vector512<float> y) =>
        Vector512.FusedMultiplyAdd(x, Vector512.FusedMultiplyAdd(-y, y, Vector512<float>.One), d);
}

internal readonly struct SigmoidOperation : IElementOperation
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> Apply(Vector512<float> d, Vector512<float> x, Vector512<float> y) => VectorMath.Sigmoid(x);
}

/// <summary>Gradient of the sigmoid: x is the upstream gradient, y the result.</summary>
internal readonly struct SigmoidGradient : IElementOperation
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> Apply(Vector512<float> d, Vector512<float> x, Vector512<float> y) =>
        Vector512.FusedMultiplyAdd(x, y * (Vector512<float>.One - y), d);
}

/// <summary>max(x, 0); NaN stays NaN, so that a bad step is seen.</summary>
internal readonly struct ReluOperation : IElementOperation
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> Apply(Vector512<float> d, Vector512<float> x, Vector512<float> y) =>
        Vector512.ConditionalSelect(Vector512.LessThanOrEqual(x, Vector512<float>.Zero), Vector512<float>.Zero, x);
}

/// <summary>Gradient of the rectifier: x is the upstream gradient, y the result; zero at the kink.</summary>
internal readonly struct ReluGradient : IElementOperation
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> Apply(Vector512<float> d, Vector512<float> x, Vector512<float> y) =>
        Vector512.ConditionalSelect(Vector512.GreaterThan(y, Vector512<float>.Zero), d + x, d);
}

internal readonly struct ExpOperation : IElementOperation
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> Apply(Vector512<float> d, Vector512<float> x, Vector512<float> y) => VectorMath.Exp(x);
}

internal readonly struct LogOperation : IElementOperation
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> Apply(Vector512<float> d, Vector512<float> x, Vector512<float> y) => VectorMath.Log(x);
}

/// <summary>Gradient of the logarithm: x is the upstream gradient, y the argument.</summary>
internal readonly struct LogGradient : IElementOperation
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> Apply(Vector512<float> d, Vector512<float> x, Vector512<float> y) => d + (x / y);
}

/// <summary>d + weight·(x - d): a step of an average.</summary>
internal readonly struct LerpOperation(float weight) : IElementOperation
{
    private readonly float _weight = weight;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> Apply(Vector512<float> d, Vector512<float> x, Vector512<float> y) =>
        Vector512.FusedMultiplyAdd(Vector512.Create(_weight), x - d, d);
}

/// <summary>d - rate·(scale·x + decay·d): plain descent, x is the gradient.</summary>
internal readonly struct SgdOperation(float rate, float scale, float decay) : IElementOperation
{
    private readonly float _minusRate = -rate;
    private readonly float _scale = scale;
    private readonly float _decay = decay;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> Apply(Vector512<float> d, Vector512<float> x, Vector512<float> y)
    {
        var gradient = Vector512.FusedMultiplyAdd(Vector512.Create(_decay), d, Vector512.Create(_scale) * x);
        return Vector512.FusedMultiplyAdd(Vector512.Create(_minusRate), gradient, d);
    }
}

/// <summary>d + x; y is ignored.</summary>
internal readonly struct AccumulateOperation : IElementOperation
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> Apply(Vector512<float> d, Vector512<float> x, Vector512<float> y) => d + x;
}

/// <summary>d + value; the operands are ignored.</summary>
internal readonly struct AddConstantOperation(float value) : IElementOperation
{
    private readonly float _value = value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> Apply(Vector512<float> d, Vector512<float> x, Vector512<float> y) => d + Vector512.Create(_value);
}
