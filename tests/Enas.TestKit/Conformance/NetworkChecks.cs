using Enas.Pipeline.Composition;
using Enas.Pipeline.Options;
using Enas.Pipeline.Ports;
using Enas.Pipeline.Search;
using Enas.Pipeline.Spaces.RnnCell;
using Enas.Pipeline.Tasks.Text;
using Enas.Pipeline.Tensors;

namespace Enas.TestKit.Conformance;

/// <summary>Whole steps of networks: the same numbers as the oracle, within what float32 gives after some steps.</summary>
internal static class NetworkChecks
{
    // float32 against float64 after ten steps of descent, relative: losses, gradient norms, reward losses.
    private const double Tolerance = 2e-4;
    private const int StepCount = 10;

    /// <summary>Weight steps of random cells, and the reward losses in between: plain, and with everything that a
    /// network can have.</summary>
    public static void RecurrentSupernet(Func<ITensorBackend> create)
    {
        foreach (var job in Jobs())
        {
            using var backend = create();
            using var oracle = new ReferenceBackend();
            Compare($"supernet with batch norm {job.SharedWeights.BatchNorm}", SupernetNumbers(job, oracle), SupernetNumbers(job, backend));
            Agreement.Require(backend.LiveStepTensorCount == 0, "tensors outlive their step");
        }
    }

    /// <summary>Steps of a final training.</summary>
    public static void RecurrentNetwork(Func<ITensorBackend> create)
    {
        foreach (var job in Jobs())
        {
            using var backend = create();
            using var oracle = new ReferenceBackend();
            Compare($"network with batch norm {job.Train.Network.BatchNorm}", TrainingNumbers(job, oracle), TrainingNumbers(job, backend));
        }
    }

    /// <summary>A checkpoint of one is read by the other, which goes on with the same numbers.</summary>
    public static void Checkpoints(Func<ITensorBackend> create)
    {
        var job = Jobs().Last();
        using var backend = create();
        using var oracle = new ReferenceBackend();
        Compare("from the oracle", GoneOn(job, oracle, oracle), GoneOn(job, oracle, backend));
        Compare("to the oracle", GoneOn(job, backend, backend), GoneOn(job, backend, oracle));
    }

    private static IEnumerable<JobOptions> Jobs()
    {
        var plain = TestJobs.Tiny(nodes: 4);
        yield return plain;
        var full = TestJobs.Network(hidden: 9) with
        {
            DecoderBias = true,
            BatchNorm = "nodes-and-average",

            // With a small one, columns that hardly vary in so few rows turn float32's roundings into differences of percents
            // in any backend.
            BatchNormEpsilon = 0.1,
            HiddenNormLimit = 2,
            EmbeddingDropout = 0.1,
            InputDropout = 0.2,
            HiddenDropout = 0.3,
            OutputDropout = 0.2,
            L2 = 1e-4,
            Slowness = 1e-2,
            ActivationL2 = 1e-2,
            RandomSequenceLength = true,
        };
        yield return plain with { SharedWeights = full, Train = plain.Train with { Network = full } };
    }

    private static RnnSharedWeights Supernet(JobOptions job, ITensorBackend backend, RnnCellSpace space) =>
        new(backend, space, job, GeneratedLanguage.Load(job.Seed, job.Data));

    private static List<double> SupernetNumbers(JobOptions job, ITensorBackend backend)
    {
        var space = new RnnCellSpace(job.Space);
        using var weights = Supernet(job, backend, space);
        return TrainSteps(job, space, weights, 0, StepCount);
    }

    private static List<double> TrainSteps(JobOptions job, RnnCellSpace space, RnnSharedWeights weights, int from, int to)
    {
        var numbers = new List<double>();
        using var policy = new Pipeline.Policies.UniformPolicy(space, job.Seed);
        for (var step = from; step < to; step++)
        {
            var architecture = policy.Sample("sample", step, 0).Architecture;
            var trained = weights.Train(architecture, step, step);
            numbers.AddRange([trained.Loss, trained.GradNorm, trained.Objective]);
            numbers.AddRange(weights.Evaluate(architecture, step, 0).Select(window => window.LossSum));
        }

        return numbers;
    }

    private static List<double> TrainingNumbers(JobOptions job, ITensorBackend backend)
    {
        var space = new RnnCellSpace(job.Space);
        using var policy = new Pipeline.Policies.UniformPolicy(space, job.Seed);
        var architecture = policy.Sample("sample", 0, 0).Architecture;
        using var assembly = new TrainingAssembly
        {
            Network = new RecurrentFixedNetwork(
                backend, space, job, GeneratedLanguage.Load(job.Seed, job.Data), architecture),
            Architecture = architecture,
            Epochs = job.Train.Epochs,
            Time = TimeProvider.System,
        };
        var training = assembly.ForRun();
        var state = SearchState.Empty;
        var numbers = new List<double>();
        for (var step = 0; step < StepCount; step++)
        {
            foreach (var row in training.StepAsync(state, CancellationToken.None).GetAwaiter().GetResult())
            {
                state = state.Apply(row);
                numbers.AddRange(new[] { row.Loss, row.GradNorm }.OfType<double>());
            }
        }

        return numbers;
    }

    private static List<double> GoneOn(JobOptions job, ITensorBackend first, ITensorBackend second)
    {
        var space = new RnnCellSpace(job.Space);
        Checkpoint checkpoint;
        using (var weights = Supernet(job, first, space))
        {
            _ = TrainSteps(job, space, weights, 0, 4);
            checkpoint = SearchCheckpoint.Of(weights.Sections, 4);
        }

        using var again = Supernet(job, second, space);
        SearchCheckpoint.Restore(again.Sections, checkpoint);
        return TrainSteps(job, space, again, 4, StepCount);
    }

    private static void Compare(string what, List<double> expected, List<double> actual)
    {
        Agreement.Require(expected.Count == actual.Count && expected.Count > 0, $"{what}: {expected.Count} numbers and {actual.Count}");
        for (var i = 0; i < expected.Count; i++)
        {
            Agreement.Within($"{what}, number {i}", expected[i], actual[i], Tolerance);
        }
    }
}
