using Enas.Backends.Cpu;
using Enas.Pipeline.Architectures;
using Enas.Pipeline.Composition;
using Enas.Pipeline.Networks;
using Enas.Pipeline.Numerics;
using Enas.Pipeline.Options;
using Enas.Pipeline.Policies;
using Enas.Pipeline.Ports;
using Enas.Pipeline.Search;
using Enas.Pipeline.Spaces.MacroCnn;
using Enas.Pipeline.Spaces.MicroCnn;
using Enas.Pipeline.Steps.Lifecycle;
using Enas.Pipeline.Tasks.Images;
using Enas.Pipeline.Tensors;
using Enas.Pipeline.Tests.Networks;
using Enas.TestKit;

namespace Enas.Pipeline.Tests.Training;

/// <summary>Convolutional supernets and fixed networks learn images whose class is a stripe's place, and go on bit for bit
/// after a checkpoint.</summary>
public sealed class ImageTrainingTests
{
    private const ulong Seed = 4;
    private static readonly MacroCnnSpace s_macro = new(3, ImageNetworks.MacroOperations);
    private static readonly MicroCnnSpace s_micro = new(2, ImageNetworks.MicroOperations);

    [Theory]
    [InlineData("macro")]
    [InlineData("micro")]
    public void Shared_weights_learn_and_go_on_bit_for_bit(string kind)
    {
        using var backend = new CpuBackend(1);
        var space = kind == "macro" ? (SearchSpace)s_macro : s_micro;
        using var whole = Shared(backend, space);
        using var restored = Shared(backend, space);
        using var policy = new UniformPolicy(space, Seed);
        Architecture At(int step) => policy.Sample("test", step, 0).Architecture;
        var losses = Enumerable.Range(0, 150).Select(step => whole.Train(At(step), step, step).Loss).ToArray();
        Assert.True(losses.TakeLast(10).Average() < losses.Take(5).Average() - 0.2,
            $"from {losses.Take(5).Average()} to {losses.TakeLast(10).Average()}");

        SearchCheckpoint.Restore(restored.Sections, SearchCheckpoint.Of(whole.Sections, 150));
        for (var step = 150; step < 154; step++)
        {
            Assert.Equal(whole.Evaluate(At(step), step, 1), restored.Evaluate(At(step), step, 1));
            Assert.Equal(whole.Train(At(step), step, step), restored.Train(At(step), step, step));
        }

        Assert.Equal(whole.ScoreValidation(At(0)), restored.ScoreValidation(At(0)));
        Assert.Equal(30, whole.ScoreValidation(At(0)).TokenCount);
        var before = SearchCheckpoint.Of(whole.Sections, 154).Tensors.Count;
        Assert.Equal(whole.ScorePart(At(0), 17), restored.ScorePart(At(0), 17));
        Assert.Equal(16, whole.ScorePart(At(0), 1000).TokenCount);
        Assert.Equal(before, SearchCheckpoint.Of(whole.Sections, 154).Tensors.Count);
        Assert.Equal(0, backend.LiveStepTensorCount);
    }

    [Theory]
    [InlineData("macro")]
    [InlineData("micro")]
    public async Task The_fixed_network_trains_and_measures_the_test_set_once(string kind)
    {
        var (log, first) = await TrainAsync(kind);
        Assert.Equal(first, (await TrainAsync(kind)).Fingerprint);
        var scores = log.Rows.Where(row => row.Row.EventType == "candidate-scored").Select(row => row.Row).ToArray();
        Assert.Equal(4 + 1, scores.Length);
        Assert.Single(scores, row => row.Facts.Contains("\"source\":\"test\"", StringComparison.Ordinal));
        Assert.Equal("search-completed", log.Rows[^1].Row.EventType);
    }

    private static async Task<(InMemoryEventLog Log, string Fingerprint)> TrainAsync(string kind)
    {
        var log = new InMemoryEventLog();
        using var backend = new CpuBackend(1);
        var (space, network) = kind == "macro" ? ((SearchSpace)s_macro, ImageNetworks.MacroFinal) : (s_micro, ImageNetworks.MicroFinal);
        using var policy = new UniformPolicy(space, Seed);
        var options = new ImageFinalOptions(Small(network) with { BatchNorm = BatchNormPolicies.Running, LabelSmoothing = 0.1 }, 4, 16);
        var architecture = policy.Sample("test", 0, 0).Architecture;
        using var training = new TrainingAssembly
        {
            Network = new ImageFixedNetwork(backend, space, architecture, options, Batches("final/"), Seed),
            Architecture = architecture,
            Epochs = options.Epochs,
            Time = TimeProvider.System,
        };
        var run = new SearchRun(
            training.ForRun(), new LogOptions { GroupEvents = 8, GroupSeconds = 1 }, new CheckpointOptions
            {
                EverySteps = 0,
                Keep = 2
            }, log, new InMemoryCheckpointStore(), new NullProgress(), TimeProvider.System);
        await run.StartAsync(new SearchStarted("train", "{}", "digest", backend.Numerics, backend.Numerics, null, null), [], null, default);
        return (log, log.FactHead);
    }

    private static ImageSharedWeights Shared(ITensorBackend backend, SearchSpace space)
    {
        var measurement = new ImageMeasurement(16, 2, CommonRewardImages: false, 16);
        return space is MacroCnnSpace
            ? new ImageSharedWeights(backend, s_macro, Small(ImageNetworks.MacroSearch), Batches(""), measurement, Seed)
            : new ImageSharedWeights(backend, s_micro, Small(ImageNetworks.MicroSearch), Batches(""), measurement, Seed);
    }

    private static ImageNetworkOptions Small(ImageNetworkOptions options) => options with { Filters = 6, Layers = 3, BatchSize = 16 };

    private static ImageBatches Batches(string purpose) =>
        new(new ImageCorpus(Stripes(96, 0), Stripes(30, 1), Stripes(30, 2), ["left", "middle", "right"]),
            new ImageAugmentation(1, Flip: false, 0), Seed, purpose);

    private static ImageSet Stripes(int count, int part)
    {
        const int side = 9;
        var noise = new RandomStream(Seed, "pixels");
        var (pixels, labels) = (new byte[count * side * side], new int[count]);
        for (var i = 0; i < pixels.Length; i++)
        {
            var image = i / (side * side);
            labels[image] = image % 3;
            pixels[i] = (byte)(noise.Below(60, part, 0, i) + (i % side / 3 == labels[image] ? 150 : 0));
        }

        return new ImageSet(1, side, side, pixels, labels);
    }
}
