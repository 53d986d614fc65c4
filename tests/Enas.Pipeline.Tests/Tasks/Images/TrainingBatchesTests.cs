using CsCheck;
using Enas.Pipeline.Tasks.Images;

namespace Enas.Pipeline.Tests.Tasks.Images;

public sealed class TrainingBatchesTests
{
    private static readonly ImageBatches s_batches = new(ImageSamples.Corpus(), new ImageAugmentation(2, true, 2), 4);

    // A resume asks for a step in the middle, a step that is made again for one before.
    [Fact]
    public void A_step_has_its_batch_whatever_was_asked_before() =>
        Gen.Int[0, 40].Array[1, 30].Sample(steps =>
        {
            using var training = new TrainingBatches(s_batches, 4);
            foreach (var step in steps)
            {
                var (epoch, index) = Math.DivRem(step, s_batches.TrainingCount(4));
                var (expected, actual) = (s_batches.Training(4, epoch, index), training.Take(step));
                Assert.Equal(expected.Pixels, actual.Pixels);
                Assert.Equal(expected.Labels, actual.Labels);
            }
        }, iter: 50);
}
