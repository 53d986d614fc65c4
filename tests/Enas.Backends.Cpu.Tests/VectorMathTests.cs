using System.Runtime.Intrinsics;
using Enas.Backends.Cpu.Kernels;

namespace Enas.Backends.Cpu.Tests;

/// <summary>The stated error bounds, in units of the last place, over arguments of every exponent, and the special values.</summary>
public sealed class VectorMathTests
{
    [Fact]
    public void Exp_is_within_its_bound() => CheckBound(VectorMath.Exp, Math.Exp, 2.0, x => Math.Abs(x) < 110);

    [Fact]
    public void Log_is_within_its_bound() => CheckBound(VectorMath.Log, Math.Log, 2.0, x => x > 0);

    [Fact]
    public void Tanh_is_within_its_bound() => CheckBound(VectorMath.Tanh, Math.Tanh, 3.0, _ => true);

    [Fact]
    public void Sigmoid_is_within_its_bound() => CheckBound(VectorMath.Sigmoid, x => 1 / (1 + Math.Exp(-x)), 3.0, x => Math.Abs(x) < 110);

    [Theory]
    [InlineData(float.NaN, float.NaN)]
    [InlineData(float.PositiveInfinity, float.PositiveInfinity)]
    [InlineData(float.NegativeInfinity, 0f)]
    [InlineData(89f, float.PositiveInfinity)]
    [InlineData(-150f, 0f)]
    [InlineData(0f, 1f)]
    public void Exp_of_special_values(float x, float expected) => Assert.Equal(expected, VectorMath.Exp(Vector256.Create(x))[3]);

    [Theory]
    [InlineData(float.NaN, float.NaN)]
    [InlineData(float.PositiveInfinity, float.PositiveInfinity)]
    [InlineData(0f, float.NegativeInfinity)]
    [InlineData(-1f, float.NaN)]
    [InlineData(float.NegativeInfinity, float.NaN)]
    [InlineData(1f, 0f)]
    public void Log_of_special_values(float x, float expected) => Assert.Equal(expected, VectorMath.Log(x));

    [Theory]
    [InlineData(float.NaN, float.NaN, float.NaN)]
    [InlineData(float.PositiveInfinity, 1f, 1f)]
    [InlineData(float.NegativeInfinity, -1f, 0f)]
    [InlineData(0f, 0f, 0.5f)]
    public void Tanh_and_sigmoid_of_special_values(float x, float tanh, float sigmoid)
    {
        Assert.Equal(tanh, VectorMath.Tanh(Vector256.Create(x))[0]);
        Assert.Equal(sigmoid, VectorMath.Sigmoid(Vector256.Create(x))[0]);
    }

    [Fact]
    public void Tanh_is_odd_in_every_bit()
    {
        Assert.Equal(int.MinValue, BitConverter.SingleToInt32Bits(VectorMath.Tanh(Vector256.Create(-0f))[0]));
        foreach (var x in new NumberStream(4).Floats(1000, -12, 12))
        {
            Assert.Equal(-VectorMath.Tanh(Vector256.Create(x))[0], VectorMath.Tanh(Vector256.Create(-x))[0]);
        }
    }

    [Fact]
    public void A_sum_does_not_depend_on_what_lies_beyond_its_end() => TailCheck.Run();

    private static void CheckBound(Func<Vector256<float>, Vector256<float>> function, Func<double, double> reference, double bound, Func<double, bool> domain)
    {
        // Steps of a prime through all bit patterns, and a dense grid where the functions bend.
        var (worst, at) = (0.0, 0f);
        for (long bits = 0; bits <= uint.MaxValue; bits += 2003)
        {
            Measure(BitConverter.UInt32BitsToSingle((uint)bits));
        }

        for (var x = -20f; x < 20f; x += 1f / 8192)
        {
            Measure(x);
        }

        Assert.True(worst <= bound, $"{worst} ulp at {at:R}");

        void Measure(float x)
        {
            if (!float.IsFinite(x) || !domain(x))
            {
                return;
            }

            var (actual, expected) = (function(Vector256.Create(x))[0], reference(x));
            if ((float)expected == actual)
            {
                return;
            }

            var unit = Math.Max(Math.ScaleB(1, Math.ILogB(expected) - 23), float.Epsilon);
            var error = Math.Abs(actual - expected) / unit;
            if (!(error <= worst))
            {
                (worst, at) = (error, x);
            }
        }
    }
}

/// <summary>Partial vectors.</summary>
internal static unsafe class TailCheck
{
    public static void Run()
    {
        var values = new NumberStream(8).Floats(200);
        fixed (float* data = values)
        {
            for (var count = 1; count < 100; count++)
            {
                var before = (Reductions.Sum(data, count), Reductions.Dot(data, data, count), Reductions.Maximum(data, count));
                values[count] = float.NaN;
                Assert.Equal(before, (Reductions.Sum(data, count), Reductions.Dot(data, data, count), Reductions.Maximum(data, count)));
                values[count] = 0.5f;
            }
        }
    }
}
