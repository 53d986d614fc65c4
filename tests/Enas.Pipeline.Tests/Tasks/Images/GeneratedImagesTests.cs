using Enas.Pipeline.Tasks.Folders;
using Enas.Pipeline.Tasks.Images;
using static Enas.Pipeline.Tests.Tasks.Images.ImageSamples;

namespace Enas.Pipeline.Tests.Tasks.Images;

public sealed class GeneratedImagesTests
{
    [Fact]
    public void The_same_seed_is_the_same_set_and_another_is_another()
    {
        var first = GeneratedImages.Load(1, Standard);
        Assert.Equal(first.Digest, GeneratedImages.Load(1, Standard).Digest);
        Assert.NotEqual(first.Digest, GeneratedImages.Load(2, Standard).Digest);
        Assert.Equal((40, 20, 20, 10), (first.Train.Count, first.Valid.Count, first.Test.Count, first.ClassCount));
        Assert.Equal((3, 16, 16), (first.Channels, first.Height, first.Width));
        Assert.NotEqual(first.Valid.Pixels, first.Test.Pixels);
    }

    [Fact]
    public void A_longer_set_begins_with_the_shorter_one() => Assert.Equal(
        GeneratedImages.Load(1, Standard).Train.Pixels,
        GeneratedImages.Load(1, Standard with { TrainImages = 50 }).Train.Pixels[..(40 * 768)]);

    [Theory]
    [InlineData(8)]
    [InlineData(9)]
    [InlineData(16)]
    [InlineData(33)]
    public void Every_class_draws_something_else(int size)
    {
        string Drawn(int label)
        {
            var shape = new GeneratedShape(label, size / 2, size / 2, size / 4, 2, 0);
            return string.Concat(Enumerable.Range(0, size * size).Select(i => shape.Covers(i / size, i % size) ? '#' : '.'));
        }

        string[] all = [.. Enumerable.Range(0, GeneratedImages.MostClasses).Select(Drawn)];
        Assert.Equal(all.Length, all.Distinct().Count());
        Assert.All(all, text => Assert.True(text.Contains('#', StringComparison.Ordinal) && text.Contains('.', StringComparison.Ordinal)));
    }

    /// <summary>Classes can be told apart, and not by looking at the nearest image alone: there is something to learn.</summary>
    [Fact]
    public void The_nearest_training_image_is_right_more_often_than_chance_and_not_always()
    {
        var corpus = GeneratedImages.Load(1, Standard with { TrainImages = 1000, TestImages = 200, Channels = 1 });
        var right = Enumerable.Range(0, 200)
            .Count(i => corpus.Test.Labels[i] == corpus.Train.Labels[Nearest(corpus.Train, corpus.Test.Image(i))]);
        Assert.InRange(right, 40, 180);
    }

    [Fact]
    public void Sizes_that_cannot_be_made_name_their_option()
    {
        Fails(() => GeneratedImages.Load(1, Standard with { Channels = 2 }),
            DataErrorKind.Unusable, "data.images.channels is 2; allowed: 1 or 3");
        Fails(() => GeneratedImages.Load(1, Standard with { Classes = 11 }),
            DataErrorKind.Unusable, "data.images.classes is 11; allowed: 2 to 10");
        Fails(() => GeneratedImages.Load(1, Standard with { Size = 7 }), DataErrorKind.Unusable, "data.images.size is 7");
        Fails(() => GeneratedImages.Load(1, Standard with { TrainImages = 9 }), DataErrorKind.Unusable, "data.images.trainImages is 9");
        Fails(() => GeneratedImages.Load(1, Standard with { TestImages = int.MaxValue }), DataErrorKind.Unusable, "data.images.testImages");
    }

    [Fact]
    public void A_stop_ends_the_making() =>
        Assert.Throws<OperationCanceledException>(() => GeneratedImages.Load(1, Standard, new CancellationToken(canceled: true)));

    private static int Nearest(ImageSet set, ReadOnlySpan<byte> image)
    {
        var (best, least) = (0, long.MaxValue);
        for (var i = 0; i < set.Count; i++)
        {
            var (other, distance) = (0, 0L);
            foreach (var value in set.Image(i))
            {
                var difference = value - image[other++];
                distance += difference * difference;
            }

            (best, least) = distance < least ? (i, distance) : (best, least);
        }

        return best;
    }
}
