using System.Text;
using Enas.Pipeline.Tasks.Folders;

namespace Enas.Pipeline.Tasks.Tabular;

/// <summary>
/// Reads comma-separated values (RFC 4180): a field in quotation marks may hold commas, line ends and doubled quotation marks. Lines end
/// with a line feed, a carriage return, or both; empty ones are passed over.
/// </summary>
internal sealed class CsvText(string path, string text)
{
    private const char Quote = '"';
    private int _at;
    private int _line = 1;

    /// <summary>The records in their order.</summary>
    /// <exception cref="DataException">A quotation mark is missing or too many.</exception>
    public IEnumerable<CsvRecord> Records()
    {
        while (_at < text.Length)
        {
            if (!TakeLineEnd())
            {
                yield return Record();
            }
        }
    }

    private CsvRecord Record()
    {
        var (line, fields) = (_line, new List<string> { Field() });
        while (_at < text.Length && text[_at] == ',')
        {
            _at++;
            fields.Add(Field());
        }

        TakeLineEnd();
        return new CsvRecord(line, fields);
    }

    private string Field() => _at < text.Length && text[_at] == Quote ? QuotedField() : PlainField();

    private string PlainField()
    {
        var length = text.AsSpan(_at).IndexOfAny(',', '\r', '\n');
        var field = text.Substring(_at, length < 0 ? text.Length - _at : length);
        _at += field.Length;
        return field.Contains(Quote, StringComparison.Ordinal)
            ? throw Unusable(_line, "a quotation mark in a field that does not begin with one. Quote the field and double its marks")
            : field;
    }

    private string QuotedField()
    {
        var (line, field) = (_line, new StringBuilder());
        for (_at++; _at < text.Length; _at++)
        {
            if (text[_at] != Quote)
            {
                _line += IsLastOfLineEnd() ? 1 : 0;
            }
            else if (_at + 1 < text.Length && text[_at + 1] == Quote)
            {
                _at++;
            }
            else
            {
                _at++;
                return AtEndOfField()
                    ? field.ToString()
                    : throw Unusable(_line, "text behind the quotation mark that ends a field. Double a quotation mark within a field");
            }

            field.Append(text[_at]);
        }

        throw Unusable(line, "a field begins with a quotation mark and none ends it");
    }

    private bool AtEndOfField() => _at == text.Length || text[_at] is ',' or '\r' or '\n';

    private bool IsLastOfLineEnd() => text[_at] == '\n' || (text[_at] == '\r' && (_at + 1 == text.Length || text[_at + 1] != '\n'));

    private bool TakeLineEnd()
    {
        if (_at == text.Length || text[_at] is not ('\r' or '\n'))
        {
            return false;
        }

        _at += text[_at] == '\r' && _at + 1 < text.Length && text[_at + 1] == '\n' ? 2 : 1;
        _line++;
        return true;
    }

    private DataException Unusable(int line, string message) => new(DataErrorKind.Unusable, $"{path}:{line}: {message}.");
}
