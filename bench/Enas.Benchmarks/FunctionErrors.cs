using System.Globalization;
using System.Runtime.Intrinsics;
using Enas.Backends.Cpu.Kernels;

namespace Enas.Benchmarks;

/// <summary>
/// The worst errors of the elementary functions over the float32 arguments, against the C library's float64 functions, whose own errors are
/// some 10⁻⁹ of a float32 unit in the last place.
/// </summary>
internal static class FunctionErrors
{
    private const double SmallestNormal = 1.17549435e-38;
    private const double SmallestSubnormal = 1.401298464324817e-45;

    private delegate Vector512<float> Lanes(Vector512<float> x);

    /// <summary>Prints one row per function.</summary>
    /// <param name="stride">Every how many-th bit pattern is tried; 1 for all 2³² of them.</param>
    public static void Report(uint stride)
    {
        Console.WriteLine($"| function | worst error, ulp | at | arguments tried: every {stride} of 2³² |");
        Console.WriteLine("|---|---|---|---|");
        Row("exp", VectorMath.Exp, Math.Exp, stride);
        Row("log", VectorMath.Log, Math.Log, stride);
        Row("tanh", VectorMath.Tanh, Math.Tanh, stride);
        Row("sigmoid", VectorMath.Sigmoid, x => 1 / (1 + Math.Exp(-x)), stride);
    }

    private static void Row(string name, Lanes ours, Func<double, double> exact, uint stride)
    {
        var parts = Environment.ProcessorCount;
        var worst = new (double Error, float At, long Count)[parts];
        Parallel.For(0, parts, part => worst[part] = Worst(ours, exact, stride, (uint)part, (uint)parts));
        var (error, at, _) = worst.MaxBy(found => found.Error);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"| {name} | {error:0.000} | {at:R} | {worst.Sum(found => found.Count):N0} numbers |"));
    }

    private static unsafe (double Error, float At, long Count) Worst(
        Lanes ours, Func<double, double> exact, uint stride, uint part, uint parts)
    {
        var (worst, at, count) = (0.0, 0f, 0L);
        var x = stackalloc float[16];
        var y = stackalloc float[16];
        var step = 16UL * stride * parts;
        for (var first = 16UL * stride * part; first < 1UL << 32; first += step)
        {
            for (var lane = 0U; lane < 16; lane++)
            {
                x[lane] = BitConverter.UInt32BitsToSingle((uint)(first + (lane * stride)));
            }

            ours(Vector512.Load(x)).Store(y);
            for (var lane = 0; lane < 16; lane++)
            {
                var expected = exact(x[lane]);
                if (!double.IsFinite(expected) || Math.Abs(expected) > float.MaxValue)
                {
                    continue;
                }

                count++;
                var error = Math.Abs(y[lane] - expected) / Ulp(expected);
                if (error > worst || double.IsNaN(error))
                {
                    (worst, at) = (double.IsNaN(error) ? double.PositiveInfinity : error, x[lane]);
                }
            }
        }

        return (worst, at, count);
    }

    /// <summary>Distance of the float32 numbers around a value.</summary>
    private static double Ulp(double value)
    {
        var magnitude = Math.Abs(value);
        return magnitude < SmallestNormal ? SmallestSubnormal : Math.ScaleB(1, Math.ILogB(magnitude) - 23);
    }
}
