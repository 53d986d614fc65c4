using System.Buffers.Binary;
using System.Security.Cryptography;
using Enas.Pipeline.Numerics;

namespace Enas.Pipeline.Tests.Numerics;

/// <summary>Bounds against the C library (itself within 1 ulp), exact bits, and every special case.</summary>
public sealed class ExactMathTests
{
    private const int Points = 200_000;

    [Fact]
    public void Exp_is_near_the_library() =>
        AssertNear(Math.Exp, ExactMath.Exp, i => Spread(i, 708), largestUlp: 2);

    [Fact]
    public void Exp_of_small_arguments_is_near_the_library() =>
        AssertNear(Math.Exp, ExactMath.Exp, i => Spread(i, 1), largestUlp: 2);

    [Fact]
    public void Log_is_near_the_library() =>
        AssertNear(Math.Log, ExactMath.Log, i => Math.Exp(Spread(i, 708)), largestUlp: 2);

    [Fact]
    public void Log_around_one_is_near_the_library() =>
        AssertNear(Math.Log, ExactMath.Log, i => 1 + Spread(i, 0.4), largestUlp: 2);

    [Fact]
    public void Tanh_is_near_the_library() =>
        AssertNear(Math.Tanh, ExactMath.Tanh, i => Spread(i, 3), largestUlp: 4);

    [Fact]
    public void Cos_is_near_the_library() =>
        AssertNear(Math.Cos, ExactMath.Cos, i => Spread(i, 1e5), largestUlp: 2);

    [Fact]
    public void Sin_is_near_the_library() =>
        AssertNear(Math.Sin, ExactMath.Sin, i => Spread(i, 1e5), largestUlp: 2);

    [Fact]
    public void Cos_near_multiples_of_a_quarter_is_near_the_library() =>
        AssertNear(Math.Cos, ExactMath.Cos, i => (i % 60_000) * (Math.PI / 2), largestUlp: 2);

    [Fact]
    public void Pow_is_near_the_library() =>
        AssertNear(
            x => Math.Pow(Math.Exp(x / 100), 6.5 * x),
            x => ExactMath.Pow(Math.Exp(x / 100), 6.5 * x),
            i => Spread(i, 100),
            largestUlp: 2);

    /// <summary>Correctly rounded values from 200-bit arithmetic: f, x, y, and the value; each must be met within
    /// the stated bound.</summary>
    [Theory]
    [MemberData(nameof(ExactValues.All), MemberType = typeof(ExactValues))]
    public void Known_values_are_met(string function, double x, double y, double expected)
    {
        var (actual, bound) = function switch
        {
            "exp" => (ExactMath.Exp(x), 1),
            "log" => (ExactMath.Log(x), 1),
            "tanh" => (ExactMath.Tanh(x), 3),
            "cos" => (ExactMath.Cos(x), 1),
            "sin" => (ExactMath.Sin(x), 1),
            _ => (ExactMath.Pow(x, y), 2),
        };
        Assert.InRange(Ulps(expected, actual), 0, bound);
    }

    /// <summary>The bits themselves: a change of any of them changes fingerprints and needs a new numerics version.</summary>
    [Fact]
    public void The_bits_are_golden()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> bytes = stackalloc byte[8];
        for (var i = 0; i < 20_000; i++)
        {
            var x = Spread(i, 700);
            ReadOnlySpan<double> values =
            [
                ExactMath.Exp(x), ExactMath.Log(Math.Abs(x)), ExactMath.Tanh(x / 100),
                ExactMath.Cos(x), ExactMath.Sin(x), ExactMath.Pow(Math.Abs(x), x / 10),
            ];
            foreach (var value in values)
            {
                BinaryPrimitives.WriteDoubleLittleEndian(bytes, value);
                hash.AppendData(bytes);
            }
        }

        Assert.Equal("354ec0bf65017ae5624390d505ed07d17aec2927681ab1889294d6864a5d93af", Convert.ToHexStringLower(hash.GetHashAndReset()));
    }

    [Fact]
    public void Special_cases_of_exp()
    {
        Assert.Equal(double.NaN, ExactMath.Exp(double.NaN));
        Assert.Equal(double.PositiveInfinity, ExactMath.Exp(double.PositiveInfinity));
        Assert.Equal(0, ExactMath.Exp(double.NegativeInfinity));
        Assert.Equal(1, ExactMath.Exp(0));
        Assert.Equal(double.PositiveInfinity, ExactMath.Exp(709.79));
        Assert.True(double.IsFinite(ExactMath.Exp(709.78)));
        Assert.Equal(0, ExactMath.Exp(-746));
        Assert.Equal(double.Epsilon, ExactMath.Exp(-745));
    }

    [Fact]
    public void Special_cases_of_log()
    {
        Assert.Equal(double.NaN, ExactMath.Log(double.NaN));
        Assert.Equal(double.NaN, ExactMath.Log(-1));
        Assert.Equal(double.NegativeInfinity, ExactMath.Log(0));
        Assert.Equal(double.NegativeInfinity, ExactMath.Log(-0.0));
        Assert.Equal(double.PositiveInfinity, ExactMath.Log(double.PositiveInfinity));
        Assert.Equal(0, ExactMath.Log(1));
        Assert.Equal(-744.4400719213812, ExactMath.Log(double.Epsilon));
    }

    [Fact]
    public void Special_cases_of_pow()
    {
        Assert.Equal(1, ExactMath.Pow(double.NaN, 0));
        Assert.Equal(1, ExactMath.Pow(1, double.NaN));
        Assert.Equal(double.NaN, ExactMath.Pow(double.NaN, 1));
        Assert.Equal(double.NaN, ExactMath.Pow(2, double.NaN));
        Assert.Equal(double.NaN, ExactMath.Pow(-2, 2));
        Assert.Equal(0, ExactMath.Pow(0, 3));
        Assert.Equal(double.PositiveInfinity, ExactMath.Pow(0, -3));
        Assert.Equal(0, ExactMath.Pow(0.5, double.PositiveInfinity));
        Assert.Equal(double.PositiveInfinity, ExactMath.Pow(0.5, double.NegativeInfinity));
        Assert.Equal(0, ExactMath.Pow(double.PositiveInfinity, -1));
        Assert.Equal(double.PositiveInfinity, ExactMath.Pow(10, 309));
        Assert.Equal(0, ExactMath.Pow(10, -400));
        Assert.Equal(double.PositiveInfinity, ExactMath.Pow(double.MaxValue, double.MaxValue));
        Assert.Equal(1024, ExactMath.Pow(2, 10));
    }

    [Fact]
    public void Special_cases_of_tanh()
    {
        Assert.Equal(double.NaN, ExactMath.Tanh(double.NaN));
        Assert.Equal(1, ExactMath.Tanh(double.PositiveInfinity));
        Assert.Equal(-1, ExactMath.Tanh(double.NegativeInfinity));
        Assert.True(double.IsNegative(ExactMath.Tanh(-0.0)));
        Assert.Equal(1e-300, ExactMath.Tanh(1e-300));
    }

    [Fact]
    public void Special_cases_of_cos_and_sin()
    {
        Assert.Equal(double.NaN, ExactMath.Cos(double.NaN));
        Assert.Equal(double.NaN, ExactMath.Cos(double.PositiveInfinity));
        Assert.Equal(double.NaN, ExactMath.Sin(double.NegativeInfinity));
        Assert.Equal(1, ExactMath.Cos(0));
        Assert.True(double.IsNegative(ExactMath.Sin(-0.0)));
        Assert.Throws<ArgumentOutOfRangeException>(() => ExactMath.Cos(1e9));
        Assert.Throws<ArgumentOutOfRangeException>(() => ExactMath.Sin(-1e9));
    }

    private static void AssertNear(Func<double, double> library, Func<double, double> own, Func<int, double> point, long largestUlp)
    {
        for (var i = 0; i < Points; i++)
        {
            var x = point(i);
            var distance = Ulps(library(x), own(x));
            Assert.True(distance <= largestUlp, $"x = {x:R}: {own(x):R} instead of {library(x):R}, {distance} ulp");
        }
    }

    /// <summary>Point i of a Weyl sequence in (-limit, limit): the fractional part of i times the golden ratio.</summary>
    private static double Spread(int i, double limit)
    {
        var fraction = (i + 1) * 0.6180339887498949;
        return limit * ((2 * (fraction - Math.Floor(fraction))) - 1);
    }

    private static long Ulps(double a, double b) => Math.Abs(BitConverter.DoubleToInt64Bits(a) - BitConverter.DoubleToInt64Bits(b));
}
