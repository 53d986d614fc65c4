using System.Text;
using CsCheck;
using Enas.Pipeline.Options;

namespace Enas.Pipeline.Tests.Options;

public sealed class JsonPositionsTests
{
    [Fact]
    public void Every_key_and_value_knows_its_line_and_column()
    {
        var (root, _) = JsonPositions.Parse("// a job\r\n{ /* é😀 */ \"a\": 1,\n\t\"b\": [\n  true, ], }");
        var members = Assert.IsType<JsonObjectNode>(root).Members;
        Assert.Equal(new TextPosition(2, 1), root.Position);
        // Columns are characters of the text, not bytes: é is one and the emoji two UTF-16 units.
        Assert.Equal(new TextPosition(2, 13), members[0].KeyPosition);
        Assert.Equal(new TextPosition(2, 18), members[0].Value.Position);
        Assert.Equal(new TextPosition(3, 2), members[1].KeyPosition);
        Assert.Equal(new TextPosition(4, 3), Assert.IsType<JsonArrayNode>(members[1].Value).Items[0].Position);
    }

    [Theory]
    [InlineData("", "1:1: expected a value, found the end of the file")]
    [InlineData("{ \"a\" 1 }", "1:7: expected ':' after the key \"a\", found '1'")]
    [InlineData("{ a: 1 }", "1:3: expected a key in double quotes or '}', found 'a'")]
    [InlineData("{ \"a\": 1 \"b\": 2 }", "1:10: expected ',' or '}' after the value, found '\"'")]
    [InlineData("{\n\"a\": 1,\n", "3:1: expected a key or '}' to close the object opened at 1:1, found the end of the file")]
    [InlineData("{ \"a\": tanh }", "1:8: 'tanh' is not a value; text stands in double quotes")]
    [InlineData("{ \"a\": 01 }", "1:8: '01' is not a number")]
    [InlineData("{ \"a\": 1. }", "1:8: '1.' is not a number")]
    [InlineData("{ \"a\": --1 }", "1:8: '--1' is not a number")]
    [InlineData("{ \"a\": \"C:\\data\" }", "1:11: unknown escape; in text write a backslash as \\\\")]
    [InlineData("{ \"a\": \"b\n\" }", "1:8: text without a closing double quote on its line")]
    [InlineData("{ \"a\": \"\\ud800\" }", "1:8: half a surrogate pair in text")]
    [InlineData("{ } /* never", "1:5: comment without */")]
    [InlineData("{ \"a\": 1 /* never", "1:10: comment without */")]
    [InlineData("{ \"a\" /* : */ 1 }", "1:15: expected ':' after the key \"a\", found '1'")]
    [InlineData("{ \"\\ud800\" 1 }", "1:3: half a surrogate pair in text")]
    [InlineData("{ \"a\": 1: }", "1:9: expected ',' or '}' after the value, found ':'")]
    [InlineData("{ \"a\": trueish }", "1:8: 'trueish' is not a value; text stands in double quotes")]
    [InlineData("{ \"a\": [1, }", "1:12: expected a value, found '}'")]
    [InlineData("{ \"a\": \"\\u12\" }", "1:9: \\u needs four hexadecimal digits")]
    [InlineData("{ \"a\": \"\u0001\" }", "1:9: a control character in text; write it as an escape such as \\t")]
    [InlineData("{ \"b\": { \"a\": 1 }, \"c\": [{",
        "1:27: expected a key or '}' to close the object opened at 1:26, found the end of the file")]
    [InlineData("{ } 2", "1:5: expected the end of the file after the closing brace")]
    [InlineData("{ \"a\": , }", "1:8: expected a value, found ','")]
    public void A_syntax_error_says_what_was_expected_and_where(string text, string expected)
    {
        var error = Assert.Throws<JsonSyntaxException>(() => JsonPositions.Parse(text));
        Assert.Equal(expected, $"{error.Position}: {error.Message}");
    }

    [Fact]
    public void Comments_stand_anywhere_between_and_trailing_commas_are_no_fault()
    {
        var (root, _) = JsonPositions.Parse("/* a */{//b\n\"a\"/* c */:/* d \n */[1,/* e */2,],\"//\":\"/* f */\",}// end");
        var members = Assert.IsType<JsonObjectNode>(root).Members;
        Assert.Equal(["a", "//"], members.Select(member => member.Key));
        Assert.Equal(new TextPosition(3, 4), members[0].Value.Position);
        Assert.Equal("/* f */", Assert.IsType<JsonTextNode>(members[1].Value).Text);
    }

    [Fact]
    public void Nesting_ends_at_64_levels()
    {
        Assert.Throws<JsonSyntaxException>(() => JsonPositions.Parse(new string('[', 66)));
        Assert.IsType<JsonArrayNode>(JsonPositions.Parse(new string('[', 64) + new string(']', 64)).Root);
    }

    [Fact]
    public void Escapes_are_resolved() =>
        Assert.Equal("\"\\/\n\t\u00e9\U0001F600",
            ((JsonTextNode)JsonPositions.Parse("\"\\\"\\\\\\/\\n\\t\\u00e9\\ud83d\\ude00\"").Root).Text);

    [Fact]
    public void Text_written_in_canonical_form_reads_back() =>
        Gen.String.Where(text => !text.Any(char.IsSurrogate)).Sample(text =>
            ((JsonTextNode)JsonPositions.Parse(CanonicalJson.Text(text)).Root).Text == text, iter: 2000);

    [Fact]
    public void Any_text_is_either_parsed_or_refused_with_a_position() =>
        Gen.Char["{}[]\",:/*\\\n 01.e-truefalsn"].Array[0, 40].Select(letters => new string(letters)).Sample(
            text =>
            {
                try
                {
                    JsonPositions.Parse(text);
                    return true;
                }
                catch (JsonSyntaxException error)
                {
                    return error.Position.Line > 0 && error.Message.Length > 0;
                }
            },
            iter: 5000);

    [Fact]
    public void A_byte_order_mark_is_dropped_and_bad_bytes_are_refused()
    {
        Assert.Equal("{}", JsonPositions.Decode([0xEF, 0xBB, 0xBF, (byte)'{', (byte)'}']));
        Assert.Throws<DecoderFallbackException>(() => JsonPositions.Decode([0xFF]));
    }
}
