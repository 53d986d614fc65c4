using System.Runtime.Intrinsics;
using Enas.Backends.Cpu.Kernels;

namespace Enas.Backends.Cpu.Tests.Kernels;

/// <summary>The elementary functions against float64, in units in the last place.</summary>
public sealed class VectorMathTests
{
    public static TheoryData<string, double, double, double> Functions => new()
    {
        { "exp", -87, 88, 2 },
        { "tanh", -12, 12, 3 },
        { "sigmoid", -80, 80, 3 },
        { "log", 1e-30, 1e30, 2 },
    };

    [Theory]
    [MemberData(nameof(Functions))]
    public void Errors_stay_within_their_bounds(string name, double low, double high, double boundUlp)
    {
        var worst = 0.0;
        for (var i = 0; i < 200_000; i++)
        {
            var t = i / 199_999.0;
            var x = (float)(name == "log" ? low * Math.Pow(high / low, t) : low + ((high - low) * t));
            var expected = Exact(name, x);
            var error = Math.Abs(Ours(name, x) - expected) / Ulp(expected);
            worst = Math.Max(worst, error);
        }

        Assert.InRange(worst, 0, boundUlp);
    }

    [Fact]
    public void Special_values_are_kept()
    {
        Assert.Equal(0, Ours("exp", float.NegativeInfinity));
        Assert.Equal(double.PositiveInfinity, Ours("exp", float.PositiveInfinity));
        Assert.Equal(double.PositiveInfinity, Ours("exp", 200));
        Assert.Equal(1, Ours("exp", 0));
        Assert.Equal(1, Ours("tanh", float.PositiveInfinity));
        Assert.Equal(-1, Ours("tanh", float.NegativeInfinity));
        Assert.Equal(0.5, Ours("sigmoid", 0));
        Assert.Equal(1, Ours("sigmoid", float.PositiveInfinity));
        Assert.Equal(0, Ours("sigmoid", float.NegativeInfinity), 1e-30);
        Assert.All((string[])["exp", "tanh", "sigmoid", "log"], name => Assert.True(double.IsNaN(Ours(name, float.NaN)), name));
    }

    private static double Ours(string name, float x)
    {
        var v = Vector512.Create(x);
        return (name switch
        {
            "exp" => VectorMath.Exp(v),
            "tanh" => VectorMath.Tanh(v),
            "sigmoid" => VectorMath.Sigmoid(v),
            _ => VectorMath.Log(v)
        })[3];
    }

    private static double Exact(string name, double x) => name switch
    {
        "exp" => Math.Exp(x),
        "tanh" => Math.Tanh(x),
        "sigmoid" => 1 / (1 + Math.Exp(-x)),
        _ => Math.Log(x),
    };

    private static double Ulp(double value)
    {
        var single = Math.Max(MathF.Abs((float)value), 1.17549435e-38f);
        return Math.Max(MathF.BitIncrement(single) - (double)single, 1.4e-45);
    }
}
