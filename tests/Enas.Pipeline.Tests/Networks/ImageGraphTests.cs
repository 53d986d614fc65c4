using Enas.Backends.Cpu;
using Enas.Pipeline.Architectures;
using Enas.Pipeline.Networks;
using Enas.Pipeline.Numerics;
using Enas.Pipeline.Options;
using Enas.Pipeline.Spaces.MacroCnn;
using Enas.Pipeline.Spaces.MicroCnn;
using Enas.Pipeline.Spaces.NasBench201;
using Enas.Pipeline.Tasks.Images;
using Enas.Pipeline.Tensors;
using Enas.TestKit;

namespace Enas.Pipeline.Tests.Networks;

/// <summary>Networks of all spaces of images, with the options of the search and of the fixed network, on both backends.</summary>
public sealed class ImageGraphTests
{
    private const ulong Seed = 11;
    private static readonly ImageShape s_shape = new(2, 8, 8, 3);
    private static readonly MacroCnnSpace s_macro = new(4, ImageNetworks.MacroOperations);
    private static readonly MicroCnnSpace s_micro = new(2, ImageNetworks.MicroOperations);
    private static readonly NasBench201Space s_benchmark = new();

    public static TheoryData<string, string> Cases => new(
        from network in new[] { "macro-search", "macro-final", "micro-search", "micro-search-strided", "micro-final",
            "benchmark", "benchmark-plain" }
        from backend in new[] { "cpu", "reference" }
        select (network, backend));

    /// <summary>
    /// Another choice in any one decision gives other logits, all weights with a key in common being equal: a weight's start follows from
    /// the seed and its key. (A fixed network's widths follow from its loose ends, so each has weights of its own.)
    /// </summary>
    [Theory]
    [MemberData(nameof(Cases))]
    public void Every_decision_changes_the_output(string network, string backendName)
    {
        using var backend = Backend(backendName);
        var (space, options) = Case(network);
        var values = Base(space);
        var expected = Logits(backend, space, options, values);
        for (var decision = 0; decision < space.Decisions.Count; decision++)
        {
            for (var option = 0; option < space.Decisions[decision].OptionCount; option++)
            {
                if (option == values[decision])
                {
                    continue;
                }

                var changed = values.ToArray();
                changed[decision] = option;
                var logits = Logits(backend, space, options, changed);
                Assert.All(logits, value => Assert.True(float.IsFinite(value)));
                Assert.True(
                    logits.Zip(expected).Any(pair => Math.Abs(pair.First - pair.Second) > 1e-4f),
                    $"{space.Decisions[decision].Name}: {option} gives the same output as {values[decision]}");
            }
        }
    }

    /// <summary>Gradients of the whole objective (smoothed labels and the auxiliary head included) against central
    /// differences in float64.</summary>
    [Theory]
    [InlineData("macro-search")]
    [InlineData("macro-final")]
    [InlineData("micro-search")]
    [InlineData("micro-final")]
    [InlineData("benchmark")]
    [InlineData("benchmark-plain")]
    public void Gradients_are_those_of_finite_differences(string network)
    {
        using var backend = new ReferenceBackend();
        var (space, given) = Case(network);
        var options = given with { LabelSmoothing = 0.1 };
        var graph = Graph(space, options, Base(space));
        using var store = new WeightStore(backend, Seed);
        var batch = Batch(2);
        var gradients = Gradients(backend, store, graph, options, batch);
        Assert.NotEmpty(gradients);
        foreach (var (key, gradient) in gradients)
        {
            var values = ((ReferenceTensor)store.Get(key)).Values;
            var at = gradient.Length / 2;
            var (old, step) = (values[at], 1e-5);
            values[at] = old + step;
            var above = Objective(backend, store, graph, options, batch);
            values[at] = old - step;
            var below = Objective(backend, store, graph, options, batch);
            values[at] = old;
            Assert.True(Math.Abs(((above - below) / (2 * step)) - gradient[at]) < 2e-5 + (1e-3 * Math.Abs(gradient[at])),
                $"{key}[{at}]: {gradient[at]}, differences say {(above - below) / (2 * step)}");
        }
    }

    /// <summary>A network on the CPU backend has the outputs that it has in float64.</summary>
    [Theory]
    [InlineData("macro-search")]
    [InlineData("macro-final")]
    [InlineData("micro-search")]
    [InlineData("micro-final")]
    [InlineData("benchmark")]
    [InlineData("benchmark-plain")]
    public void The_cpu_backend_agrees_with_the_oracle(string network)
    {
        var (space, options) = Case(network);
        using var cpu = Backend("cpu");
        using var reference = Backend("reference");
        var expected = Logits(reference, space, options, Base(space));
        Assert.All(Logits(cpu, space, options, Base(space)).Zip(expected), pair => Assert.Equal(pair.Second, pair.First, 1e-3f));
    }

    /// <summary>What is counted from shapes is what a network creates and computes.</summary>
    [Theory]
    [InlineData("macro-search")]
    [InlineData("macro-final")]
    [InlineData("micro-search")]
    [InlineData("micro-search-strided")]
    [InlineData("micro-final")]
    [InlineData("benchmark")]
    [InlineData("benchmark-plain")]
    public void Counted_parameters_are_those_of_the_instantiated_network(string network)
    {
        var (space, options) = Case(network);
        using var backend = Backend("cpu");
        var policy = new RandomStream(Seed, "test");
        for (var sample = 0; sample < 10; sample++)
        {
            int[] values = [.. space.Decisions.Select((decision, i) => policy.Below(decision.OptionCount, 0, sample, i))];
            using var model = new ImageModel(backend, options, s_shape, Seed, "");
            model.Train(Graph(space, options, values), Batch(2), 0.01, 0);
            var counts = ImageNetworkFamily.Of(space).Count(space.FromValues(values), options, s_shape);
            Assert.Equal(counts.Parameters + counts.AuxiliaryParameters,
                model.Weights.Keys.Sum(key => model.Weights.Get(key).Shape.ElementCount));
        }
    }

    /// <summary>All weights that random architectures ever create are counted, and no more.</summary>
    [Theory]
    [InlineData("macro-search")]
    [InlineData("micro-search")]
    [InlineData("benchmark")]
    [InlineData("benchmark-plain")]
    public void The_counted_supernet_is_what_architectures_create_together(string network)
    {
        var (space, options) = Case(network);
        using var backend = Backend("cpu");
        using var model = new ImageModel(backend, options, s_shape, Seed, "");
        var policy = new RandomStream(Seed, "test");
        for (var sample = 0; sample < 150; sample++)
        {
            model.Train(Graph(space, options,
                [.. space.Decisions.Select((decision, i) => policy.Below(decision.OptionCount, 0, sample, i))]), Batch(1), 0.01, sample);
        }

        var counts = ImageParameterCounts.Supernet(space, options, s_shape);
        Assert.Equal(counts.Parameters + counts.AuxiliaryParameters,
            model.Weights.Keys.Sum(key => model.Weights.Get(key).Shape.ElementCount));
    }

    internal static (SearchSpace Space, ImageNetworkOptions Options) Case(string network)
    {
        var (space, options) = network switch
        {
            "macro-search" => ((SearchSpace)s_macro, ImageNetworks.MacroSearch),
            "macro-final" => (s_macro, ImageNetworks.MacroFinal),
            "micro-search" => (s_micro, ImageNetworks.MicroSearch),
            "micro-search-strided" => (s_micro, ImageNetworks.MicroSearch with { Reduction = CellReductions.StridedCell }),
            "benchmark" => (s_benchmark, ImageNetworks.MacroSearch),
            "benchmark-plain" => (s_benchmark, ImageNetworks.MacroSearch with { BatchNormAffine = false }),
            _ => (s_micro, ImageNetworks.MicroFinal with { DropPathKeep = 0.8 }),
        };
        var layers = space is MacroCnnSpace ? 4 : space is MicroCnnSpace ? 3 : 1;
        return (space, options with { Filters = 4, Layers = layers, BatchSize = 3 });
    }

    internal static ImageGraph Graph(SearchSpace space, ImageNetworkOptions options, int[] values) =>
        ImageNetworkFamily.Of(space).GraphOf(space.FromValues(values), options, s_shape.ClassCount);

    internal static ImageBatch Batch(int count)
    {
        var pixels = new float[count * s_shape.Channels * s_shape.Height * s_shape.Width];
        new RandomStream(3, "pixels").FillUniform(pixels, 0, 0, -1.5f, 1.5f);
        return new ImageBatch(pixels, [.. Enumerable.Range(0, count).Select(i => i % s_shape.ClassCount)]);
    }

    /// <summary>Some architecture in the middle of the space: a different choice in each decision.</summary>
    internal static int[] Base(SearchSpace space) => [.. space.Decisions.Select((decision, i) => (i + 1) % decision.OptionCount)];

    internal static ITensorBackend Backend(string name) => name == "cpu" ? new CpuBackend(1) : new ReferenceBackend();

    private static float[] Logits(ITensorBackend backend, SearchSpace space, ImageNetworkOptions options, int[] values)
    {
        using var store = new WeightStore(backend, Seed);
        using var scope = backend.BeginStep(recordGradients: false);
        var layers = new ImageStepLayers(scope, store, options, Seed, "", new ImageRun(IsTraining: false, null, 0));
        // Not two: the norm of two images that are constant over their pixels is plus and minus one, whatever they were.
        var batch = Batch(4);
        var logits = Graph(space, options, values).Run(layers, scope.Constant(batch.Pixels, new TensorShape(batch.Count, 2, 8, 8))).Logits;
        var result = new float[logits.Shape.ElementCount];
        scope.Read(logits, result);
        return result;
    }

    private static (IStepScope Scope, Tensor Objective, ImageStepLayers Layers) Run(
        ITensorBackend backend, WeightStore store, ImageGraph graph, ImageNetworkOptions options, ImageBatch batch)
    {
        var scope = backend.BeginStep(recordGradients: true);
        var layers = new ImageStepLayers(scope, store, options, Seed, "", new ImageRun(IsTraining: true, null, 0));
        var outputs = graph.Run(layers, scope.Constant(batch.Pixels, new TensorShape(batch.Count, 2, 8, 8)));
        return (scope, ImageObjective.Of(scope, scope.CrossEntropy(outputs.Logits, batch.Labels), outputs, batch.Labels, options), layers);
    }

    private static double Objective(
        ITensorBackend backend, WeightStore store, ImageGraph graph, ImageNetworkOptions options, ImageBatch batch)
    {
        var (scope, objective, _) = Run(backend, store, graph, options, batch);
        using (scope)
        {
            return ((ReferenceTensor)objective).Values[0];
        }
    }

    private static List<KeyValuePair<string,
        float[]>> Gradients(ITensorBackend backend, WeightStore store, ImageGraph graph, ImageNetworkOptions options, ImageBatch batch)
    {
        var (scope, objective, layers) = Run(backend, store, graph, options, batch);
        using (scope)
        {
            scope.Backward(objective);
            return [.. layers.Weights.Select(weight =>
            {
                var values = new float[weight.Value.Shape.ElementCount];
                scope.Read(scope.Gradient(weight.Value)!, values);
                return new KeyValuePair<string, float[]>(weight.Key, values);
            })];
        }
    }
}
