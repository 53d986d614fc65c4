using Enas.Pipeline.Architectures;
using Enas.Pipeline.Composition;
using Enas.Pipeline.Networks;
using Enas.Pipeline.Options;
using Enas.Pipeline.Policies;
using Enas.Pipeline.Ports;
using Enas.Pipeline.Search;
using Enas.Pipeline.Spaces.MacroCnn;
using Enas.Pipeline.Spaces.MicroCnn;
using Enas.Pipeline.Spaces.NasBench201;
using Enas.Pipeline.Tensors;

namespace Enas.TestKit.Conformance;

/// <summary>Whole steps of convolutional supernets and fixed networks: the numbers of the oracle, within what float32 gives
/// after some steps.</summary>
internal static class ImageNetworkChecks
{
    // Of those whose networks have no rectifier input within rounding of zero: there float32 may let a gradient through that float64 stops,
    // at the same loss. Seed 4 has one, in the second step of 5x5 separable convolutions alone.
    private const ulong Seed = 5;
    private const int Side = 9;

    // float32 against float64 after several steps with momentum, relative: losses, gradient norms, reward losses.
    private const double Tolerance = 1e-4;

    // The same for each weight, velocity and running statistic, relative to the largest of its tensor or of 0.01.
    private const double StateTolerance = 1e-3;

    private const int StepCount = 8;
    private const int FinalStepCount = 5;

    // With a small one, channels that hardly vary in so few pixels turn float32's roundings into differences of percents in any backend.
    private const double Epsilon = 0.1;

    private static readonly SearchSpace[] s_spaces = [TestImages.Macro, TestImages.Micro, TestImages.Benchmark];

    /// <summary>Weight steps of random networks that have every operation among them, rewards in between, and the weights
    /// at the end.</summary>
    public static void Supernets(Func<ITensorBackend> create)
    {
        foreach (var space in s_spaces)
        {
            foreach (var policy in new[] { BatchNormPolicies.Batch, BatchNormPolicies.Running, BatchNormPolicies.Recalibrated })
            {
                var options = Sized(space, TestImages.Supernet with { BatchNorm = policy, BatchNormEpsilon = Epsilon });
                RequireEveryOperation(space);
                Compare($"{space.Kind} supernet, batch norm {policy}", create, backend => SupernetNumbers(backend, space, options));
            }
        }
    }

    /// <summary>Each operation by itself: steps of a network that has no other.</summary>
    public static void Operations(Func<ITensorBackend> create)
    {
        var options = TestImages.Supernet with { BatchNormEpsilon = Epsilon };
        foreach (var operation in Enum.GetValues<MacroOperation>())
        {
            var network = new MacroNetwork([.. Enumerable.Range(0, 3).Select(layer => new MacroLayer(operation, layer == 2 ? [0] : []))]);
            Compare($"macro {operation}", create, backend =>
                NumbersOf(backend, TestImages.Macro, options, TestImages.Macro.FromNetwork(network)));
        }

        foreach (var operation in Enum.GetValues<MicroOperation>())
        {
            var node = new MicroNode(new MicroInput(0, operation), new MicroInput(1, operation));
            var cell = new MicroCell([node, node with { Second = new MicroInput(2, operation) }]);
            foreach (var reduction in new[] { CellReductions.FactorisedThenCell, CellReductions.StridedCell })
            {
                Compare($"micro {operation}, {reduction}", create, backend => NumbersOf(
                    backend, TestImages.Micro, options with
                    {
                        Reduction = reduction
                    }, TestImages.Micro.FromNetwork(new MicroNetwork(cell, cell))));
            }
        }

        foreach (var operation in Enum.GetValues<NasBench201Operation>())
        {
            var cell = TestImages.Benchmark.FromValues([.. TestImages.Benchmark.Decisions.Select(_ => (int)operation)]);
            foreach (var affine in new[] { true, false })
            {
                Compare($"benchmark {operation}, affine {affine}", create, backend =>
                    NumbersOf(backend, TestImages.Benchmark, Sized(TestImages.Benchmark, options with { BatchNormAffine = affine }), cell));
            }
        }
    }

    /// <summary>Steps of a final training with all that a network can have, its validation, and the weights at the end.</summary>
    public static void FixedNetworks(Func<ITensorBackend> create)
    {
        foreach (var space in s_spaces)
        {
            Compare($"fixed {space.Kind} network", create, backend => TrainingNumbers(backend, space));
        }
    }

    /// <summary>A checkpoint of one is read by the other, which goes on with the same numbers.</summary>
    public static void Checkpoints(Func<ITensorBackend> create)
    {
        foreach (var space in s_spaces)
        {
            using var backend = create();
            using var oracle = new ReferenceBackend();
            Compare($"{space.Kind} from the oracle", GoneOn(space, oracle, oracle), GoneOn(space, oracle, backend));
            Compare($"{space.Kind} to the oracle", GoneOn(space, backend, backend), GoneOn(space, backend, oracle));
        }
    }

    // One cell a stage: three would be nine cells in a row.
    private static ImageNetworkOptions Sized(SearchSpace space, ImageNetworkOptions options) =>
        space is NasBench201Space ? options with { Layers = 1 } : options;

    private static ImageSharedWeights Supernet(ITensorBackend backend, SearchSpace space, ImageNetworkOptions options)
    {
        var (batches, measurement) = (TestImages.Batches(Seed, Side), new ImageMeasurement(8, 1, CommonRewardImages: false, 8));
        return new ImageSharedWeights(backend, space, options, batches, measurement, Seed);
    }

    private static Architecture Sampled(SearchSpace space, int step)
    {
        using var policy = new UniformPolicy(space, Seed);
        return policy.Sample("sample", step, 0).Architecture;
    }

    private static void RequireEveryOperation(SearchSpace space)
    {
        Architecture[] sampled = [.. Enumerable.Range(0, StepCount).Select(step => Sampled(space, step))];
        var operations = space.Decisions.Index().Where(decision => decision.Item.Role == DecisionRole.Operation).ToArray();
        var count = operations.SelectMany(decision => sampled.Select(architecture => architecture.Values[decision.Index]))
            .Distinct().Count();
        var all = operations[0].Item.OptionCount;
        Agreement.Require(count == all, $"only {count} of the {all} operations of {space.Kind} are among the networks");
    }

    private static Numbers SupernetNumbers(ITensorBackend backend, SearchSpace space, ImageNetworkOptions options)
    {
        using var weights = Supernet(backend, space, options);
        return Numbers.Of(TrainSteps(weights, step => Sampled(space, step), 0, StepCount), weights.Sections);
    }

    private static Numbers NumbersOf(ITensorBackend backend, SearchSpace space, ImageNetworkOptions options, Architecture architecture)
    {
        using var weights = Supernet(backend, space, options);
        return Numbers.Of(TrainSteps(weights, _ => architecture, 0, 2), weights.Sections);
    }

    private static List<double> TrainSteps(ImageSharedWeights weights, Func<int, Architecture> architectureOf, int from, int to)
    {
        var losses = new List<double>();
        for (var step = from; step < to; step++)
        {
            var trained = weights.Train(architectureOf(step), step, step);
            losses.AddRange([trained.Loss, trained.GradNorm, trained.Objective]);
            losses.AddRange(weights.Evaluate(architectureOf(step), step, 0).Select(window => window.LossSum));
        }

        losses.Add(weights.ScoreValidation(architectureOf(0)).LossSum);
        return losses;
    }

    private static Numbers TrainingNumbers(ITensorBackend backend, SearchSpace space)
    {
        var network = Sized(space, TestImages.Network with { BatchNormEpsilon = Epsilon, WarmUpSteps = 2 });
        var options = new ImageFinalOptions(network, Epochs: 2, EvaluationBatchSize: 8) { AveragingDecay = 0.8 };
        using var assembly = new TrainingAssembly
        {
            Network = new ImageFixedNetwork(
                backend, space, Sampled(space, 1), options, TestImages.Batches(Seed, Side, "final/"), Seed),
            Architecture = Sampled(space, 1),
            Epochs = options.Epochs,
            Time = TimeProvider.System,
        };
        var training = assembly.ForRun();
        var (state, losses) = (SearchState.Empty, new List<double>());
        for (var step = 0; step < FinalStepCount; step++)
        {
            foreach (var row in training.StepAsync(state, CancellationToken.None).GetAwaiter().GetResult())
            {
                state = state.Apply(row);
                losses.AddRange(new[] { row.Loss, row.GradNorm }.OfType<double>());
            }
        }

        return Numbers.Of(losses, training.Sections);
    }

    private static Numbers GoneOn(SearchSpace space, ITensorBackend first, ITensorBackend second)
    {
        var options = Sized(space, TestImages.Supernet with { BatchNorm = BatchNormPolicies.Running, BatchNormEpsilon = Epsilon });
        Checkpoint checkpoint;
        using (var weights = Supernet(first, space, options))
        {
            _ = TrainSteps(weights, step => Sampled(space, step), 0, 4);
            checkpoint = SearchCheckpoint.Of(weights.Sections, 4);
        }

        using var again = Supernet(second, space, options);
        SearchCheckpoint.Restore(again.Sections, checkpoint);
        return Numbers.Of(TrainSteps(again, step => Sampled(space, step), 4, StepCount), again.Sections);
    }

    private static void Compare(string what, Func<ITensorBackend> create, Func<ITensorBackend, Numbers> numbersOf)
    {
        using var backend = create();
        using var oracle = new ReferenceBackend();
        Compare(what, numbersOf(oracle), numbersOf(backend));
        Agreement.Require(backend.LiveStepTensorCount == 0, $"{what}: tensors outlive their step");
    }

    private static void Compare(string what, Numbers expected, Numbers actual)
    {
        Agreement.Require(expected.Losses.Count == actual.Losses.Count && expected.Losses.Count > 0,
            $"{what}: {expected.Losses.Count} numbers and {actual.Losses.Count}");
        for (var i = 0; i < expected.Losses.Count; i++)
        {
            Agreement.Within($"{what}, number {i}", expected.Losses[i], actual.Losses[i], Tolerance);
        }

        Agreement.Require(expected.Names.SequenceEqual(actual.Names) && expected.Names.Count > 0, $"{what}: other weights");
        foreach (var (i, name) in expected.Names.Index())
        {
            Agreement.Within($"{what}, {name}", [expected.State[i]], [actual.State[i]], StateTolerance, 0.01);
        }
    }

    /// <summary>What steps gave and what they left.</summary>
    /// <param name="Losses">Losses and gradient norms, step by step.</param>
    /// <param name="Names">Names of weights, velocities and statistics.</param>
    /// <param name="State">Their values.</param>
    private sealed record Numbers(List<double> Losses, List<string> Names, List<float[]> State)
    {
        public static Numbers Of(List<double> losses, IEnumerable<ICheckpointed> sections)
        {
            var tensors = SearchCheckpoint.Of(sections, 0).Tensors;
            return new Numbers(losses, [.. tensors.Select(tensor => tensor.Name)], [.. tensors.Select(tensor => tensor.Values.ToArray())]);
        }
    }
}
