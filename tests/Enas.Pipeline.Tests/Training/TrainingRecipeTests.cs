using Enas.Backends.Cpu;
using Enas.Pipeline.Architectures;
using Enas.Pipeline.Composition;
using Enas.Pipeline.Events;
using Enas.Pipeline.Networks;
using Enas.Pipeline.Options;
using Enas.Pipeline.Policies;
using Enas.Pipeline.Ports;
using Enas.Pipeline.Search;
using Enas.Pipeline.Spaces.MicroCnn;
using Enas.Pipeline.Spaces.RnnCell;
using Enas.Pipeline.Steps.Lifecycle;
using Enas.Pipeline.Tasks.Text;
using Enas.TestKit;

namespace Enas.Pipeline.Tests.Training;

/// <summary>Trainings of a number of steps, with a warm-up and averaged weights, of images and of text.</summary>
public sealed class TrainingRecipeTests
{
    private const ulong Seed = 4;
    private static readonly MicroCnnSpace s_space = new(2, [MicroOperation.SeparableConvolution3, MicroOperation.Identity]);

    // Images of TestImages in batches of 8: the steps of an epoch are asked of the network, not written down.
    private static ImageFinalOptions Options(int steps, double decay = 0) =>
        new(TestImages.Network with { WarmUpSteps = 2, LearningRateMaximum = 0.05, LearningRateMinimum = 0.001 }, 2, 8)
        {
            Steps = steps,
            AveragingDecay = decay,
        };

    [Fact]
    public async Task It_ends_after_exactly_its_steps_and_validates_there_and_after_each_epoch()
    {
        using var backend = new CpuBackend(1);
        int epoch;
        using (var network = Network(backend, Options(1)))
        {
            epoch = (int)network.StepsIn(1);
        }

        var steps = epoch + 3;
        var log = await TrainAsync(backend, Network(backend, Options(steps)), steps);
        var trained = log.Rows.Select(row => row.Row).Where(row => row.EventType == "shared-weights-trained").ToArray();
        var scored = log.Rows.Select(row => row.Row).Where(row => row.EventType == "candidate-scored").ToArray();
        Assert.Equal(steps, trained.Length);
        Assert.Equal([epoch, steps, steps], scored.Select(row => (int)row.Step));
        Assert.Equal(["validation", "validation", "test"], scored.Select(SourceOf));
        Assert.Equal(2, log.Rows[^1].Row.Epoch);
        Assert.Equal(0.025, trained[0].LearningRate!.Value, 1e-12);
        Assert.Equal(0.05, trained[1].LearningRate!.Value, 1e-12);
        Assert.Equal(0.001, trained[^1].LearningRate!.Value, 1e-12);
    }

    [Fact]
    public async Task Where_its_steps_are_whole_epochs_the_last_one_is_validated_once()
    {
        using var backend = new CpuBackend(1);
        using var measured = Network(backend, Options(1));
        var steps = (int)measured.StepsIn(2);
        var log = await TrainAsync(backend, Network(backend, Options(steps)), steps);
        Assert.Equal(
            ["validation", "validation", "test"],
            log.Rows.Select(row => row.Row).Where(row => row.EventType == "candidate-scored").Select(SourceOf));
    }

    [Fact]
    public void A_training_with_averaged_weights_goes_on_bit_for_bit_and_keeps_them()
    {
        using var backend = new CpuBackend(1);
        using var whole = Network(backend, Options(12, 0.9));
        using var restored = Network(backend, Options(12, 0.9));
        using var plain = Network(backend, Options(12));
        Train(whole, 0, 6);
        Train(plain, 0, 6);
        whole.AfterValidation(0.5);
        SearchCheckpoint.Restore(restored.Sections, SearchCheckpoint.Of(whole.Sections, 6));
        Assert.Equal(whole.Validate(), restored.Validate());
        Train(whole, 6, 12);
        Train(restored, 6, 12);
        Assert.Equal(whole.Validate(), restored.Validate());
        Assert.Equal(whole.Test(), restored.Test());
        whole.AfterValidation(0.9);
        var sections = SearchCheckpoint.Of(whole.Sections, 12);
        var best = ByName(sections, NetworkSections.Best, "best/");
        Assert.NotEmpty(best);
        Assert.Equal(ByName(sections, NetworkSections.Training, "average/"), best);
        Train(plain, 6, 12);
        Assert.NotEqual(plain.Validate().LossSum, whole.Validate().LossSum);
    }

    /// <summary>What is trained does not depend on what is averaged.</summary>
    [Fact]
    public void Averaging_changes_no_step()
    {
        using var backend = new CpuBackend(1);
        using var averaged = Network(backend, Options(8, 0.9));
        using var plain = Network(backend, Options(8));
        Assert.Equal(Train(plain, 0, 8), Train(averaged, 0, 8));
    }

    [Fact]
    public async Task A_training_of_text_falls_along_a_cosine_to_its_floor()
    {
        var tiny = TestJobs.Tiny(nodes: 4);
        var job = tiny with
        {
            Train = tiny.Train with
            {
                Steps = 9,
                Network = tiny.Train.Network with
                {
                    WarmUpSteps = 3,
                    LearningRate = 3,
                    LearningRateFloor = 0.25,
                    DecayFactor = 0.5,
                    DecayStartEpoch = 0,
                },
            },
        };
        var space = new RnnCellSpace(job.Space);
        using var backend = new CpuBackend(1);
        var network = new RecurrentFixedNetwork(
            backend, space, job, GeneratedLanguage.Load(job.Seed, job.Data), Sampled(space));
        var log = await TrainAsync(backend, network, 9, space);
        double[] rates = [.. log.Rows.Select(row => row.Row.LearningRate).OfType<double>()];
        Assert.Equal(9, rates.Length);
        Assert.Equal([1, 2, 3], rates.Take(3));
        Assert.Equal(1.625, rates[5], 1e-12);
        Assert.Equal(0.25, rates[^1], 1e-12);
        Assert.Equal(["validation", "test"],
            log.Rows.Select(row => row.Row).Where(row => row.EventType == "candidate-scored").Select(SourceOf));
    }

    private static Architecture Sampled(SearchSpace space)
    {
        using var policy = new UniformPolicy(space, Seed);
        return policy.Sample("test", 0, 0).Architecture;
    }

    private static ImageFixedNetwork Network(CpuBackend backend, ImageFinalOptions options) => new(
        backend, s_space, Sampled(s_space), options, TestImages.Batches(Seed, 8, ImageFixedNetwork.StreamPrefix), Seed);

    private static List<WeightStepResult> Train(IFixedNetwork network, int from, int to) =>
        [.. Enumerable.Range(from, to - from).Select(step => network.Train(step))];

    private static (string Name, string Values)[] ByName(Checkpoint checkpoint, SectionKind section, string prefix) =>
    [
        .. checkpoint.Section(section)!.Tensors.Where(tensor => tensor.Name.StartsWith(prefix, StringComparison.Ordinal))
            .Select(tensor => (tensor.Name[prefix.Length..], string.Join(' ', tensor.Values.ToArray()))),
    ];

    private static string SourceOf(LogRow row) =>
        row.Facts.Contains("\"source\":\"test\"", StringComparison.Ordinal) ? "test" : "validation";

    private static async Task<InMemoryEventLog> TrainAsync(CpuBackend backend, IFixedNetwork network, int steps, SearchSpace? space = null)
    {
        var log = new InMemoryEventLog();
        using var training = new TrainingAssembly
        {
            Network = network,
            Architecture = Sampled(space ?? s_space),
            Epochs = 2,
            Steps = steps,
            Time = TimeProvider.System,
        };
        var run = new SearchRun(
            training.ForRun(), new LogOptions { GroupEvents = 8, GroupSeconds = 1 }, new CheckpointOptions { EverySteps = 0, Keep = 2 },
            log, new InMemoryCheckpointStore(), new NullProgress(), TimeProvider.System);
        await run.StartAsync(new SearchStarted("train", "{}", "digest", backend.Numerics, backend.Numerics, null, null), [], null, default);
        return log;
    }
}
