using System.Globalization;
using System.Text.RegularExpressions;
using Enas.Pipeline.Architectures;
using Enas.Pipeline.Messages;

namespace Enas.Pipeline.Spaces;

/// <summary>An operation and the index that it reads.</summary>
internal sealed record GenotypePair(string Operation, int Index);

/// <summary>A named part of a genotype: pairs, or plain numbers; never both.</summary>
internal sealed record GenotypeField(string Name, IReadOnlyList<GenotypePair> Pairs, IReadOnlyList<int> Numbers);

/// <summary>
/// A genotype as DARTS prints and publishes it: <c>NAME = Genotype(recurrent=[('relu', 0), ...], concat=range(1, 9))</c>, its fields alone,
/// or the list of pairs alone. Read strictly: what does not belong is named with its place, and nothing is passed over.
/// </summary>
internal sealed partial class GenotypeText
{
    private const int MostNumbers = 1000;
    private readonly string _text;
    private int _at;

    private GenotypeText(string text) => _text = text;

    /// <summary>The fields in their order; a list alone has no name. Throws <see cref="ArchitectureFormatException"/>.</summary>
    public static IReadOnlyList<GenotypeField> Read(string text)
    {
        var reader = new GenotypeText(text);
        var fields = reader.Whole();
        return reader._at == text.Length ? fields : throw reader.Expected("the end");
    }

    private List<GenotypeField> Whole()
    {
        SkipBlanks();
        if (IsNext('['))
        {
            return [List(string.Empty)];
        }

        var opening = Opening().Match(_text, _at);
        if (!opening.Success)
        {
            return Fields();
        }

        _at += opening.Length;
        var fields = Fields();
        Take(')');
        return fields;
    }

    private List<GenotypeField> Fields()
    {
        var fields = new List<GenotypeField>();
        do
        {
            if (IsNext(')') || _at == _text.Length)
            {
                break;
            }

            var name = Word();
            Take('=');
            if (fields.Any(field => field.Name == name))
            {
                throw new ArchitectureFormatException($"the genotype says {ForeignText.Shown(name, TokenNumbers.MostShown)} twice");
            }

            fields.Add(List(name));
        }
        while (TryTake(','));
        return fields;
    }

    private GenotypeField List(string name)
    {
        if (_text.AsSpan(_at).StartsWith("range", StringComparison.Ordinal))
        {
            _at += "range".Length;
            return new GenotypeField(name, [], Range());
        }

        var close = TryTake('[') ? ']' : TryTake('(') ? ')' : throw Expected("a list");
        var (pairs, numbers) = (new List<GenotypePair>(), new List<int>());
        while (!IsNext(close))
        {
            if (_at < _text.Length && char.IsAsciiDigit(_text[_at]) && pairs.Count == 0)
            {
                numbers.Add(Number());
            }
            else if (numbers.Count == 0)
            {
                pairs.Add(Pair());
            }
            else
            {
                throw Expected("a number");
            }

            if (!TryTake(','))
            {
                break;
            }
        }

        Take(close);
        return new GenotypeField(name, pairs, numbers);
    }

    private GenotypePair Pair()
    {
        var close = TryTake('(') ? ')' : TryTake('[') ? ']' : throw Expected("('operation', index)");
        var quote = TryTake('\'', blanks: false) ? '\'' : TryTake('"', blanks: false) ? '"' : throw Expected("a name in quotes");
        var end = _text.IndexOf(quote, _at);
        if (end < 0)
        {
            throw Expected("a name that its quote ends");
        }

        var operation = _text[_at..end];
        _at = end + 1;
        SkipBlanks();
        Take(',');
        var pair = new GenotypePair(operation, Number());
        Take(close);
        return pair;
    }

    /// <summary>Python's range: from the first number up to, and without, the second.</summary>
    private int[] Range()
    {
        SkipBlanks();
        Take('(');
        var first = Number();
        var (from, to) = TryTake(',') ? (first, Number()) : (0, first);
        Take(')');
        return to - from is >= 0 and <= MostNumbers ? [.. Enumerable.Range(from, to - from)]
            : throw new ArchitectureFormatException($"range({from}, {to}) is not a range of nodes");
    }

    private int Number()
    {
        var start = _at;
        while (_at < _text.Length && char.IsAsciiDigit(_text[_at]))
        {
            _at++;
        }

        if (!int.TryParse(_text.AsSpan(start, _at - start), NumberStyles.None, CultureInfo.InvariantCulture, out var value))
        {
            _at = start;
            throw Expected("a number from 0");
        }

        SkipBlanks();
        return value;
    }

    private string Word()
    {
        var start = _at;
        while (_at < _text.Length && (char.IsAsciiLetterOrDigit(_text[_at]) || _text[_at] == '_'))
        {
            _at++;
        }

        var word = _text[start.._at];
        SkipBlanks();
        return word.Length > 0 ? word : throw Expected("a name");
    }

    private bool IsNext(char character) => _at < _text.Length && _text[_at] == character;

    private bool TryTake(char character, bool blanks = true)
    {
        if (!IsNext(character))
        {
            return false;
        }

        _at++;
        if (blanks)
        {
            SkipBlanks();
        }

        return true;
    }

    private void Take(char character)
    {
        if (!TryTake(character))
        {
            throw Expected($"'{character}'");
        }
    }

    private void SkipBlanks()
    {
        while (_at < _text.Length && char.IsWhiteSpace(_text[_at]))
        {
            _at++;
        }
    }

    private ArchitectureFormatException Expected(string what) => new(
        $"character {_at + 1} of the genotype: expected {what}, there is "
            + $"{(_at < _text.Length ? $"\"{ForeignText.Shown(_text[_at..], TokenNumbers.MostShown)}\"" : "nothing more")}; "
            + $"a DARTS genotype reads Genotype(recurrent=[('relu', 0), ...], concat=range(1, "
            + $"9)) or Genotype(normal=[...], normal_concat=[...], reduce=[...], reduce_concat=[...])");

    [GeneratedRegex(@"\G(?:\w+\s*=\s*)?Genotype\s*\(\s*", RegexOptions.CultureInvariant)]
    private static partial Regex Opening();
}
