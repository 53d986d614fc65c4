using CsCheck;
using Enas.Backends.Cpu;
using Enas.Pipeline.Networks;
using Enas.Pipeline.Numerics;
using Enas.Pipeline.Options;
using Enas.Pipeline.Spaces.RnnCell;
using Enas.Pipeline.Tests.Networks;
using Enas.TestKit;

namespace Enas.Pipeline.Tests.Spaces.RnnCell;

public sealed class RecurrentLanguageModelTests : IDisposable
{
    private const int Vocabulary = 11;
    private const int Batch = 4;
    private const int TimeSteps = 5;

    private static readonly RecurrentNetworkOptions s_plain = TestJobs.Network(hidden: 6) with
    {
        InitRange = 0.9,
        BatchSize = Batch,
        SequenceLength = TimeSteps
    };

    private static readonly RecurrentNetworkOptions[] s_networks =
    [
        s_plain,
        s_plain with { Sharing = "edge-activation", BatchNorm = "average", DecoderBias = true, TiedDecoder = false },
        s_plain with { BatchNorm = "nodes-and-average", Loss = "sum-per-sequence", BatchNormEpsilon = 1 },
        s_plain with { HiddenNormLimit = 0.7, Slowness = 0.5, ActivationL2 = 0.3 },
        s_plain with { EmbeddingDropout = 0.2, InputDropout = 0.3, HiddenDropout = 0.3, OutputDropout = 0.3 },
    ];

    // How many threads there are changes no bit, which other tests hold; here two would wait for one another.
    private readonly CpuBackend _backend = new(1);

    public static TheoryData<int> Networks => [0, 1, 2, 3, 4];

    public void Dispose() => _backend.Dispose();

    /// <summary>A decision that changes nothing is a bug: every decision of random cells, one at a time.</summary>
    [Theory]
    [InlineData("loose-ends", "sampled", "edge", "none")]
    [InlineData("loose-ends", "sampled", "edge-activation", "none")]
    [InlineData("loose-ends", "sampled", "edge", "average")]
    [InlineData("loose-ends", "sampled", "edge-activation", "nodes-and-average")]
    [InlineData("all-nodes", "sampled", "edge", "none")]
    [InlineData("all-nodes", "sampled", "edge", "nodes-and-average")]
    [InlineData("all-but-first", "sampled", "edge", "none")]
    [InlineData("all-but-first", "tanh", "edge-activation", "none")]
    [InlineData("all-but-first", "tanh", "edge", "average")]
    [InlineData("loose-ends", "relu", "edge", "none")]
    public void Changing_any_one_decision_changes_the_loss(string output, string firstActivation, string sharing, string batchNorm)
    {
        var network = s_plain with { Sharing = sharing, BatchNorm = batchNorm };
        Gen.Int[2, 12].SelectMany(nodes => Gen.Int[0, int.MaxValue - 1].Array[(2 * nodes) - 1], (nodes, draws) => (nodes, draws)).Sample(
            sample =>
            {
                var space = new RnnCellSpace(TestJobs.Space(sample.nodes, firstActivation, output));
                var values = space.Decisions.Select((d, i) => sample.draws[i] % d.OptionCount).ToArray();
                using var models = new SeededModels(_backend, space, network, values);
                for (var i = 0; i < values.Length; i++)
                {
                    for (var option = 0; option < space.Decisions[i].OptionCount; option++)
                    {
                        if (option != values[i])
                        {
                            int[] others = [.. values.Select((v, at) => at == i ? option : v)];
                            Assert.True(Differ(models, others),
                                $"{space.Decisions[i].Name} as {values[i]} and as {option} is the same in {string.Join(' ', values)}");
                        }
                    }
                }
            },
            seed: "6poYmvUbbGW1",
            iter: 12,
            threads: 1);
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void A_step_along_the_gradient_lowers_the_loss_as_predicted(int variant)
    {
        var network = s_networks[variant] with { ClipNorm = 0, L2 = 0 };
        var space = new RnnCellSpace(TestJobs.Space(5));
        var cell = space.Cell(space.Parse("0 0 3 1 1 1 0 2 2"));
        // With SGD, clipping and L2 off, weights move by -rate · gradient: the loss must fall by rate · |gradient|² to first order.
        using var store = new WeightStore(_backend, 5);
        var model = new RecurrentLanguageModel(_backend, store, space, network, Vocabulary, 5, string.Empty);
        var (before, norm) = Objective(model, cell, network);
        var rate = 2e-3 / (norm * norm);
        model.Train(cell, Window(), new float[Batch * network.Hidden], rate, 3);
        var (after, normAfter) = Objective(model, cell, network);
        var predicted = rate * ((norm * norm) + (normAfter * normAfter)) / 2;
        Assert.Equal(predicted, before - after, 0.03 * predicted);
    }

    /// <summary>
    /// Each weight key on its own, along a direction of its own: an error that is orthogonal to the gradient, or in a small weight, shows.
    /// The norm limit is far away, since its scale counts as a constant in the gradient on purpose,
    /// and the cell has no relu, since differences that straddle its kink are none of the derivative.
    /// </summary>
    [Theory]
    [MemberData(nameof(Networks))]
    public void The_gradient_of_every_weight_agrees_with_finite_differences(int variant)
    {
        var limit = s_networks[variant].HiddenNormLimit > 0 ? 100 : 0;
        var network = s_networks[variant] with { ClipNorm = 0, L2 = 0, HiddenNormLimit = limit };
        var space = new RnnCellSpace(TestJobs.Space(5));
        var cell = space.Cell(space.Parse("0 0 3 1 0 1 0 2 2"));
        using var store = new WeightStore(_backend, 5);
        var recording = new GradientRecordingBackend(_backend) { Store = store };
        var model = new RecurrentLanguageModel(recording, store, space, network, Vocabulary, 5, string.Empty);
        Objective(model, cell, network);
        Assert.Equal(network.BatchNorm == "nodes-and-average" ? 19 : network.DecoderBias ? 11 : 7, recording.Gradients.Count);
        foreach (var (key, gradient) in recording.Gradients.ToArray())
        {
            Assert.NotNull(gradient);
            foreach (var frequency in (int[])[7, 2])
            {
                var direction = gradient.Select((_, i) => (float)Math.Cos((i * frequency) + key.Length)).ToArray();
                var expected = DirectionalDerivative(store.Get(key), direction, () => Objective(model, cell, network).Objective);
                var actual = gradient.Zip(direction, (g, d) => (double)g * d).Sum();
                Assert.True(Math.Abs(expected - actual) <= 1e-2 * Math.Max(0.05, Math.Abs(expected)),
                    $"{key}: {actual} along the gradient, {expected} by differences");
            }
        }
    }

    /// <summary>Values, gradients and companions: of a weight that the cell does not use, none changes or comes into being.</summary>
    [Theory]
    [InlineData("edge", "none")]
    [InlineData("edge-activation", "none")]
    [InlineData("edge", "average")]
    [InlineData("edge-activation", "nodes-and-average")]
    public void A_step_touches_only_the_weights_of_its_cell(string sharing, string batchNorm)
    {
        var network = s_plain with { L2 = 0.1, Sharing = sharing, BatchNorm = batchNorm };
        var space = new RnnCellSpace(TestJobs.Space(4));
        using var store = new WeightStore(_backend, 5);
        var recording = new GradientRecordingBackend(_backend) { Store = store };
        var model = new RecurrentLanguageModel(recording, store, space, network, Vocabulary, 5, string.Empty);
        Gen.Int[0, int.MaxValue - 1].Array[7].Sample(
            draws =>
            {
                var cell = space.Cell(space.FromValues([.. space.Decisions.Select((d, i) => draws[i] % d.OptionCount)]));
                var before = store.Export(string.Empty).ToArray();
                model.Train(cell, Window(), new float[Batch * network.Hidden], 0.5, 0);
                var used = UsedKeys(cell, sharing, batchNorm);
                var after = store.Export(string.Empty).ToArray();
                Assert.Subset(before.Select(t => t.Name).Concat(used).ToHashSet(), after.Select(t => t.Name).ToHashSet());
                Assert.Equal(used.Order(StringComparer.Ordinal),
                    recording.Gradients.Where(pair => pair.Value is not null).Select(pair => pair.Key));
                foreach (var old in before)
                {
                    var same = after.First(t => t.Name == old.Name).Values.Span.SequenceEqual(old.Values.Span);
                    Assert.Equal(!used.Contains(old.Name), same);
                }
            },
            seed: "0000KOIPe036",
            iter: 30,
            threads: 1);
    }

    [Fact]
    public void Evaluation_changes_nothing()
    {
        var space = new RnnCellSpace(TestJobs.Space(4));
        var network = s_networks[2] with { OutputDropout = 0.5 };
        using var store = new WeightStore(_backend, 5);
        var model = new RecurrentLanguageModel(_backend, store, space, network, Vocabulary, 5, string.Empty);
        var cell = space.Cell(space.Parse("0 0 3 1 1 1 0"));
        var first = Evaluate(model, cell);
        var weights = store.Export(string.Empty).ToArray();
        Assert.Equal(first, Evaluate(model, cell), (a, b) => a.Loss == b.Loss && a.State.SequenceEqual(b.State));
        Assert.All(store.Export(string.Empty).Zip(weights), pair =>
            Assert.True(pair.First.Values.Span.SequenceEqual(pair.Second.Values.Span)));
    }

    [Fact]
    public void A_loss_that_is_not_finite_updates_nothing()
    {
        var space = new RnnCellSpace(TestJobs.Space(2));
        using var store = new WeightStore(_backend, 5);
        var model = new RecurrentLanguageModel(_backend, store, space, s_plain, Vocabulary, 5, string.Empty);
        var cell = space.Cell(space.Parse("0 0 1"));
        Evaluate(model, cell);
        var embedding = store.Get("rnn/embedding");
        var values = new float[Vocabulary * s_plain.Hidden];
        _backend.Read(embedding, values);
        Array.Fill(values, float.MaxValue);
        _backend.Write(embedding, values);
        var before = store.Export(string.Empty).ToArray();
        var carried = new float[Batch * s_plain.Hidden];
        var failure = Assert.Throws<Steps.NonFiniteStepException>(() => model.Train(cell, Window(), carried, 0.5, 0));
        Assert.EndsWith("-not-finite", failure.Reason, StringComparison.Ordinal);
        Assert.All(carried, value => Assert.Equal(0, value));
        Assert.All(store.Export(string.Empty).Zip(before), pair =>
            Assert.True(pair.First.Values.Span.SequenceEqual(pair.Second.Values.Span)));
    }

    private static string[] UsedKeys(RecurrentCell cell, string sharing, string batchNorm)
    {
        string Of(int node) => sharing == "edge" ? string.Empty : ActivationNames.Of(cell.Activations[node]) + "/";
        IEnumerable<string> products =
        [
            "rnn/embedding", $"rnn/node0/{Of(0)}x/w", $"rnn/node0/{Of(0)}h/w",
            .. Enumerable.Range(1, cell.NodeCount - 1).Select(node => $"rnn/node{node}/from{cell.Sources[node]}/{Of(node)}w"),
        ];
        IEnumerable<string> average = batchNorm == "none" ? [] : ["rnn/average/bn/gamma", "rnn/average/bn/beta"];
        IEnumerable<string> nodes = batchNorm != "nodes-and-average"
            ? []
            : Enumerable.Range(0, cell.NodeCount).SelectMany(node => (string[])[$"rnn/node{node}/bn/gamma", $"rnn/node{node}/bn/beta"]);
        return [.. products, .. average, .. nodes];
    }

    private double DirectionalDerivative(Tensors.Tensor weight, float[] direction, Func<double> function)
    {
        const float Step = 2e-3f;
        var original = new float[direction.Length];
        _backend.Read(weight, original);
        double At(float offset)
        {
            _backend.Write(weight, [.. original.Zip(direction, (w, d) => w + (offset * d))]);
            return function();
        }

        var derivative = (At(Step) - At(-Step)) / (2 * Step);
        _backend.Write(weight, original);
        return derivative;
    }

    private static TokenBatch Window(int first = 0)
    {
        var words = new RandomStream(9, "test");
        int Word(int i) => words.Below(Vocabulary, 0, 0, i);
        return new TokenBatch([.. Enumerable.Range(first, TimeSteps * Batch).Select(Word)],
            [.. Enumerable.Range(first + 1000, TimeSteps * Batch).Select(Word)], TimeSteps, Batch);
    }

    /// <summary>
    /// Whether two cells have other states and losses. Under one draw of weights relu and identity can be the same on all inputs (none is
    /// negative), and two float32 losses can round to the same value; under all of these draws they are not.
    /// </summary>
    private static bool Differ(SeededModels models, int[] others)
    {
        var (states, losses) = (false, false);
        for (var seed = 5UL; seed < 21 && !(states && losses); seed++)
        {
            var (loss, state) = models.Evaluated(seed);
            var (otherLoss, otherState) = models.Evaluate(seed, others);
            states |= !state.SequenceEqual(otherState);
            losses |= loss != otherLoss;
        }

        return states && losses;
    }

    private static (double Loss, float[] State) Evaluate(RecurrentLanguageModel model, RecurrentCell cell, int first = 0)
    {
        var carried = new float[Batch * s_plain.Hidden];
        return (model.Evaluate(cell, Window(first), carried).LossSum, carried);
    }

    /// <summary>Objective and gradient norm at the current weights: a step with rate 0 changes nothing.</summary>
    private static (double Objective, double Norm) Objective(
        RecurrentLanguageModel model, RecurrentCell cell, RecurrentNetworkOptions network)
    {
        var result = model.Train(cell, Window(), new float[Batch * network.Hidden], 0, 3);
        return (result.Objective, result.GradNorm);
    }

    /// <summary>A model for each seed, made once, and what one cell comes to in it, which is held against all of its
    /// neighbours.</summary>
    private sealed class SeededModels(CpuBackend backend, RnnCellSpace space, RecurrentNetworkOptions network, int[] values)
        : IDisposable
    {
        private readonly SortedDictionary<ulong,
            (WeightStore Store, RecurrentLanguageModel Model, (double, float[]) Evaluated)> _models = [];

        public (double Loss, float[] State) Evaluated(ulong seed) => Of(seed).Evaluated;

        public (double Loss, float[] State) Evaluate(ulong seed, int[] others) =>
            RecurrentLanguageModelTests.Evaluate(Of(seed).Model, Cell(others));

        public void Dispose()
        {
            foreach (var (store, _, _) in _models.Values)
            {
                store.Dispose();
            }
        }

        private (WeightStore Store, RecurrentLanguageModel Model, (double, float[]) Evaluated) Of(ulong seed)
        {
            if (!_models.TryGetValue(seed, out var made))
            {
                var store = new WeightStore(backend, seed);
                var model = new RecurrentLanguageModel(backend, store, space, network, Vocabulary, seed, string.Empty);
                made = (store, model, RecurrentLanguageModelTests.Evaluate(model, Cell(values)));
                _models.Add(seed, made);
            }

            return made;
        }

        private RecurrentCell Cell(int[] options) => space.Cell(space.FromValues(options));
    }
}
