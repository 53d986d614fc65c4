using Enas.Backends.Cpu;
using Enas.Pipeline.Architectures;
using Enas.Pipeline.Catalogs;
using Enas.Pipeline.Composition;
using Enas.Pipeline.Jobs;
using Enas.Pipeline.Options;
using Enas.Pipeline.Policies;
using Enas.Pipeline.Ports;
using Enas.Pipeline.Search;
using Enas.Pipeline.Spaces.RnnCell;
using Enas.Pipeline.Steps.Lifecycle;
using Enas.Pipeline.Tasks.Text;
using Enas.TestKit;

namespace Enas.Pipeline.Tests.Training;

/// <summary>Every preset, shrunk to a small cell and the generated language, trains its shared weights and its fixed network.</summary>
public sealed class PresetTrainingTests
{
    public static TheoryData<string> PresetNames => [.. SpaceCatalog.Of(RnnCellSpace.Name).Presets.Select(preset => preset.Name)];

    [Theory]
    [MemberData(nameof(PresetNames))]
    public void Shared_weights_of_every_preset_learn_the_generated_language(string preset)
    {
        var job = Shrunk(preset);
        var corpus = GeneratedLanguage.Load(job.Seed, job.Data);
        var space = new RnnCellSpace(job.Space);
        using var backend = new CpuBackend(1);
        using var weights = new RnnSharedWeights(backend, space, job, corpus);
        using var policy = new UniformPolicy(space, job.Seed);
        var losses = Enumerable.Range(0, 150)
            .Select(step => weights.Train(policy.Sample("test", step, 0).Architecture, step, step).Loss).ToArray();
        Assert.True(losses.TakeLast(20).Average() < losses.Take(5).Average() - 0.1,
            $"from {losses.Take(5).Average()} to {losses.TakeLast(20).Average()}");
        Assert.Equal(0, backend.LiveStepTensorCount);
    }

    [Theory]
    [MemberData(nameof(PresetNames))]
    public async Task The_final_network_of_every_preset_trains_and_measures_the_test_set_once(string preset)
    {
        var (log, first) = await TrainAsync(Shrunk(preset));
        Assert.Equal(first, (await TrainAsync(Shrunk(preset))).Fingerprint);
        var scores = log.Rows.Where(r => r.Row.EventType == "candidate-scored").Select(r => r.Row).ToArray();
        Assert.Single(scores, row => row.Facts.Contains("\"source\":\"test\"", StringComparison.Ordinal));
        Assert.Equal("candidate-scored", log.Rows[^2].Row.EventType);
        Assert.True(scores[^2].Metric < 12, $"validation perplexity {scores[^2].Metric}");
    }

    [Fact]
    public void Checkpointed_shared_weights_go_on_bit_for_bit()
    {
        var job = Shrunk("enas-lm");
        var corpus = GeneratedLanguage.Load(job.Seed, job.Data);
        var space = new RnnCellSpace(job.Space);
        using var backend = new CpuBackend(1);
        using var whole = new RnnSharedWeights(backend, space, job, corpus);
        using var restored = new RnnSharedWeights(backend, space, job, corpus);
        using var policy = new UniformPolicy(space, job.Seed);
        Architecture At(int step) => policy.Sample("test", step, 0).Architecture;
        for (var step = 0; step < 10; step++)
        {
            whole.Train(At(step), step, step);
        }

        SearchCheckpoint.Restore(restored.Sections, SearchCheckpoint.Of(whole.Sections, 10));
        for (var step = 10; step < 20; step++)
        {
            Assert.Equal(whole.Train(At(step), step, step), restored.Train(At(step), step, step));
        }

        Assert.Equal(whole.ScoreValidation(At(0)), restored.ScoreValidation(At(0)));
        var (first, two) = (whole.ScorePart(At(0), 1), whole.ScorePart(At(0), 2));
        Assert.Equal(job.Derive.BatchSize * job.SharedWeights.SequenceLength, first.TokenCount);
        Assert.True(two.TokenCount > first.TokenCount && two.LossSum > first.LossSum);
        Assert.Equal(whole.ScoreValidation(At(0)), whole.ScorePart(At(0), 1000));
    }

    private static async Task<(InMemoryEventLog Log, string Fingerprint)> TrainAsync(JobOptions job)
    {
        var log = new InMemoryEventLog();
        var space = new RnnCellSpace(job.Space);
        using var backend = new CpuBackend(1);
        using var policy = new UniformPolicy(space, job.Seed);
        var architecture = policy.Sample("test", 0, 0).Architecture;
        using var training = new TrainingAssembly
        {
            Network = new RecurrentFixedNetwork(backend, space, job, GeneratedLanguage.Load(job.Seed, job.Data), architecture),
            Architecture = architecture,
            Epochs = job.Train.Epochs,
            Time = TimeProvider.System,
        };
        var run = new SearchRun(training.ForRun(),
            job.Log, job.Checkpoint, log, new InMemoryCheckpointStore(), new NullProgress(), TimeProvider.System);
        await run.StartAsync(new SearchStarted("train", "{}", "digest", backend.Numerics, backend.Numerics, null, null), [], null, default);
        return (log, log.FactHead);
    }

    private static JobOptions Shrunk(string preset)
    {
        string[] sets =
        [
            $"preset={preset}", "data.kind=generated", "data.states=6", "data.vocabulary=12", "data.branches=3",
            "data.trainTokens=6000", "data.validTokens=600", "data.testTokens=600",
            "space.nodes=4", "sharedWeights.hidden=12",
                "sharedWeights.batchSize=8", "sharedWeights.sequenceLength=10", "sharedWeights.initRange=0.1",
            "train.network.hidden=12", "train.network.batchSize=8", "train.network.sequenceLength=10", "train.network.initRange=0.1",
            "train.network.inputDropout=0.1", "train.network.outputDropout=0.1", "train.epochs=3", "train.averagingPatience=1",
            "sharedWeights.inputDropout=0.1", "sharedWeights.outputDropout=0.1",
            // The published rate of 20 is for networks a hundred times as wide.
            $"sharedWeights.learningRate={(preset is "paper" or "reproducible" ? "2" : preset == "official" ? "0.25" : "10")}",
            "policy.hidden=8", "reward.batchSize=4", "reward.sequenceLength=10", "derive.batchSize=4",
        ];
        var document = JobReader.Read("""{ "schemaVersion": 1, "name": "test", "preset": "small", "data": { "kind": "generated" } }"""u8
            .ToArray(), "/here/job.json", sets, "/here");
        Assert.Equal([], document.Errors.Select(error => error.ToString()));
        return document.Options!;
    }
}
