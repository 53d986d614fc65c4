using Enas.Backends.Cpu;
using Enas.Pipeline.Catalogs;
using Enas.Pipeline.Composition;
using Enas.Pipeline.Jobs;
using Enas.Pipeline.Messages;
using Enas.Pipeline.Policies;
using Enas.Pipeline.Tests.Jobs;

namespace Enas.Pipeline.Tests.Composition;

/// <summary>How long a training is whose length is an epoch is known without a network.</summary>
public sealed class StepsOfEpochTests
{
    [Theory]
    [InlineData("tiny-nas.json")]
    [InlineData("tiny.json")]
    [InlineData("tiny.json", "train.network.randomSequenceLength=true")]
    [InlineData("tiny-micro.json")]
    [InlineData("tiny-macro.json")]
    [InlineData("tiny-predictor.json")]
    public void It_is_what_a_network_counts(string file, params string[] sets)
    {
        var job = JobReader.ReadFile(JobText.PathOf("jobs", file), sets).Options!;
        var data = JobDataCatalog.Load(job, static () => throw new NotSupportedException(), CancellationToken.None);
        var space = SpaceCatalog.Create(job);
        using var backend = new CpuBackend(1);
        using var uniform = new UniformPolicy(space, job.Seed);
        using var network = data.FixedNetwork(backend, space, job, uniform.Sample("any", 0, 0).Architecture);
        Assert.InRange(data.StepsOfEpoch(job), 2, int.MaxValue);
        Assert.Equal(network.StepsIn(1), data.StepsOfEpoch(job));
        Assert.Equal(job.Train.Steps > 0 ? job.Train.Steps : job.Train.Epochs * network.StepsIn(1), JobEstimate.Of(job, data).TrainSteps);
    }

    [Fact]
    public void What_nobody_trains_has_none()
    {
        var job = JobReader.ReadFile(JobText.PathOf("jobs", "tiny-custom.json"), []).Options!;
        var data = JobDataCatalog.Load(job, static () => throw new NotSupportedException(), CancellationToken.None);
        Assert.Contains("no network of theirs", Assert.Throws<BadInputException>(() => data.StepsOfEpoch(job)).Message,
            StringComparison.Ordinal);
    }
}
