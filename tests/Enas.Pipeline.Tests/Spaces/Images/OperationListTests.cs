using Enas.Pipeline.Architectures;
using Enas.Pipeline.Spaces.Images;

namespace Enas.Pipeline.Tests.Spaces.Images;

/// <summary>Operations that a program adds to those that a space ships with.</summary>
public sealed class OperationListTests
{
    private readonly OperationList _operations = new("convolution-3x3", "identity");

    [Fact]
    public void What_is_added_has_the_next_number()
    {
        _operations.Add(Named("dilated-convolution-3x3"));
        Assert.Equal(2, _operations.IdOf("dilated-convolution-3x3"));
        Assert.Equal(1, _operations.IdOf("identity"));
        Assert.Throws<ArchitectureFormatException>(() => _operations.IdOf("nothing"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    [InlineData("a--b")]
    [InlineData("Convolution")]
    [InlineData("a b")]
    [InlineData("a/b")]
    [InlineData("\u001b[31m")]
    public void What_cannot_stand_in_job_files_keys_and_drawings_is_no_name(string name)
    {
        Assert.Contains("is no name of an operation",
            Assert.Throws<ArgumentException>(() => _operations.Add(Named(name))).Message, StringComparison.Ordinal);
        Assert.Equal(2, _operations.Names.Count);
    }

    [Fact]
    public void A_name_that_is_taken_is_refused() =>
        Assert.Contains("\"identity\" already",
            Assert.Throws<ArgumentException>(() => _operations.Add(Named("identity"))).Message, StringComparison.Ordinal);

    private static ImageOperation Named(string name) => new(name, input => input.X);
}
