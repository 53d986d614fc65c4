using Enas.Pipeline.Networks;
using Enas.Pipeline.Ports;
using Enas.Pipeline.Search;
using Enas.TestKit;

namespace Enas.Pipeline.Tests.Networks;

/// <summary>What a checkpoint says of images, written and read.</summary>
public sealed class ImageDataSectionTests
{
    [Fact]
    public void A_shape_is_read_as_it_was_written()
    {
        var corpus = TestImages.Batches(1, 8, "").Corpus;
        var checkpoint = SearchCheckpoint.Of([ImageDataSection.Of(corpus)], 3);
        Assert.Equal(ImageShape.Of(corpus), ImageDataSection.ShapeIn(checkpoint));
        Assert.Null(ImageDataSection.ShapeIn(checkpoint.InFirstFormat()));
        Assert.Empty(checkpoint.InFirstFormat().Texts);
    }

    [Theory]
    [InlineData("data/shape", "3 8")]
    [InlineData("data/shape", "3 8 8 8")]
    [InlineData("data/shape", "3 8 -8")]
    [InlineData("data/shape", "3 8 0")]
    [InlineData("data/shape", "3 8 99999999999")]
    [InlineData("data/shape", "")]
    [InlineData("data/class-count", "ten")]
    public void A_shape_that_is_none_is_named(string key, string text)
    {
        var checkpoint = Saying(("data/shape", "3 8 8"), ("data/class-count", "10"));
        Assert.Equal(new ImageShape(3, 8, 8, 10), ImageDataSection.ShapeIn(checkpoint));
        var broken = checkpoint with { Texts = [.. checkpoint.Texts.Where(known => known.Key != key), new(key, text)] };
        var error = Assert.Throws<CheckpointSectionException>(() => ImageDataSection.ShapeIn(broken));
        Assert.StartsWith(
            $"the checkpoint of step 3 has in its section \"data\" a {key} that cannot be read: '{text}'",
            error.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_shape_that_is_missing_is_named()
    {
        var error = Assert.Throws<CheckpointSectionException>(() => ImageDataSection.ShapeIn(Saying(("data/kind", "text"))));
        Assert.StartsWith("the checkpoint of step 3 has no data/shape in its section \"data\"", error.Message, StringComparison.Ordinal);
    }

    private static Checkpoint Saying(params (string Key, string Text)[] texts) =>
        new(3, [.. texts.Select(text => KeyValuePair.Create(text.Key, text.Text))], []) { Sections = [NetworkSections.Data] };
}
