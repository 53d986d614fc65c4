using Enas.Backends.Cpu;
using Enas.Pipeline.Architectures;
using Enas.Pipeline.Measures;
using Enas.Pipeline.Numerics;
using Enas.Pipeline.Options;
using Enas.Pipeline.Ports;
using Enas.Pipeline.Spaces.RnnCell;
using Enas.Pipeline.Tasks.Text;
using Enas.Pipeline.Tensors;
using Enas.TestKit;

namespace Enas.Pipeline.Tests.Spaces.RnnCell;

/// <summary>The recurrent cell as a mixture, in float64 where something is differentiated.</summary>
public sealed class RecurrentMixtureTests
{
    private static readonly string[] s_outputs = ["loose-ends", "all-but-first", "all-nodes"];
    private static readonly string[] s_norms = ["none", "average", "nodes-and-average"];
    private static readonly string[] s_sharings = ["edge", "edge-and-activation"];

    // Differences are taken across a rectifier's kinks, where there is no derivative.
    private static readonly string[] s_smooth = ["tanh", "sigmoid", "identity"];

    /// <summary>A mixture in which one option of each choice counts is that architecture, whether the others run or not.</summary>
    [Fact]
    public void Where_one_option_of_each_choice_counts_the_mixture_is_the_path()
    {
        foreach (var (output, norm, sharing, first) in
            from output in s_outputs
            from norm in s_norms
            from sharing in s_sharings
            from first in (string[])["sampled", "tanh"]
            select (output, norm, sharing, first))
        {
            var job = Job(nodes: 4, output, norm, sharing, first);
            var space = new RnnCellSpace(job.Space);
            using var backend = new ReferenceBackend();
            using var weights = Weights(backend, job);
            var draws = new RandomStream(5, "test");
            for (var draw = 0; draw < 3; draw++)
            {
                var architecture = space.FromValues(
                    [.. space.Decisions.Select((decision, i) => draws.Below(decision.OptionCount, draw, 0, i))]);
                var path = Sum(weights.Evaluate(architecture, step: 3, ordinal: 0));
                var vertex = Vertex(space.Relaxation, architecture);
                Assert.Equal(path.LossSum, weights.MeasureGradient(vertex, 3, null).Loss.LossSum, 1e-6);
                Assert.Equal(path.LossSum, weights.MeasureGradient(vertex with { Path = architecture }, 3, null).Loss.LossSum, 1e-6);
                Assert.Equal(path.TokenCount, weights.MeasureGradient(vertex, 3, null).Loss.TokenCount);
            }
        }
    }

    /// <summary>Gradient of first order against central differences of the loss, for every weight of the mixture.</summary>
    [Fact]
    public void The_gradient_is_that_of_the_validation_loss()
    {
        foreach (var (output, norm) in from output in s_outputs from norm in s_norms select (output, norm))
        {
            var job = Job(nodes: 3, output, norm, "edge", "sampled") with
            {
                Space = TestJobs.Space(3, output: output) with { Activations = s_smooth },
                Reward = Tiny.Reward with { Windows = 2 },
            };
            using var backend = new ReferenceBackend();
            using var weights = Weights(backend, job);
            var mixture = Inner(new RnnCellSpace(job.Space).Relaxation);
            double LossAt(Mixture at) => Mean(weights.MeasureGradient(at, 3, null).Loss);
            AssertNear(Differences(mixture, LossAt), weights.MeasureGradient(mixture, 3, null).Gradient, 3e-3);
        }
    }

    /// <summary>The gate of the option that runs is differentiated at 1, as if it were a factor; the others have no gradient.</summary>
    [Fact]
    public void The_gradient_of_a_hard_path_is_that_of_its_own_gates()
    {
        var job = Job(nodes: 3, "loose-ends", "average", "edge", "sampled");
        var space = new RnnCellSpace(job.Space);
        using var backend = new ReferenceBackend();
        using var weights = Weights(backend, job);
        var path = space.FromValues([1, 0, 2, 1, 3]);
        var mixture = Vertex(space.Relaxation, path) with { Path = path };
        var gradient = weights.MeasureGradient(mixture, 3, null).Gradient;
        Assert.Equal(
            Enumerable.Range(0, gradient.Length).Where(i => mixture.Weights[i] == 1),
            gradient.Index().Where(g => g.Item != 0).Select(g => g.Index));
        var differences = Differences(mixture, at => Mean(weights.MeasureGradient(at, 3, null).Loss));
        AssertNear(differences, gradient, 3e-3);
    }

    /// <summary>
    /// The gradient of second order against central differences of the bilevel objective itself: fresh weights are trained one step under
    /// the moved mixture, then measured under it.
    /// </summary>
    [Theory]
    [InlineData(0.0, 0.0)]
    [InlineData(0.05, 0.0)]
    [InlineData(0.0, 0.01)]
    public void The_gradient_of_second_order_is_that_of_the_bilevel_objective(double clipNorm, double l2)
    {
        var job = Job(nodes: 3, "loose-ends", "average", "edge", "sampled");
        job = job with
        {
            Space = job.Space with { Activations = s_smooth },
            SharedWeights = job.SharedWeights with { ClipNorm = clipNorm, L2 = l2, LearningRate = 2, HiddenDropout = 0.2 },
        };
        var mixture = Inner(new RnnCellSpace(job.Space).Relaxation);
        using var backend = new ReferenceBackend();

        // The factor of clipping counts as a constant, so under a moved mixture the step has the factor of the one that is not moved.
        var factor = ClipFactor(backend, job, mixture);
        Assert.Equal(clipNorm > 0, factor < 0.9);
        var clipped = job.SharedWeights with { ClipNorm = 0, LearningRate = job.SharedWeights.LearningRate * factor };
        double Bilevel(Mixture at)
        {
            using var fresh = Weights(backend, job with { SharedWeights = clipped });
            fresh.TrainMixture(at, 3, 0);
            return Mean(fresh.MeasureGradient(at, 3, null).Loss);
        }

        using var weights = Weights(backend, job);
        var before = weights.MeasureGradient(mixture, 3, null);
        var second = weights.MeasureGradient(mixture, 3, unrolled: 0);
        AssertNear(Differences(mixture, Bilevel), second.Gradient, 2e-3);

        // It is another one than that of first order after the step, and the weights are as they were.
        using var stepped = Weights(backend, job);
        stepped.TrainMixture(mixture, 3, 0);
        var first = stepped.MeasureGradient(mixture, 3, null);
        Assert.Equal(first.Loss.LossSum, second.Loss.LossSum, 1e-9);
        Assert.True(Distance(first.Gradient, second.Gradient) > 1e-2 * Length(first.Gradient), "nothing of second order");
        Assert.Equal(before.Gradient, weights.MeasureGradient(mixture, 3, null).Gradient);
        Assert.Equal(3 * job.SharedWeights.BatchSize * job.SharedWeights.SequenceLength, second.UnrolledItems);
    }

    /// <summary>On the exact backend the same bits on any number of threads, and near the oracle.</summary>
    [Theory]
    [InlineData(null)]
    [InlineData(0L)]
    public void The_exact_backend_has_the_oracles_gradient_on_any_number_of_threads(long? unrolled)
    {
        var job = Job(nodes: 4, "loose-ends", "average", "edge", "sampled");
        var mixture = Inner(new RnnCellSpace(job.Space).Relaxation);
        float[] Gradient(ITensorBackend backend)
        {
            using (backend)
            {
                using var weights = Weights(backend, job);
                var gradient = weights.MeasureGradient(mixture, 3, unrolled).Gradient;
                Assert.Equal(0, backend.LiveStepTensorCount);
                return gradient;
            }
        }

        var one = Gradient(new CpuBackend(1));
        Assert.Equal(one, Gradient(new CpuBackend(2)));
        Assert.Equal(one, Gradient(new CpuBackend(7)));
        Assert.True(Distance(Gradient(new ReferenceBackend()), one) < 1e-3 * Length(one));
    }

    /// <summary>What activations of their own weights cost more than shared ones is what is multiplied more: with a shared weight
    /// once.</summary>
    [Theory]
    [InlineData("sampled")]
    [InlineData("tanh")]
    public void Activations_that_share_a_weight_share_its_product(string first)
    {
        var (shared, own) = (Of("edge"), Of("edge-and-activation"));
        Assert.Equal(own.Counted - shared.Counted, 3 * (own.Multiplied - shared.Multiplied));

        (long Counted, long Multiplied) Of(string sharing)
        {
            var job = Job(nodes: 4, "loose-ends", "average", sharing, first);
            var space = new RnnCellSpace(job.Space);
            using var backend = new ReferenceBackend();
            using var weights = Weights(backend, job);
            var loss = weights.MeasureGradient(Inner(space.Relaxation), 3, null).Loss;
            ICostModel costs = new RecurrentCosts(space, job.SharedWeights, vocabularySize: 12);
            return (costs.MixtureTraining(loss.TokenCount)!.MultiplyAdds, backend.MatrixMultiplyAdds);
        }
    }

    /// <summary>Training a mixture lowers its loss; a path trains the weights of the path alone.</summary>
    [Fact]
    public void A_mixture_can_be_trained()
    {
        var job = Job(nodes: 3, "loose-ends", "average", "edge", "sampled");
        var mixture = Inner(new RnnCellSpace(job.Space).Relaxation);
        using var backend = new CpuBackend(1);
        using var weights = Weights(backend, job);
        var before = Mean(weights.MeasureGradient(mixture, 3, null).Loss);
        for (var step = 0; step < 30; step++)
        {
            Assert.True(double.IsFinite(weights.TrainMixture(mixture, step, step).Loss));
        }

        Assert.True(Mean(weights.MeasureGradient(mixture, 3, null).Loss) < before - 0.1);
    }

    private static JobOptions Tiny => TestJobs.Tiny();

    private static JobOptions Job(int nodes, string output, string norm, string sharing, string first) => Tiny with
    {
        Space = TestJobs.Space(nodes, first, output),
        SharedWeights = TestJobs.Network(hidden: 5, sharing) with { BatchNorm = norm, BatchNormEpsilon = 0.1, InitRange = 0.5 },
    };

    private static double ClipFactor(ITensorBackend backend, JobOptions job, Mixture mixture)
    {
        using var fresh = Weights(backend, job);
        var norm = fresh.TrainMixture(mixture, 3, 0).GradNorm;
        return job.SharedWeights.ClipNorm > 0 ? Math.Min(1, job.SharedWeights.ClipNorm / norm) : 1;
    }

    private static RnnSharedWeights Weights(ITensorBackend backend, JobOptions job) =>
        new(backend, new RnnCellSpace(job.Space), job, GeneratedLanguage.Load(job.Seed, job.Data));

    private static Mixture Vertex(Relaxation relaxation, Architecture architecture)
    {
        var weights = new float[relaxation.OptionCount];
        foreach (var (choice, option) in relaxation.Choices.Zip(relaxation.OptionsOf(architecture)))
        {
            weights[choice.First + option] = 1;
        }

        return new(weights);
    }

    /// <summary>Weights inside the simplex, none alike.</summary>
    private static Mixture Inner(Relaxation relaxation) => new([.. relaxation.Choices.SelectMany(choice =>
        Enumerable.Range(1, choice.OptionCount).Select(i => (float)i / (choice.OptionCount * (choice.OptionCount + 1) / 2)))]);

    // Steps of 1/64 are exact in float32; the error of central differences is of the square of the step.
    private static float[] Differences(Mixture mixture, Func<Mixture, double> loss)
    {
        const float h = 1f / 64;
        Mixture Moved(int i, float by) => mixture with
        {
            Weights = [.. mixture.Weights.Select((weight, j) => i == j ? weight + by : weight)],
        };
        return [.. mixture.Weights.Select((weight, i) => mixture.Path is not null && weight == 0 ? 0
            : (float)((8 * (loss(Moved(i, h)) - loss(Moved(i, -h)))) - (loss(Moved(i, 2 * h)) - loss(Moved(i, -2 * h)))) / (12 * h))];
    }

    private static void AssertNear(float[] expected, float[] actual, double tolerance) => Assert.True(
        Distance(expected, actual) <= tolerance * Length(expected),
        $"off by {Distance(expected, actual)} of {Length(expected)}: {string.Join(' ', expected)} and {string.Join(' ', actual)}");

    private static double Length(float[] values) => Math.Sqrt(values.Sum(value => (double)value * value));

    private static double Distance(float[] one, float[] other) => Length([.. one.Zip(other, (a, b) => a - b)]);

    private static double Mean(WindowLoss loss) => loss.LossSum / loss.TokenCount;

    private static WindowLoss Sum(IReadOnlyList<WindowLoss> losses) =>
        new(losses.Sum(loss => loss.TokenCount), losses.Sum(loss => loss.LossSum));
}
