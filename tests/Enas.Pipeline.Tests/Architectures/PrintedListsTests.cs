using Enas.Pipeline.Architectures;

namespace Enas.Pipeline.Tests.Architectures;

/// <summary>Lists as NumPy prints them, a line each, and as JSON does.</summary>
public sealed class PrintedListsTests
{
    [Theory]
    [InlineData("[3 0]", "3 0")]
    [InlineData("[2]\n[3 0]\n", "2", "3 0")]
    [InlineData("[[2], [3, 0]]", "2", "3, 0")]
    [InlineData("[ [2],\t[3] ]", "2", "3")]
    [InlineData("[]", "")]
    public void What_stands_in_the_innermost_brackets_is_read_in_order(string text, params string[] lists) =>
        Assert.Equal(lists, PrintedLists.Of(text));

    [Fact]
    public void A_text_without_brackets_has_no_lists() => Assert.Null(PrintedLists.Of("3 0"));

    [Theory]
    [InlineData("[2]]", "the bracket at character 4 closes nothing")]
    [InlineData("]", "the bracket at character 1 closes nothing")]
    [InlineData("[2", "the text ends inside a bracket")]
    [InlineData("[[2]", "the text ends inside a bracket")]
    [InlineData("[7 [2]]", "\"7\" stands before the list at character 4")]
    [InlineData("x[2]", "\"x[2]\" stands outside the brackets, from character 1 on")]
    [InlineData("[2] 3", "\"3\" stands outside the brackets, from character 5 on")]
    public void Anything_else_is_named_with_its_place(string text, string words) =>
        Assert.Equal(words, Assert.Throws<ArchitectureFormatException>(() => PrintedLists.Of(text)).Message);

    [Fact]
    public void One_list_may_stand_in_one_pair_of_brackets_or_in_none()
    {
        Assert.Equal("3 0", PrintedLists.One("3 0", "a cell"));
        Assert.Equal("3 0", PrintedLists.One("[3 0]", "a cell"));
        Assert.Equal("2 lists in brackets; a cell is one",
            Assert.Throws<ArchitectureFormatException>(() => PrintedLists.One("[3] [0]", "a cell")).Message);
    }

    [Theory]
    [InlineData("[3] [0]", 2)]
    [InlineData("[3]", null)]
    [InlineData("3 0", null)]
    [InlineData("([3] [0])", null)]
    [InlineData("{[3] [0]}", null)]
    public void Several_are_several_in_brackets_alone(string text, int? count) => Assert.Equal(count, PrintedLists.Several(text)?.Count);
}
