using Enas.Backends.Cpu;
using Enas.Pipeline.Networks;
using Enas.Pipeline.Options;
using Enas.Pipeline.Tensors;

namespace Enas.Pipeline.Tests.Networks;

/// <summary>What the weights of a network begin with (docs/algorithms.md#initial-weights).</summary>
public sealed class InitialWeightsTests
{
    [Fact]
    public void He_et_al_have_a_normal_deviation_of_two_over_the_fan_in()
    {
        foreach (var (key, values, fanIn) in Created(WeightInitializations.HeNormal))
        {
            Assert.InRange(SquareMean(values) * fanIn / 2, 0.8, 1.2);
            Assert.True(values.Max(Math.Abs) > 1 / Math.Sqrt(fanIn), key);
        }
    }

    /// <summary>PyTorch's formula: kaiming_uniform with a = √5 has the bound √(6 / ((1 + a²) fan-in)), and a bias 1 / √fan-in.</summary>
    [Fact]
    public void Uniform_ones_keep_within_the_bound_and_fill_it()
    {
        var created = Created(WeightInitializations.Uniform);
        Assert.Contains(created, weight => weight.Key.EndsWith("/bias", StringComparison.Ordinal));
        foreach (var (key, values, fanIn) in created)
        {
            var bound = key.EndsWith("/bias", StringComparison.Ordinal) ? 1 / Math.Sqrt(fanIn) : Math.Sqrt(6 / ((1 + 5.0) * fanIn));
            Assert.All(values, value => Assert.InRange(Math.Abs(value), 0, bound * 1.000001));
            Assert.True(values.Length < 100 || values.Max(Math.Abs) > 0.95 * bound, key);
            if (values.Length > 1000)
            {
                Assert.InRange(SquareMean(values) * 3 * fanIn, 0.9, 1.1);
            }
        }
    }

    // The weights with a gradient that begin with something drawn, and how many values each output reads.
    private static List<(string Key, float[] Values, int FanIn)> Created(string initialization)
    {
        using var backend = new CpuBackend(1);
        var (space, given) = ImageGraphTests.Case("benchmark");
        var options = given with { Filters = 16, Initialization = initialization };
        using var store = new WeightStore(backend, 11);
        using var scope = backend.BeginStep(recordGradients: false);
        var layers = new ImageStepLayers(scope, store, options, 11, "", new ImageRun(IsTraining: true, null, 0));
        var batch = ImageGraphTests.Batch(3);
        ImageGraphTests.Graph(space, options, ImageGraphTests.Base(space))
            .Run(layers, scope.Constant(batch.Pixels, new TensorShape(batch.Count, 2, 8, 8)));
        var created = new List<(string, float[], int)>();
        foreach (var (key, weight) in layers.Weights)
        {
            var values = new float[weight.Shape.ElementCount];
            backend.Read(weight, values);
            var isDrawn = !key.EndsWith("/gamma", StringComparison.Ordinal) && !key.EndsWith("/beta", StringComparison.Ordinal)
                && values.Any(value => value != 0);
            if (isDrawn)
            {
                created.Add((key, values, key.EndsWith("/bias", StringComparison.Ordinal) ? 4 * options.Filters : FanIn(weight.Shape)));
            }
        }

        return created;
    }

    // A kernel is outputs x inputs x rows x columns, a linear layer inputs x outputs.
    private static int FanIn(TensorShape shape) => shape.Rank == 4 ? shape[1] * shape[2] * shape[3] : shape[0];

    private static double SquareMean(float[] values) => values.Average(value => (double)value * value);
}
