using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Enas.Backends.Cpu.Kernels;
using Enas.Pipeline.Tensors;

namespace Enas.Backends.Cpu.Recurrent;

/// <summary>
/// The element-wise part of a highway node over a block of rows and columns: gate, candidate, mix, and their gradient, in one pass each.
/// Products have rows of 2·width floats, the candidate width behind the gate; everything else has rows of width floats.
/// </summary>
internal static unsafe class HighwayRows
{
    /// <summary>
    /// z = [gate | candidate] before activation becomes [c | f] after it; node = p + c (f - p); masked = node ∘ mask where there is a mask.
    /// </summary>
    public static void Forward(
        Activation activation, float* z, float* carried, float* node, float* mask, float* masked, int rows, nint columns, nint width)
    {
        switch (activation)
        {
            case Activation.Tanh:
                Forward<TanhActivation>(z, carried, node, mask, masked, rows, columns, width);
                break;
            case Activation.Relu:
                Forward<ReluActivation>(z, carried, node, mask, masked, rows, columns, width);
                break;
            case Activation.Sigmoid:
                Forward<SigmoidActivation>(z, carried, node, mask, masked, rows, columns, width);
                break;
            default:
                Forward<IdentityActivation>(z, carried, node, mask, masked, rows, columns, width);
                break;
        }
    }

    /// <summary>
    /// From d node: z = [c | f] becomes [d gate | d candidate] before activation, and d carried += d node (1 - c).
    /// </summary>
    public static void Backward(
        Activation activation, float* z, float* carried, float* dNode, float* dCarried, int rows, nint columns, nint width)
    {
        switch (activation)
        {
            case Activation.Tanh:
                Backward<TanhActivation>(z, carried, dNode, dCarried, rows, columns, width);
                break;
            case Activation.Relu:
                Backward<ReluActivation>(z, carried, dNode, dCarried, rows, columns, width);
                break;
            case Activation.Sigmoid:
                Backward<SigmoidActivation>(z, carried, dNode, dCarried, rows, columns, width);
                break;
            default:
                Backward<IdentityActivation>(z, carried, dNode, dCarried, rows, columns, width);
                break;
        }
    }

    /// <summary>y = x ∘ mask.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply(float* x, float* mask, float* y, int rows, nint columns, nint width)
    {
        for (var row = 0; row < rows; row++, x += width, mask += width, y += width)
        {
            for (nint i = 0; i < columns; i += Lanes.Count)
            {
                var rest = columns - i;
                Lanes.Store(Lanes.Load(x + i, rest) * Lanes.Load(mask + i, rest), y + i, rest);
            }
        }
    }

    /// <summary>y += x ∘ mask.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void MultiplyAdd(float* x, float* mask, float* y, int rows, nint columns, nint width)
    {
        for (var row = 0; row < rows; row++, x += width, mask += width, y += width)
        {
            for (nint i = 0; i < columns; i += Lanes.Count)
            {
                var rest = columns - i;
                Lanes.Store(Vector512.FusedMultiplyAdd(Lanes.Load(x + i, rest), Lanes.Load(mask + i, rest), Lanes.Load(y + i, rest)),
                    y + i, rest);
            }
        }
    }

    /// <summary>y = Σ factor·x over the given matrices, in their order.</summary>
    /// <param name="sources">Whole matrices; the block starts <paramref name="offset"/> floats into each.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void ScaledSum(
        float** sources, IReadOnlyList<int> chosen, nint offset, float factor, float* y, int rows, nint columns, nint width)
    {
        var scale = Vector512.Create(factor);
        var count = chosen.Count;
        var starts = stackalloc float*[count];
        for (var i = 0; i < count; i++)
        {
            starts[i] = sources[chosen[i]] + offset;
        }

        for (nint row = 0; row < rows; row++, y += width)
        {
            for (nint i = 0; i < columns; i += Lanes.Count)
            {
                var rest = columns - i;
                var sum = Vector512<float>.Zero;
                for (var source = 0; source < count; source++)
                {
                    sum = Vector512.FusedMultiplyAdd(Lanes.Load(starts[source] + (row * width) + i, rest), scale, sum);
                }

                Lanes.Store(sum, y + i, rest);
            }
        }
    }

    /// <summary>y = factor·x, as a term added to zero.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Scale(float* x, float factor, float* y, int rows, nint columns, nint width)
    {
        var scale = Vector512.Create(factor);
        for (var row = 0; row < rows; row++, x += width, y += width)
        {
            for (nint i = 0; i < columns; i += Lanes.Count)
            {
                var rest = columns - i;
                Lanes.Store(Vector512.FusedMultiplyAdd(Lanes.Load(x + i, rest), scale, Vector512<float>.Zero), y + i, rest);
            }
        }
    }

    /// <summary>y = 0.</summary>
    public static void Clear(float* y, int rows, nint columns, nint width)
    {
        if (columns == width)
        {
            new Span<float>(y, checked((int)(rows * width))).Clear();
            return;
        }

        for (var row = 0; row < rows; row++, y += width)
        {
            new Span<float>(y, (int)columns).Clear();
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Forward<TActivation>(
        float* z, float* carried, float* node, float* mask, float* masked, int rows, nint columns, nint width)
        where TActivation : struct, IHighwayActivation
    {
        for (nint row = 0; row < rows; row++)
        {
            var at = row * width;
            var product = z + (2 * at);
            for (nint i = 0; i < columns; i += Lanes.Count, at += Lanes.Count)
            {
                var rest = columns - i;
                var gate = VectorMath.Sigmoid(Lanes.Load(product + i, rest));
                var candidate = TActivation.Apply(Lanes.Load(product + width + i, rest));
                var previous = Lanes.Load(carried + at, rest);
                Lanes.Store(gate, product + i, rest);
                Lanes.Store(candidate, product + width + i, rest);
                var value = Vector512.FusedMultiplyAdd(gate, candidate - previous, previous);
                Lanes.Store(value, node + at, rest);
                if (masked != null)
                {
                    Lanes.Store(value * Lanes.Load(mask + at, rest), masked + at, rest);
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Backward<TActivation>(float* z, float* carried, float* dNode, float* dCarried, int rows, nint columns, nint width)
        where TActivation : struct, IHighwayActivation
    {
        for (var row = 0; row < rows; row++, z += 2 * width, carried += width, dNode += width, dCarried += width)
        {
            for (nint i = 0; i < columns; i += Lanes.Count)
            {
                var rest = columns - i;
                var gate = Lanes.Load(z + i, rest);
                var candidate = Lanes.Load(z + width + i, rest);
                var upstream = Lanes.Load(dNode + i, rest);
                var dGate = upstream * (candidate - Lanes.Load(carried + i, rest)) * (gate * (Vector512<float>.One - gate));
                Lanes.Store(dGate, z + i, rest);
                Lanes.Store(TActivation.Gradient(candidate, upstream * gate), z + width + i, rest);
                Lanes.Store(Vector512.FusedMultiplyAdd(-gate, upstream, Lanes.Load(dCarried + i, rest) + upstream), dCarried + i, rest);
            }
        }
    }
}
