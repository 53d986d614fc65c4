using Enas.Pipeline.Numerics;

namespace Enas.Pipeline.Tests.Numerics;

/// <summary>Statistical properties; the draws are fixed, so a test that passes once passes for ever.</summary>
public sealed class RandomStreamTests
{
    private const int Count = 100_000;
    private static readonly RandomStream s_stream = new(42, "tests");

    /// <summary>χ² over 100 cells with 99 degrees of freedom: 5 standard deviations are 99 ± 70.</summary>
    [Fact]
    public void Uniforms_are_uniform()
    {
        var cells = new int[100];
        for (var i = 0; i < Count; i++)
        {
            var u = s_stream.Uniform(3, 1, i);
            Assert.InRange(u, 0, Math.BitDecrement(1.0));
            cells[(int)(u * 100)]++;
        }

        var chiSquare = cells.Sum(c => Math.Pow(c - (Count / 100), 2) / (Count / 100));
        Assert.InRange(chiSquare, 29, 169);
    }

    /// <summary>Correlation of neighbours in index, sample, step and seed is within 5 / √n.</summary>
    [Theory]
    [InlineData("index")]
    [InlineData("sample")]
    [InlineData("step")]
    [InlineData("seed")]
    [InlineData("name")]
    public void Neighbours_are_independent(string axis)
    {
        var other = axis switch { "seed" => new RandomStream(43, "tests"), "name" => new RandomStream(42, "testt"), _ => s_stream };
        var sum = 0.0;
        for (var i = 0; i < Count; i++)
        {
            var here = s_stream.Uniform(7, 2, 2 * i) - 0.5;
            var there = axis switch
            {
                "index" => s_stream.Uniform(7, 2, (2 * i) + 1),
                "sample" => s_stream.Uniform(7, 3, 2 * i),
                "step" => s_stream.Uniform(8, 2, 2 * i),
                _ => other.Uniform(7, 2, 2 * i),
            };
            sum += here * (there - 0.5);
        }

        Assert.InRange(sum * 12 / Count, -5 / Math.Sqrt(Count), 5 / Math.Sqrt(Count));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(1000)]
    [InlineData(int.MaxValue)]
    public void Below_keeps_its_bound(int bound)
    {
        var sum = 0.0;
        for (var i = 0; i < Count; i++)
        {
            var value = s_stream.Below(bound, 0, 0, i);
            Assert.InRange(value, 0, bound - 1);
            sum += value / (double)bound;
        }

        var mean = (bound - 1) / (2.0 * bound);
        Assert.InRange(sum / Count, mean - (5 / Math.Sqrt(12.0 * Count)), mean + (5 / Math.Sqrt(12.0 * Count)));
    }

    [Fact]
    public void Below_reaches_every_value()
    {
        var seen = new bool[7];
        for (var i = 0; i < 200; i++)
        {
            seen[s_stream.Below(7, 0, 0, i)] = true;
        }

        Assert.DoesNotContain(false, seen);
    }

    [Fact]
    public void Below_refuses_an_empty_range() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => s_stream.Below(0, 0, 0, 0));

    /// <summary>Mean 0, variance 1, fourth moment 3, each within 5 standard errors.</summary>
    [Fact]
    public void Normals_have_normal_moments()
    {
        double first = 0, second = 0, fourth = 0;
        for (var i = 0; i < Count; i++)
        {
            var z = s_stream.Normal(1, 0, i);
            first += z;
            second += z * z;
            fourth += z * z * z * z;
        }

        var error = 5 / Math.Sqrt(Count);
        Assert.InRange(first / Count, -error, error);
        Assert.InRange(second / Count, 1 - (error * Math.Sqrt(2)), 1 + (error * Math.Sqrt(2)));
        Assert.InRange(fourth / Count, 3 - (error * Math.Sqrt(96)), 3 + (error * Math.Sqrt(96)));
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(0.1)]
    [InlineData(0.5)]
    [InlineData(0.75)]
    public void A_dropout_mask_drops_its_share(double drop)
    {
        var mask = new float[Count];
        s_stream.FillDropoutMask(mask, 5, 0, drop);
        var kept = (float)(1 / (1 - drop));
        Assert.All(mask.Distinct(), value => Assert.True(value == 0 || value == kept));
        var dropped = mask.Count(value => value == 0) / (double)Count;
        var error = 5 * Math.Sqrt(drop * (1 - drop) / Count);
        Assert.InRange(dropped, drop - error, drop + error);
    }

    [Fact]
    public void A_fill_is_a_function_of_the_element()
    {
        var whole = new float[103];
        var part = new float[50];
        s_stream.FillUniform(whole, 9, 4, -0.1f, 0.1f);
        s_stream.FillUniform(part, 9, 4, -0.1f, 0.1f);
        Assert.Equal(whole[..50], part);
        Assert.All(whole, value => Assert.InRange(value, -0.1f, 0.1f));
    }
}
