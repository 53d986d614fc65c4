using Enas.Pipeline.Architectures;

namespace Enas.Pipeline.Tests.Architectures;

public sealed class TokenNumbersTests
{
    [Theory]
    [InlineData("")]
    [InlineData(" , \t\r\n")]
    [InlineData("7", 7)]
    [InlineData("0 12,3", 0, 12, 3)]
    [InlineData("\t0,\r\n1  2\n", 0, 1, 2)]
    public void Numbers_stand_between_blanks_and_commas(string text, params int[] numbers) =>
        Assert.Equal(numbers, TokenNumbers.Parse(text));

    [Theory]
    [InlineData("0 x", 0, "token 2 is \"x\"")]
    [InlineData("-1", 0, "token 1 is \"-1\"")]
    [InlineData("+1", 0, "token 1 is \"+1\"")]
    [InlineData("0 1.5", 4, "token 6 is \"1.5\"")]
    [InlineData("2147483648", 2, "token 3 is \"2147483648\"")]
    public void What_is_no_number_is_named_with_its_place(string text, int first, string words) => Assert.StartsWith(
        words, Assert.Throws<ArchitectureFormatException>(() => TokenNumbers.Parse(text, first)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData(0, "0")]
    [InlineData(1_234_567, "1234567")]
    public void A_number_is_printed_without_separators(int number, string text) => Assert.Equal(text, TokenNumbers.Of(number));
}
