using Enas.Pipeline.Networks;
using Enas.Pipeline.Options;
using Enas.Pipeline.Ports;

namespace Enas.Pipeline.Tests.Networks;

/// <summary>The formula of docs/algorithms.md#averaged-weights: Σ d^(t-i) (1 - d) w_i, divided by 1 - d^t, in float64 by hand.</summary>
public sealed class ExponentialAverageTests
{
    private const double Decay = 0.6;
    private const int Steps = 5;
    private static readonly ImageShape s_shape = new(2, 8, 8, 3);

    [Theory]
    [InlineData("cpu")]
    [InlineData("reference")]
    public void Weights_and_running_statistics_are_averaged_by_the_formula(string backendName)
    {
        using var backend = ImageGraphTests.Backend(backendName);
        var (space, given) = ImageGraphTests.Case("micro-search");
        var options = given with { BatchNorm = BatchNormPolicies.Running };
        using var model = new ImageModel(backend, options, s_shape, 5, "");
        using var averaged = new ImageModel(backend, options, s_shape, 5, "");
        var average = new ExponentialAverage(averaged, Decay);
        var graph = ImageGraphTests.Graph(space, options, ImageGraphTests.Base(space));
        var sums = new SortedDictionary<string, double[]>(StringComparer.Ordinal);
        for (var step = 1; step <= Steps; step++)
        {
            model.Train(graph, ImageGraphTests.Batch(step), 0.1, step);
            average.Observe(model);
            foreach (var tensor in model.ExportNetwork(string.Empty))
            {
                var sum = sums.TryGetValue(tensor.Name, out var known) ? known : new double[tensor.Values.Length];
                sums[tensor.Name] = [.. sum.Zip(tensor.Values.ToArray(), (s, w) => (Decay * s) + ((1 - Decay) * w))];
            }
        }

        var actual = averaged.ExportNetwork(string.Empty).ToArray();
        Assert.Equal(sums.Keys, actual.Select(tensor => tensor.Name).Order(StringComparer.Ordinal));
        Assert.Contains(actual, tensor => tensor.Name.StartsWith("running/", StringComparison.Ordinal));
        Assert.All(actual, tensor => Assert.All(
            tensor.Values.ToArray().Zip(sums[tensor.Name], (average, sum) => (average, Expected: sum / (1 - Math.Pow(Decay, Steps)))),
            pair => Assert.Equal(pair.Expected, pair.average, 1e-6 * (1 + Math.Abs(pair.Expected)))));
    }

    [Fact]
    public void After_one_step_it_is_the_weights_of_that_step()
    {
        using var backend = ImageGraphTests.Backend("cpu");
        var (space, options) = ImageGraphTests.Case("micro-search");
        using var model = new ImageModel(backend, options, s_shape, 5, "");
        using var averaged = new ImageModel(backend, options, s_shape, 5, "");
        model.Train(ImageGraphTests.Graph(space, options, ImageGraphTests.Base(space)), ImageGraphTests.Batch(3), 0.1, 0);
        new ExponentialAverage(averaged, 0.99).Observe(model);
        Assert.Equal(Values(model), Values(averaged));
    }

    private static (string Name, string Values)[] Values(ImageModel model) =>
        [.. model.ExportNetwork(string.Empty).Select(tensor => (tensor.Name, string.Join(' ', tensor.Values.ToArray())))];
}
