using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Enas.Backends.Cpu.Kernels;

/// <summary>
/// A running sum in sixteen virtual lanes: lane l adds elements l, l + 16, ...; at the end the lanes are added in a fixed tree.
/// This order, not the machine's vector width, is what sums are defined by.
/// </summary>
internal struct LaneSum
{
    /// <summary>Elements of one round.</summary>
    public const int Count = 16;

    private Vector256<float> _lower;
    private Vector256<float> _upper;

    /// <summary>Adds the next sixteen elements.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(Vector256<float> lower, Vector256<float> upper)
    {
        _lower += lower;
        _upper += upper;
    }

    /// <summary>Adds the products of the next sixteen pairs.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void AddProducts(Vector256<float> xLower, Vector256<float> yLower, Vector256<float> xUpper, Vector256<float> yUpper)
    {
        _lower = Vector256.FusedMultiplyAdd(xLower, yLower, _lower);
        _upper = Vector256.FusedMultiplyAdd(xUpper, yUpper, _upper);
    }

    /// <summary>The sum: halves, quarters, pairs.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly float Total()
    {
        var eight = _lower + _upper;
        var four = eight.GetLower() + eight.GetUpper();
        var two = four.GetLower() + four.GetUpper();
        return two[0] + two[1];
    }
}
