using Enas.Pipeline.Options;
using Enas.Pipeline.Spaces.Images;

namespace Enas.Pipeline.Tests.Tasks.Images;

public sealed class ImageOptionsTests
{
    [Fact]
    public void The_rows_and_the_record_hold_the_same_options() => Assert.Equal(
        typeof(ImageDataOptions).GetProperties().Select(property =>
            "data.images." + char.ToLowerInvariant(property.Name[0]) + property.Name[1..]).Order(StringComparer.Ordinal),
        ImageDataRows.All.Select(option => option.Key).Order(StringComparer.Ordinal));

    /// <summary>Which images there are is stated by the digest of the data; how they are varied can only be stated
    /// by the options.</summary>
    [Fact]
    public void Only_what_varies_images_is_a_fact() => Assert.Equal(
        ["data.images.padding", "data.images.flip", "data.images.cutout"],
        ImageDataRows.All.Where(option => option.Facts != JobFactScope.None).Select(option => option.Key));
}
