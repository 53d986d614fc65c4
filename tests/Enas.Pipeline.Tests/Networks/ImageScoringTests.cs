using Enas.Backends.Cpu;
using Enas.Pipeline.Architectures;
using Enas.Pipeline.Measures;
using Enas.Pipeline.Networks;
using Enas.Pipeline.Numerics;
using Enas.Pipeline.Options;
using Enas.Pipeline.Tasks.Images;
using Enas.TestKit;

namespace Enas.Pipeline.Tests.Networks;

/// <summary>How candidates are scored on the whole validation set: with which statistics, and in which batches.</summary>
public sealed class ImageScoringTests
{
    private const ulong Seed = 5;

    private static readonly Architecture s_architecture =
        UniformDraw.Of(TestImages.Macro, new RandomStream(Seed, "architecture"), 0, 0);

    /// <summary>33 images at 16: with the statistics of the batch the last image alone would be measured against itself.</summary>
    [Fact]
    public void Even_batches_leave_no_image_to_itself()
    {
        var (full, even) = (Score(33, 16), Score(33, 16, measurement => measurement with { HasEvenBatches = true }));
        Assert.Equal((33, 33), (full.TokenCount, even.TokenCount));
        Assert.NotEqual(full.LossSum, even.LossSum);
        Assert.Equal(Score(33, 11), even);
        Assert.Equal(Score(32, 16), Score(32, 16, measurement => measurement with { HasEvenBatches = true }));
    }

    /// <summary>Statistics that are measured anew are the same whatever the batch; those of the batch are not.</summary>
    [Fact]
    public void A_score_can_use_other_statistics_than_rewards()
    {
        var own = Score(30, 10);
        Assert.True(Math.Abs(own.LossSum - Score(30, 15).LossSum) > 1e-3);
        static ImageMeasurement Anew(ImageMeasurement measurement) =>
            measurement with { ScoreBatchNorm = BatchNormPolicies.Recalibrated };
        var anew = Score(30, 10, Anew);
        Assert.NotEqual(own.LossSum, anew.LossSum);
        Assert.Equal(anew.LossSum, Score(30, 15, Anew).LossSum, 1e-3);
        Assert.Equal(Score(30, 10, null, BatchNormPolicies.Recalibrated), anew);
        Assert.Equal(own, Score(30, 10, measurement => measurement with { ScoreBatchNorm = BatchNormPolicies.Batch },
            BatchNormPolicies.Recalibrated));
    }

    [Fact]
    public void Rewards_are_measured_as_before()
    {
        using var backend = new CpuBackend(1);
        using var plain = Shared(backend, 30, 10, null, BatchNormPolicies.Batch);
        using var other = Shared(
            backend, 30, 10, measurement => measurement with { ScoreBatchNorm = BatchNormPolicies.Recalibrated }, BatchNormPolicies.Batch);
        Assert.Equal(plain.Evaluate(s_architecture, 3, 0), other.Evaluate(s_architecture, 3, 0));
        Assert.NotEqual(plain.ScorePart(s_architecture, 10), other.ScorePart(s_architecture, 10));
    }

    private static WindowLoss Score(
        int images, int batch, Func<ImageMeasurement, ImageMeasurement>? change = null, string batchNorm = BatchNormPolicies.Batch)
    {
        using var backend = new CpuBackend(1);
        using var weights = Shared(backend, images, batch, change, batchNorm);
        return weights.ScoreValidation(s_architecture);
    }

    private static ImageSharedWeights Shared(
        CpuBackend backend, int images, int batch, Func<ImageMeasurement, ImageMeasurement>? change, string batchNorm)
    {
        var measurement = new ImageMeasurement(8, 1, CommonRewardImages: false, batch);
        var weights = new ImageSharedWeights(
            backend, TestImages.Macro, TestImages.Supernet with { BatchNorm = batchNorm }, Batches(images),
            change?.Invoke(measurement) ?? measurement, Seed);
        for (var step = 0; step < 3; step++)
        {
            weights.Train(s_architecture, step, step);
        }

        return weights;
    }

    private static ImageBatches Batches(int images) => new(
        new ImageCorpus(Noise(40, 0), Noise(images, 1), Noise(10, 2), ["one", "two"]), new ImageAugmentation(0, Flip: false, 0), Seed);

    private static ImageSet Noise(int count, int part)
    {
        const int side = 8;
        var noise = new RandomStream(Seed, "pixels");
        byte[] pixels = [.. Enumerable.Range(0, count * side * side).Select(i => (byte)noise.Below(256, part, 0, i))];
        return new ImageSet(1, side, side, pixels, [.. Enumerable.Range(0, count).Select(i => i % 2)]);
    }
}
