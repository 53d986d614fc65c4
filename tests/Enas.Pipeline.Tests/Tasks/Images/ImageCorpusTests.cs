using Enas.Pipeline.Tasks.Folders;
using Enas.Pipeline.Tasks.Images;
using static Enas.Pipeline.Tests.Tasks.Images.ImageSamples;

namespace Enas.Pipeline.Tests.Tasks.Images;

public sealed class ImageCorpusTests
{
    /// <summary>Computed from the documented layout by an independent program.</summary>
    [Fact]
    public void The_digest_is_golden() => Assert.Equal(
        "a02ec674bb778a18e85de73bb91cc40db0c9e128d9148e2e665b1ecd80c20b45",
        new ImageCorpus(new ImageSet(1, 1, 2, [1, 2, 3, 4], [1, 0]),
            new ImageSet(1, 1, 2, [5, 6], [0]), new ImageSet(1, 1, 2, [], []), ["a", "b"]).Digest);

    [Fact]
    public void The_digest_depends_on_pixels_labels_and_split_and_not_on_names()
    {
        var (train, rest) = (Set(6), Set(2));
        var digest = new ImageCorpus(train, rest, rest, ["a", "b"]).Digest;
        Assert.Equal(digest, new ImageCorpus(train, rest, rest, ["x", "y"]).Digest);
        Assert.NotEqual(digest, new ImageCorpus(train, rest, rest, ["a", "b", "c"]).Digest);
        Assert.NotEqual(digest, new ImageCorpus(train, rest, rest.Empty(), ["a", "b"]).Digest);
        Assert.NotEqual(digest, new ImageCorpus(train, rest.Empty(), rest, ["a", "b"]).Digest);
        Assert.NotEqual(digest, new ImageCorpus(train.Take([0, 1, 2, 3, 5, 4]), rest, rest, ["a", "b"]).Digest);
        Assert.NotEqual(digest, new ImageCorpus(new ImageSet(1, 4, 4, train.Pixels, [1, 1, 0, 1, 0, 1]), rest, rest, ["a", "b"]).Digest);
    }

    [Fact]
    public void Mean_and_deviation_by_hand()
    {
        // Channel 0: 0 2 4 6, mean 3, deviation sqrt(5); channel 1: always 9.
        var standardisation = ImageStandardisation.Of(new ImageSet(2, 1, 2, [0, 2, 9, 9, 4, 6, 9, 9], [0, 1]));
        Assert.Equal([3, 9], standardisation.Means);
        Assert.Equal([Math.Sqrt(5), 1], standardisation.Deviations);
        Assert.Equal((float)(-3 / Math.Sqrt(5)), standardisation.Table(0)[0]);
        Assert.Equal(0f, standardisation.Table(1)[9]);
    }

    [Fact]
    public void Standardised_training_images_have_mean_0_and_deviation_1()
    {
        var corpus = Corpus();
        var batches = new ImageBatches(corpus, ImageAugmentation.None, 1);
        var pixels = batches.Whole(corpus.Train, 23, 0).Pixels.Chunk(30).Where((_, i) => i % 2 == 1).SelectMany(plane => plane).ToArray();
        Assert.Equal(0, pixels.Average(), 6);
        Assert.Equal(1, pixels.Average(value => (double)value * value), 6);
    }

    [Fact]
    public void Sets_of_different_shapes_are_no_corpus() =>
        Assert.ThrowsAny<ArgumentException>(() => new ImageCorpus(Set(4), Set(4, channels: 3), Set(4), ["a", "b"]));

    [Fact]
    public void Training_can_take_the_validation_images_in()
    {
        var (corpus, all) = (Corpus(), Corpus().TrainingOnAll());
        Assert.Equal((34, 0, 7), (all.Train.Count, all.Valid.Count, all.Test.Count));
        Assert.Equal([.. corpus.Train.Pixels, .. corpus.Valid.Pixels], all.Train.Pixels);
        Assert.Equal([.. corpus.Train.Labels, .. corpus.Valid.Labels], all.Train.Labels);
        Assert.NotEqual(corpus.Digest, all.Digest);
    }

    [Fact]
    public void Batches_and_augmentation_that_do_not_fit_name_their_option()
    {
        var corpus = Corpus();
        ImageFit.RequireTraining("sharedWeights", 23, corpus, new ImageAugmentation(4, true, 5));
        Fails(() => ImageFit.RequireTraining("sharedWeights", 24, corpus, ImageAugmentation.None),
            DataErrorKind.Unusable, "sharedWeights.batchSize = 24", "allowed: 1 to 23");
        Fails(() => ImageFit.RequireTraining("sharedWeights", 1, corpus, new ImageAugmentation(5, false, 0)),
            DataErrorKind.Unusable, "data.images.padding = 5", "allowed: 0 to 4");
        Fails(() => ImageFit.RequireTraining("sharedWeights", 1, corpus, new ImageAugmentation(0, false, 6)),
            DataErrorKind.Unusable, "data.images.cutout = 6", "allowed: 0 to 5");
        ImageFit.RequireValidation(corpus);
        Fails(() => ImageFit.RequireValidation(corpus.TrainingOnAll()), DataErrorKind.Unusable, "data.images.validFraction");
        Assert.Equal([11, 5], [ImageFit.RewardBatchSize(128, corpus), ImageFit.RewardBatchSize(5, corpus)]);
    }
}
