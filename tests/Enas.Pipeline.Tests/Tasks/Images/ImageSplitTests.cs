using Enas.Pipeline.Tasks.Folders;
using Enas.Pipeline.Tasks.Images;
using Enas.Pipeline.Tests.Tasks.Text;
using static Enas.Pipeline.Tests.Tasks.Images.ImageSamples;

namespace Enas.Pipeline.Tests.Tasks.Images;

public sealed class ImageSplitTests : IDisposable
{
    private readonly TextFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_drawn_split_uses_every_image_once_in_the_order_of_the_files()
    {
        var corpus = ImageSplit.Split(Parts(), Standard with { ValidCount = 7 }, 3, "f");
        Assert.Equal((33, 7, 4), (corpus.Train.Count, corpus.Valid.Count, corpus.Test.Count));
        Assert.Equal(Enumerable.Range(0, 40), Places(corpus.Train).Concat(Places(corpus.Valid)).Order());
        Assert.Equal(Places(corpus.Train).Order(), Places(corpus.Train));
        Assert.Equal(Places(corpus.Valid).Order(), Places(corpus.Valid));
    }

    [Fact]
    public void Another_seed_is_another_split_and_another_digest()
    {
        var (first, same, other) = (ImageSplit.Split(Parts(), Standard, 1, "f"),
            ImageSplit.Split(Parts(), Standard, 1, "f"), ImageSplit.Split(Parts(), Standard, 2, "f"));
        Assert.Equal(first.Digest, same.Digest);
        Assert.NotEqual(first.Digest, other.Digest);
        Assert.Equal(10, first.Valid.Count);
        Assert.NotEqual(Places(first.Valid), Places(other.Valid));
    }

    [Fact]
    public void The_last_images_can_be_the_validation_set() => Assert.Equal(
        Enumerable.Range(36, 4), Places(ImageSplit.Split(Parts(), Standard with { Split = "last", ValidFraction = 0.1 }, 3, "f").Valid));

    [Fact]
    public void A_limited_training_set_is_a_part_of_the_whole_and_leaves_validation_alone()
    {
        var whole = ImageSplit.Split(Parts(), Standard, 5, "f");
        var part = ImageSplit.Split(Parts(), Standard with { TrainLimit = 12 }, 5, "f");
        Assert.Equal(12, part.Train.Count);
        Assert.Subset(Places(whole.Train).ToHashSet(), Places(part.Train).ToHashSet());
        Assert.Equal(Places(whole.Valid), Places(part.Valid));
        Assert.NotEqual(whole.Digest, part.Digest);
        Assert.Equal(whole.Digest, ImageSplit.Split(Parts(), Standard with { TrainLimit = 31 }, 5, "f").Digest);
    }

    [Theory]
    [InlineData("3 1\n2, 39", new[] { 1, 2, 3, 39 }, 36)]
    [InlineData("{\"valid\": [1, 4]}", new[] { 1, 4 }, 38)]
    [InlineData("{\"train\": [\"int\", [\"0\", \"7\"]], \"valid\": [\"int\", [\"4\", \"1\"]]}", new[] { 1, 4 }, 2)]
    public void An_index_file_says_what_validates(string text, int[] valid, int train)
    {
        var corpus = ImageSplit.Split(Parts(), Standard with { ValidIndices = _folder.With("split", text).PathOf("split") }, 3, "f");
        Assert.Equal(valid, Places(corpus.Valid));
        Assert.Equal(train, corpus.Train.Count);
    }

    [Theory]
    [InlineData("3\nx", "split:2: \"x\" is no index")]
    [InlineData("3 40", "index 40 is out of range: there are 40 training images; allowed: 0 to 39")]
    [InlineData("3 3", "index 3 stands twice; name each image once")]
    [InlineData("{\"train\": [3], \"valid\": [3]}", "index 3 stands twice, to train on and to validate on")]
    [InlineData("{\"train\": [3]}", "the list \"valid\" is missing")]
    [InlineData("{\"valid\": 3}", "are lists of whole numbers")]
    [InlineData("{\"valid\": [", "begins like JSON and is not")]
    [InlineData(" ", "no validation images in it")]
    [InlineData("", "the file is empty")]
    public void An_index_file_that_cannot_be_used_is_named(string text, string words) => Fails(
        () => ImageSplit.Split(Parts(), Standard with { ValidIndices = _folder.With("split", text).PathOf("split") }, 3, "f"),
            DataErrorKind.Unusable, words, "split");

    [Fact]
    public void An_index_file_that_is_missing_is_not_found() => Fails(
        () => ImageSplit.Split(Parts(), Standard with { ValidIndices = _folder.PathOf("none") }, 3, "f"),
            DataErrorKind.NotFound, "none: there is no such file");

    [Fact]
    public void Options_that_leave_nothing_or_contradict_are_refused()
    {
        Fails(() => ImageSplit.Split(Parts(), Standard with { ValidCount = 40 }, 3, "f"),
            DataErrorKind.Unusable, "leave none of the 40 to train on; data.images.validCount is at most 39");
        Fails(() => ImageSplit.Split(Parts() with { Test = null }, Standard with { ValidCount = 20 }, 3, "f"),
            DataErrorKind.Unusable, "is at most 19");
        Fails(() => ImageSplit.Split(Parts() with { Valid = Set(4) }, Standard with { ValidCount = 3 }, 3, "f"),
            DataErrorKind.Unusable, "has a validation set of its own");
        Fails(() => ImageSplit.Split(Parts(), Standard with { ValidCount = 3, ValidIndices = "x" }, 3, "f"),
            DataErrorKind.Unusable, "leave one out");
    }

    // The value of an image's first pixel gives its place away: 7 is invertible modulo 256, and there are fewer images.
    private static IEnumerable<int> Places(ImageSet set) => Enumerable.Range(0, set.Count).Select(i => set.Image(i)[0] * 183 % 256);

    private static ImageParts Parts() => new("images", Set(40), null, Set(4), ["a", "b"]);
}
