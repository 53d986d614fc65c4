using Enas.Backends.Cpu;
using Enas.Pipeline.Architectures;
using Enas.Pipeline.Events;
using Enas.Pipeline.Networks;
using Enas.Pipeline.Numerics;
using Enas.Pipeline.Options;
using Enas.Pipeline.Ports;
using Enas.Pipeline.Spaces.NasBench201;
using Enas.Pipeline.Steps.Mixtures;
using Enas.Pipeline.Tensors;
using Enas.TestKit;

namespace Enas.Pipeline.Tests.Networks;

/// <summary>Convolutional networks as mixtures, in float64 where something is differentiated.</summary>
public sealed class ImageMixtureTests
{
    private const ulong Seed = 5;

    private static readonly ImageNetworkOptions s_supernet = TestImages.Supernet with
    {
        DropoutKeep = 1,
        Filters = 3,
        ClipNorm = 0,
        BatchNormEpsilon = 0.1,
    };

    private static readonly (string Name, SearchSpace Space, ImageNetworkOptions Options)[] s_all =
    [
        ("micro", TestImages.Micro, s_supernet),
        ("micro strided", TestImages.Micro, s_supernet with { Reduction = CellReductions.StridedCell, ReductionWidening = 2 }),
        ("macro sum", TestImages.Macro, s_supernet),
        ("macro concatenated", TestImages.Macro, s_supernet with { SkipMerge = SkipMerges.Concatenate, ReductionWidening = 2 }),
        ("benchmark", TestImages.Benchmark, s_supernet with { Layers = 1, BatchNormAffine = false }),
    ];

    public static TheoryData<string> Names => [.. s_all.Select(one => one.Name)];

    /// <summary>A mixture in which one option of each choice counts is that architecture, whether the others run or not.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void Where_one_option_of_each_choice_counts_the_mixture_is_the_path(string name)
    {
        var space = Of(name).Space;
        using var backend = new CpuBackend(1);
        using var weights = Weights(backend, name);
        for (var draw = 0; draw < 2; draw++)
        {
            var architecture = UniformDraw.Of(space, new RandomStream(Seed, "test"), draw, 0);
            var path = weights.Evaluate(architecture, step: 3, ordinal: 0).Single();
            var vertex = Vertex(space.Relaxation, architecture);
            foreach (var mixture in (Mixture[])[vertex, vertex with { Path = architecture }])
            {
                var loss = weights.MeasureGradient(mixture, 3, null).Loss;
                Assert.Equal(path.LossSum, loss.LossSum, 1e-3);
                Assert.Equal((path.TokenCount, path.CorrectCount), (loss.TokenCount, loss.CorrectCount));
            }
        }
    }

    /// <summary>
    /// Gradient of first order against differences of the loss, for a third of the mixture's weights. The loss comes from a model of its
    /// own, which has the same weights and goes forward only.
    /// </summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void The_gradient_is_that_of_the_validation_loss(string name)
    {
        var (_, space, options) = Of(name);
        var (batches, mixture) = (TestImages.Batches(Seed, 8), Inner(space.Relaxation));
        using var backend = new ReferenceBackend();
        using var weights = Weights(backend, name);
        using var model = new ImageModel(backend, options, ImageShape.Of(batches.Corpus), Seed, string.Empty);
        using var gates = new MixtureGates(backend, space.Relaxation);
        var batch = batches.Reward(8, 3, 0);
        double Loss(Mixture at)
        {
            gates.Set(at);
            return model.Evaluate(scope => ImageNetworkFamily.Of(space).MixtureOf(gates.In(scope, at), options, 4)!, batch, null).LossSum;
        }

        var measured = weights.MeasureGradient(mixture, 3, null);
        Assert.Equal(measured.Loss.LossSum, Loss(mixture), 1e-6);
        AssertNear(mixture, measured.Gradient, at => Loss(at) / 8, 0.02);
    }

    /// <summary>Only what the path uses is created and trained.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void A_hard_path_touches_its_own_weights_alone(string name)
    {
        var space = Of(name).Space;
        var architecture = UniformDraw.Of(space, new RandomStream(Seed, "test"), 1, 0);
        using var backend = new CpuBackend(1);
        using var path = Weights(backend, name);
        path.Train(architecture, 3, 0);
        using var hard = Weights(backend, name);
        hard.TrainMixture(Vertex(space.Relaxation, architecture) with { Path = architecture }, 3, 0);
        var (own, other) = (Saved(path), Saved(hard));
        Assert.Equal(own.Select(tensor => tensor.Name), other.Select(tensor => tensor.Name));
        Assert.All(own.Zip(other), pair => Assert.All(pair.First.Values.ToArray().Zip(pair.Second.Values.ToArray()), values =>
            Assert.Equal(values.First, values.Second, 1e-3f)));
        var gradient = hard.MeasureGradient(Vertex(space.Relaxation, architecture) with { Path = architecture }, 3, null).Gradient;
        Assert.InRange(gradient.Count(slope => slope != 0), 1, space.Relaxation.Choices.Count);
    }

    /// <summary>
    /// The step that second order looks ahead: by how much a weight moves for each unit of its gradient, held against the step itself.
    /// What is made of it is the same for all networks, and tested where nothing has kinks.
    /// </summary>
    [Fact]
    public void The_unrolled_step_moves_weights_by_its_rate_times_their_gradients()
    {
        var (_, space, options) = Of("benchmark");
        var (batches, mixture) = (TestImages.Batches(Seed, 8), Inner(space.Relaxation));
        using var backend = new ReferenceBackend();
        using var model = new ImageModel(backend, options with { L2 = 0 }, ImageShape.Of(batches.Corpus), Seed, string.Empty);
        using var gates = new MixtureGates(backend, space.Relaxation);
        gates.Set(mixture);
        ImageGraph Graph(IStepScope scope) => ImageNetworkFamily.Of(space).MixtureOf(gates.In(scope, mixture), options, 4)!;
        var batch = batches.Training(8, 0, 0);
        var ahead = new ImageUnrolledStep(model, Graph, gates, batch, 0.01, options.Momentum, 3, [batches.Reward(8, 3, 0)], 1f / 8);
        var (before, gradients) = (Values(), ahead.Weights.Select(weight => new float[weight.Shape.ElementCount]).ToArray());
        model.TrainingGradient(Graph, batch, 3, scope =>
        {
            WeightGradients.AddTo(gradients, ahead.Weights, scope);
            return 0;
        });
        var rate = ahead.Make();
        Assert.Equal(0.01 * (1 + options.Momentum), rate, 1e-12);
        foreach (var ((was, now), slopes) in before.Zip(Values()).Zip(gradients))
        {
            Assert.All(was.Zip(now, (one, other) => one - other).Zip(slopes), pair => Assert.Equal(rate * pair.Second, pair.First, 2e-6));
        }

        float[][] Values() => [.. ahead.Weights.Select(weight =>
        {
            var values = new float[weight.Shape.ElementCount];
            backend.Read(weight, values);
            return values;
        })];
    }

    /// <summary>The loss of second order is that behind the next step; weights and velocities are as they were, bit for bit.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void Second_order_puts_everything_back(string name)
    {
        var mixture = Inner(Of(name).Space.Relaxation);
        using var backend = new CpuBackend(1);
        using var weights = Weights(backend, name);
        weights.TrainMixture(mixture, 0, 0);
        var before = Saved(weights);
        var second = weights.MeasureGradient(mixture, 1, unrolled: 1);
        Assert.Equal(3 * 8, second.UnrolledItems);
        Assert.All(before.Zip(Saved(weights)), pair => Assert.True(pair.First.Values.Span.SequenceEqual(pair.Second.Values.Span)));
        weights.TrainMixture(mixture, 1, 1);
        var first = weights.MeasureGradient(mixture, 1, null);
        Assert.Equal(first.Loss.LossSum, second.Loss.LossSum, 1e-5);
        Assert.NotEqual(first.Gradient, second.Gradient);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Any_number_of_threads_gives_the_same_bits(string name)
    {
        var mixture = Inner(Of(name).Space.Relaxation);
        float[] Gradient(int threads)
        {
            using var backend = new CpuBackend(threads);
            using var weights = Weights(backend, name);
            weights.TrainMixture(mixture, 0, 0);
            var gradient = weights.MeasureGradient(mixture, 1, unrolled: 1).Gradient;
            Assert.Equal(0, backend.LiveStepTensorCount);
            return gradient;
        }

        var one = Gradient(1);
        Assert.Equal(one, Gradient(2));
        Assert.Equal(one, Gradient(7));
    }

    /// <summary>
    /// What options cost adds up on the benchmark: each convolution of a cell costs what the benchmark counts for it, whatever the other
    /// edges are, so the mixture expects what the mean over all cells is.
    /// </summary>
    [Fact]
    public async Task Options_of_the_benchmark_cost_what_it_counts_for_them()
    {
        var space = TestImages.Benchmark;
        var published = ImageNetworks.MacroSearch with { Filters = 16, Layers = 5, DropoutKeep = 1 };
        var costs = await new MeasureOptionCostsHandler(space, new ImageCosts(space, published, ImageNetworks.Cifar10))
            .Handle(new MeasureOptionCosts(new StepPosition(0, Phases.Policy, 0)), CancellationToken.None);
        var none = space.FromValues([0, 0, 0, 0, 0, 0]);
        Assert.Equal(NasBench201Counts.MultiplyAdds(none), costs.Base);
        foreach (var choice in space.Relaxation.Choices)
        {
            Assert.Equal(
                Enumerable.Range(0, 5).Select(option => NasBench201Counts.MultiplyAdds(space.FromValues(
                    [.. Enumerable.Range(0, 6).Select(edge => edge == choice.Decisions[0] ? option : 0)]))),
                costs.Costs.Skip(choice.First).Take(choice.OptionCount));
        }

        var weights = Inner(space.Relaxation).Weights;
        var expected = Enumerable.Range(0, 15_625).Sum(number =>
        {
            int[] cell = [.. Enumerable.Range(0, 6).Select(edge => number / (int)Math.Pow(5, edge) % 5)];
            return cell.Index().Aggregate(1.0, (product, edge) => product * weights[(5 * edge.Index) + edge.Item])
                * NasBench201Counts.MultiplyAdds(space.FromValues(cell));
        });
        Assert.Equal(1, costs.ExpectedOf([.. weights.Select(weight => (double)weight)]) / expected, 1e-6);
    }

    /// <summary>The mixture costs all its paths: more than the dearest of them.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void A_mixture_costs_all_its_paths(string name)
    {
        var (_, space, options) = Of(name);
        var costs = (ICostModel)new ImageCosts(space, options, new ImageShape(3, 8, 8, 4));
        var mixture = costs.MixtureTraining(10)!;
        Assert.Equal(30 * mixture.Network.MultiplyAdds, mixture.MultiplyAdds);
        for (var draw = 0; draw < 5; draw++)
        {
            var path = costs.CountsOf(UniformDraw.Of(space, new RandomStream(Seed, "test"), draw, 0));
            Assert.True(path.MultiplyAdds < mixture.Network.MultiplyAdds && path.Parameters < mixture.Network.Parameters);
        }

        // Every weight that training the mixture creates is counted.
        using var backend = new CpuBackend(1);
        using var weights = Weights(backend, name);
        weights.TrainMixture(Inner(space.Relaxation), 0, 0);
        Assert.Equal(mixture.Network.Parameters, Saved(weights)
            .Where(tensor => tensor.Name.StartsWith("weights/", StringComparison.Ordinal)).Sum(tensor => tensor.Values.Length));
    }

    private static (string Name, SearchSpace Space, ImageNetworkOptions Options) Of(string name) => s_all.Single(one => one.Name == name);

    private static ImageSharedWeights Weights(ITensorBackend backend, string name)
    {
        var (_, space, options) = Of(name);
        return new(backend, space, options, TestImages.Batches(Seed, 8), new ImageMeasurement(8, 1, CommonRewardImages: true, 8), Seed);
    }

    private static IReadOnlyCollection<CheckpointTensor> Saved(ImageSharedWeights weights)
    {
        var section = new CheckpointSection(weights.Section, 0);
        weights.Save(section);
        return section.Tensors;
    }

    private static Mixture Vertex(Relaxation relaxation, Architecture architecture)
    {
        var weights = new float[relaxation.OptionCount];
        foreach (var (choice, option) in relaxation.Choices.Zip(relaxation.OptionsOf(architecture)))
        {
            weights[choice.First + option] = 1;
        }

        return new(weights);
    }

    private static Mixture Inner(Relaxation relaxation) => new([.. relaxation.Choices.SelectMany(choice =>
        Enumerable.Range(1, choice.OptionCount).Select(i => (float)i / (choice.OptionCount * (choice.OptionCount + 1) / 2)))]);

    // At a kink of a rectifier or a maximum the gradient is that of one side. The step is small, so that hardly another one is crossed.
    private static void AssertNear(Mixture mixture, float[] gradient, Func<Mixture, double> loss, double tolerance)
    {
        const float h = 1f / 8192;
        double At(int i, float by) =>
            loss(mixture with { Weights = [.. mixture.Weights.Select((weight, j) => i == j ? weight + by : weight)] });
        var (here, off, length) = (At(0, 0), 0.0, 0.0);
        foreach (var i in Enumerable.Range(0, gradient.Length).Where(i => i % 3 == 0))
        {
            var nearest = (At(i, h) - here) / h;
            if (Math.Abs(nearest - gradient[i]) > tolerance / 4 * Math.Abs(gradient[i]))
            {
                nearest = new[] { nearest, (here - At(i, -h)) / h }.MinBy(side => Math.Abs(side - gradient[i]));
            }

            (off, length) = (off + Math.Pow(nearest - gradient[i], 2), length + (nearest * nearest));
        }

        Assert.True(off <= tolerance * tolerance * length, $"off by {Math.Sqrt(off)} of {Math.Sqrt(length)}");
    }
}
