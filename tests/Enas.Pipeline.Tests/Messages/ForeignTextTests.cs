using System.Text.Encodings.Web;
using System.Text.Json;
using CsCheck;
using Enas.Pipeline.Messages;

namespace Enas.Pipeline.Tests.Messages;

public sealed class ForeignTextTests
{
    private static readonly JsonSerializerOptions s_relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [Theory]
    [InlineData("plain text, 'quoted' \\ twice", "plain text, 'quoted' \\ twice")]
    [InlineData("grün 検索 🧠", "grün 検索 🧠")]
    [InlineData("a\u001b[2Jb\0c\u007f", "a\\x1b[2Jb\\x00c\\x7f")]
    [InlineData("line\r\n\tnext\u2028\u0085", "line\\r\\n\\tnext\\u2028\\x85")]
    [InlineData("abc\u202ecod.exe\u2066\u200b\ufeff", "abc\\u202ecod.exe\\u2066\\u200b\\ufeff")]
    [InlineData("\U000E0041x", "\\U000e0041x")]
    public void What_cannot_be_seen_or_moves_the_cursor_is_an_escape(string text, string escaped) =>
        Assert.Equal(escaped, ForeignText.Escaped(text));

    [Fact]
    public void A_surrogate_without_its_other_half_is_an_escape()
    {
        Assert.Equal("\\ud83ex", ForeignText.Escaped("\ud83ex"));
        Assert.Equal("x\\udde0", ForeignText.Escaped("x\udde0"));
    }

    [Fact]
    public void Lines_stay_lines_and_what_is_in_them_is_escaped() =>
        Assert.Equal("a\n\tb\\x1b\n", ForeignText.EscapedLines("a\r\n\tb\u001b\n"));

    [Fact]
    public void Json_with_nothing_invisible_in_it_has_the_same_values()
    {
        const string Value = "a\u202e\ufeff\U000E0041\u200bz\u001b grün 検索 🧠";
        var json = JsonSerializer.Serialize(new { Value }, s_relaxed);
        var visible = ForeignText.InJson(json + "\n");
        Assert.Equal(ForeignText.EscapedLines(visible), visible);
        Assert.Contains("検索", visible, StringComparison.Ordinal);
        using var document = JsonDocument.Parse(visible);
        Assert.Equal(Value, document.RootElement.GetProperty("Value").GetString());
    }

    [Fact]
    public void What_is_long_is_cut_at_a_whole_character()
    {
        Assert.Equal("abc", ForeignText.Shown("abc", 3));
        Assert.Equal("ab…", ForeignText.Shown("abcd", 3));
        Assert.Equal("a…", ForeignText.Shown("a🧠bcd", 3));
        Assert.Equal(ForeignText.DefaultMostCharacters, ForeignText.Shown(new string('x', 1 << 20)).Length);
    }

    [Fact]
    public void Whatever_comes_in_nothing_invisible_and_nothing_longer_comes_out() =>
        Gen.String[Gen.Char, 0, 50].Sample(
            text =>
            {
                var shown = ForeignText.Shown(text, 20);
                Assert.True(shown.Length <= 20);
                Assert.Equal(shown, ForeignText.Escaped(shown));
            },
            seed: "0000KeGxXW72");
}
