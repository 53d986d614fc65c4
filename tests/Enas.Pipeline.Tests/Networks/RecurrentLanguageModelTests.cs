using CsCheck;
using Enas.Backends.Cpu;
using Enas.Pipeline.Jobs;
using Enas.Pipeline.Networks;
using Enas.Pipeline.Numerics;
using Enas.Pipeline.Spaces;
using Enas.TestKit;

namespace Enas.Pipeline.Tests.Networks;

public sealed class RecurrentLanguageModelTests : IDisposable
{
    private const int Vocabulary = 11;
    private const int Batch = 4;
    private const int TimeSteps = 5;

    private static readonly NetworkOptions s_plain = TestJobs.Network(hidden: 6) with { InitRange = 0.9, BatchSize = Batch, SequenceLength = TimeSteps };

    private static readonly NetworkOptions[] s_networks =
    [
        s_plain,
        s_plain with { Sharing = "edge-activation", BatchNorm = "average", DecoderBias = true, TiedDecoder = false },
        s_plain with { BatchNorm = "nodes-and-average", Loss = "sum-per-sequence", BatchNormEpsilon = 1 },
        s_plain with { HiddenNormLimit = 0.7, Slowness = 0.5, ActivationL2 = 0.3 },
        s_plain with { EmbeddingDropout = 0.2, InputDropout = 0.3, HiddenDropout = 0.3, OutputDropout = 0.3 },
    ];

    private readonly CpuBackend _backend = new(2);

    public static TheoryData<int> Networks => [0, 1, 2, 3, 4];

    public void Dispose() => _backend.Dispose();

    /// <summary>A decision that changes nothing is a bug: every decision of random cells, one at a time.</summary>
    [Theory]
    [InlineData("loose-ends", "edge")]
    [InlineData("loose-ends", "edge-activation")]
    [InlineData("all-nodes", "edge")]
    public void Changing_any_one_decision_changes_the_loss(string output, string sharing)
    {
        var network = s_plain with { Sharing = sharing };
        Gen.Int[2, 12].SelectMany(nodes => Gen.Int[0, int.MaxValue - 1].Array[(2 * nodes) - 1], (nodes, draws) => (nodes, draws)).Sample(
            sample =>
            {
                var space = new RnnCellSpace(TestJobs.Space(sample.nodes, output: output));
                using var store = new WeightStore(_backend, 5);
                var model = new RecurrentLanguageModel(_backend, store, space, network, Vocabulary, 5, string.Empty);
                var values = space.Decisions.Select((d, i) => sample.draws[i] % d.OptionCount).ToArray();
                var (loss, state) = Evaluate(model, space.Cell(space.FromValues(values)));
                for (var i = 0; i < values.Length; i++)
                {
                    for (var option = 0; option < space.Decisions[i].OptionCount; option++)
                    {
                        if (option != values[i])
                        {
                            var (otherLoss, otherState) = Evaluate(model, space.Cell(space.FromValues([.. values.Select((v, at) => at == i ? option : v)])));
                            Assert.NotEqual(loss, otherLoss);
                            Assert.NotEqual(state, otherState);
                        }
                    }
                }
            },
            seed: "0000KOIPe036",
            iter: 12,
            threads: 1);
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void The_gradient_agrees_with_finite_differences(int variant)
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

    [Fact]
    public void A_step_touches_only_the_weights_of_its_cell()
    {
        var space = new RnnCellSpace(TestJobs.Space(4));
        using var store = new WeightStore(_backend, 5);
        var model = new RecurrentLanguageModel(_backend, store, space, s_plain with { L2 = 0.1 }, Vocabulary, 5, string.Empty);
        Gen.Int[0, int.MaxValue - 1].Array[7].Sample(
            draws =>
            {
                var cell = space.Cell(space.FromValues([.. space.Decisions.Select((d, i) => draws[i] % d.OptionCount)]));
                var before = store.Export(string.Empty).ToArray();
                model.Train(cell, Window(), new float[Batch * s_plain.Hidden], 0.5, 0);
                var used = Enumerable.Range(1, 3).Select(node => $"rnn/node{node}/from{cell.Sources[node]}/w").Concat(["rnn/embedding", "rnn/node0/x/w", "rnn/node0/h/w"]).ToArray();
                var after = store.Export(string.Empty).ToArray();
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
        Assert.All(store.Export(string.Empty).Zip(weights), pair => Assert.True(pair.First.Values.Span.SequenceEqual(pair.Second.Values.Span)));
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
        Assert.All(store.Export(string.Empty).Zip(before), pair => Assert.True(pair.First.Values.Span.SequenceEqual(pair.Second.Values.Span)));
    }

    private static TokenBatch Window()
    {
        var words = new RandomStream(9, "test");
        int Word(int i) => words.Below(Vocabulary, 0, 0, i);
        return new TokenBatch([.. Enumerable.Range(0, TimeSteps * Batch).Select(Word)], [.. Enumerable.Range(1000, TimeSteps * Batch).Select(Word)], TimeSteps, Batch);
    }

    private static (double Loss, float[] State) Evaluate(RecurrentLanguageModel model, RnnCell cell)
    {
        var carried = new float[Batch * s_plain.Hidden];
        return (model.Evaluate(cell, Window(), carried).LossSum, carried);
    }

    /// <summary>Objective and gradient norm at the current weights: a step with rate 0 changes nothing.</summary>
    private static (double Objective, double Norm) Objective(RecurrentLanguageModel model, RnnCell cell, NetworkOptions network)
    {
        var result = model.Train(cell, Window(), new float[Batch * network.Hidden], 0, 3);
        return (result.Objective, result.GradNorm);
    }
}
