using System.Globalization;
using System.Text;

namespace Enas.Pipeline.Jobs;

/// <summary>A place in a JSON text that moves forward and counts lines and columns.</summary>
internal sealed class JsonCursor(string text)
{
    private int _index;
    private int _line = 1;
    private int _lineStart;

    public TextPosition Position => new(_line, _index - _lineStart + 1);

    public bool AtEnd => _index >= text.Length;

    /// <summary>The character here, NUL at the end.</summary>
    public char Current => AtEnd ? '\0' : text[_index];

    private char Next => _index + 1 < text.Length ? text[_index + 1] : '\0';

    public JsonSyntaxException Error(string message) => new(Position, message);

    public void Advance()
    {
        if (text[_index++] == '\n')
        {
            _line++;
            _lineStart = _index;
        }
    }

    public void Expect(char wanted, string where)
    {
        if (Current != wanted)
        {
            throw Error($"expected '{wanted}' {where}, found {(AtEnd ? "the end of the file" : $"'{Current}'")}");
        }

        Advance();
    }

    /// <summary>Skips white space and both kinds of comments.</summary>
    public void SkipBlank()
    {
        while (true)
        {
            if (Current is ' ' or '\t' or '\r' or '\n')
            {
                Advance();
            }
            else if (Current == '/' && Next == '/')
            {
                ReadWhile(static c => c != '\n');
            }
            else if (Current == '/' && Next == '*')
            {
                SkipBlockComment();
            }
            else
            {
                return;
            }
        }
    }

    public string ReadWhile(Func<char, bool> holds)
    {
        var start = _index;
        while (!AtEnd && holds(Current))
        {
            Advance();
        }

        return text[start.._index];
    }

    /// <summary>Reads a text in double quotes, with its escapes resolved.</summary>
    public string ReadText()
    {
        var start = Position;
        var builder = new StringBuilder();
        Advance();
        while (Current != '"')
        {
            if (AtEnd || Current is '\n' or '\r')
            {
                throw new JsonSyntaxException(start, "text without a closing double quote on its line");
            }

            if (Current < ' ')
            {
                throw Error("a control character in text; write it as an escape such as \\t");
            }

            builder.Append(Current == '\\' ? ReadEscape() : Take());
        }

        Advance();
        var value = builder.ToString();
        return IsWellFormed(value)
            ? value
            : throw new JsonSyntaxException(start, "half a surrogate pair in text");
    }

    // Half a pair cannot be written as UTF-8, so it could not be kept in the job as run.
    private static bool IsWellFormed(string value)
    {
        for (var i = 0; i < value.Length; i++)
        {
            if (char.IsSurrogate(value[i]) && !(i + 1 < value.Length && char.IsSurrogatePair(value[i], value[++i])))
            {
                return false;
            }
        }

        return true;
    }

    private char Take()
    {
        var character = Current;
        Advance();
        return character;
    }

    private char ReadEscape()
    {
        var position = Position;
        Advance();
        var letter = AtEnd ? '\0' : Take();
        return letter switch
        {
            '"' or '\\' or '/' => letter,
            'b' => '\b',
            'f' => '\f',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'u' => ReadUnicode(position),
            _ => throw new JsonSyntaxException(position, "unknown escape; in text write a backslash as \\\\"),
        };
    }

    private char ReadUnicode(TextPosition position)
    {
        var digits = text.AsSpan(_index, Math.Min(4, text.Length - _index));
        if (digits.Length < 4 || !ushort.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var unit))
        {
            throw new JsonSyntaxException(position, "\\u needs four hexadecimal digits");
        }

        _index += 4;
        return (char)unit;
    }

    private void SkipBlockComment()
    {
        var start = Position;
        Advance();
        Advance();
        while (!(Current == '*' && Next == '/'))
        {
            if (AtEnd)
            {
                throw new JsonSyntaxException(start, "comment without */");
            }

            Advance();
        }

        Advance();
        Advance();
    }
}
