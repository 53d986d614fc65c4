using Enas.Pipeline.Networks;
using Enas.Pipeline.Options;
using Enas.Pipeline.Steps;
using Enas.Pipeline.Tensors;
using Enas.TestKit;

namespace Enas.Pipeline.Tests.Networks;

public sealed class ImageModelTests
{
    private static readonly ImageShape s_shape = new(2, 8, 8, 3);

    public static TheoryData<string, string> Cases => new(
        from network in new[] { "macro-search", "micro-search" }
        from backend in new[] { "cpu", "reference" }
        select (network, backend));

    /// <summary>Values, velocities and running statistics of what an architecture does not use stay as they are, bit for bit.</summary>
    [Theory]
    [MemberData(nameof(Cases))]
    public void A_step_touches_only_what_its_architecture_uses(string network, string backendName)
    {
        using var backend = ImageGraphTests.Backend(backendName);
        var (space, given) = ImageGraphTests.Case(network);
        var options = given with { BatchNorm = BatchNormPolicies.Running, L2 = 0.01 };
        using var model = new ImageModel(backend, options, s_shape, 5, "");
        int[] other = [.. space.Decisions.Select((decision, i) => (i + 2) % decision.OptionCount)];
        model.Train(ImageGraphTests.Graph(space, options, ImageGraphTests.Base(space)), ImageGraphTests.Batch(3), 0.1, 0);
        model.Train(ImageGraphTests.Graph(space, options, other), ImageGraphTests.Batch(3), 0.1, 1);
        var before = Snapshot(model);
        using (var alone = new ImageModel(backend, options, s_shape, 5, ""))
        {
            alone.Train(ImageGraphTests.Graph(space, options, other), ImageGraphTests.Batch(3), 0.1, 0);
            model.Train(ImageGraphTests.Graph(space, options, other), ImageGraphTests.Batch(3), 0.1, 2);
            var used = Snapshot(alone).Keys.ToHashSet(StringComparer.Ordinal);
            var after = Snapshot(model);
            Assert.Equal(before.Keys, after.Keys);
            Assert.Contains(before.Keys, key => !used.Contains(key));
            Assert.All(after, entry => Assert.Equal(!used.Contains(entry.Key), entry.Value.SequenceEqual(before[entry.Key])));
        }
    }

    /// <summary>v ← μ v + (g + 2λ w), w ← w - η (g + 2λ w + μ v), by hand in float64.</summary>
    [Fact]
    public void Nesterov_momentum_is_its_formula_on_every_backend()
    {
        foreach (var name in new[] { "cpu", "reference" })
        {
            using var backend = ImageGraphTests.Backend(name);
            const int count = 37;
            var (w, v) = (backend.CreateParameter("w", new TensorShape(1, count)), backend.CreateParameter("v", new TensorShape(1, count)));
            float[] weights = [.. Enumerable.Range(0, count).Select(i => (i - 18) * 0.1f)];
            backend.Write(w, weights);
            var (expected, velocity) = (weights.Select(x => (double)x).ToArray(), new double[count]);
            for (var step = 0; step < 3; step++)
            {
                using var scope = backend.BeginStep(recordGradients: true);
                scope.Backward(scope.Sum(scope.Multiply(w, w)));
                backend.NesterovStep(scope, w, v, rate: 0.05f, momentum: 0.9f, gradientScale: 0.5f, l2: 0.01f);
                for (var i = 0; i < count; i++)
                {
                    var gradient = (0.5 * 2 * expected[i]) + (0.02 * expected[i]);
                    velocity[i] = (0.9 * velocity[i]) + gradient;
                    expected[i] -= 0.05 * (gradient + (0.9 * velocity[i]));
                }
            }

            var actual = new float[count];
            backend.Read(w, actual);
            Assert.All(actual.Zip(expected), pair => Assert.Equal(pair.Second, pair.First, 1e-5));
        }
    }

    /// <summary>Without L2 and momentum, a clipped step is exactly learning rate times limit long.</summary>
    [Fact]
    public void Clipping_clips()
    {
        using var backend = new ReferenceBackend();
        var (space, given) = ImageGraphTests.Case("macro-search");
        var options = given with { L2 = 0, Momentum = 0, ClipNorm = 0.01 };
        using var model = new ImageModel(backend, options, s_shape, 5, "");
        var graph = ImageGraphTests.Graph(space, options, ImageGraphTests.Base(space));
        var norm = model.Train(graph, ImageGraphTests.Batch(3), 0, 0).GradNorm;
        var before = Snapshot(model);
        model.Train(graph, ImageGraphTests.Batch(3), 0.5, 0);
        var after = Snapshot(model);
        var moved = Math.Sqrt(model.Weights.Keys.Sum(key =>
            after["weights/" + key].Zip(before["weights/" + key]).Sum(pair => Math.Pow(pair.First - pair.Second, 2))));
        Assert.True(norm > 0.1, $"norm {norm}");
        Assert.Equal(0.5 * 0.01, moved, 1e-5);
    }

    /// <summary>
    /// Statistics of the batch, calibrated on the very batch that is measured, and running ones after many steps of rate 0 on it
    /// are the same.
    /// </summary>
    [Theory]
    [InlineData("macro-search")]
    [InlineData("micro-search")]
    public void The_three_batch_norm_policies_agree_where_their_statistics_do(string network)
    {
        var results = new[] { BatchNormPolicies.Batch, BatchNormPolicies.Recalibrated, BatchNormPolicies.Running }.Select(policy =>
        {
            using var backend = ImageGraphTests.Backend("cpu");
            var (space, given) = ImageGraphTests.Case(network);
            var options = given with { BatchNorm = policy, BatchNormDecay = 0.5, DropoutKeep = 1 };
            using var model = new ImageModel(backend, options, s_shape, 5, "");
            var graph = ImageGraphTests.Graph(space, options, ImageGraphTests.Base(space));
            var batch = ImageGraphTests.Batch(3);
            for (var step = 0; step < 40; step++)
            {
                model.Train(graph, batch, 0, step);
            }

            return Assert.Single(model.EvaluateAll(graph, [batch], [batch, batch]));
        }).ToArray();
        Assert.All(results, result => Assert.Equal(results[0].LossSum, result.LossSum, 1e-3));
    }

    [Fact]
    public void A_step_that_is_not_finite_changes_nothing()
    {
        using var backend = ImageGraphTests.Backend("cpu");
        var (space, given) = ImageGraphTests.Case("macro-search");
        var options = given with { BatchNorm = BatchNormPolicies.Running };
        using var model = new ImageModel(backend, options, s_shape, 5, "");
        var graph = ImageGraphTests.Graph(space, options, ImageGraphTests.Base(space));
        model.Train(graph, ImageGraphTests.Batch(3), 0.1, 0);
        var before = Snapshot(model);
        var broken = ImageGraphTests.Batch(3);
        broken.Pixels[7] = float.NaN;
        Assert.Throws<NonFiniteStepException>(() => model.Train(graph, broken, 0.1, 1));
        Assert.All(Snapshot(model), entry => Assert.Equal(before[entry.Key], entry.Value));
    }

    private static SortedDictionary<string, float[]> Snapshot(ImageModel model)
    {
        var all = new SortedDictionary<string, float[]>(StringComparer.Ordinal);
        foreach (var tensor in model.Export())
        {
            all.Add(tensor.Name, tensor.Values.ToArray());
        }

        return all;
    }
}
