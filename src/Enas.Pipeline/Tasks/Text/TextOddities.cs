using System.Buffers;
using System.Globalization;
using System.Text;
using Enas.Pipeline.Messages;
using Enas.Pipeline.Options;

namespace Enas.Pipeline.Tasks.Text;

/// <summary>What a text holds that its owner hardly meant: it is read as it is, and said.</summary>
internal static class TextOddities
{
    private static readonly SearchValues<byte> s_plain = SearchValues.Create(
        [(byte)'\t', (byte)'\n', (byte)'\v', (byte)'\f', (byte)'\r', .. Enumerable.Range(' ', '\x7f' - ' ').Select(value => (byte)value)]);

    /// <summary>A sentence for each kind, with the count and the first place.</summary>
    public static IEnumerable<string> Of(TokenText text, string unit)
    {
        var (unseen, blank) = (new Finding(), new Finding());
        Scan(text, unseen, blank);
        var words = unit == TokenUnits.Words;
        if (unseen.Count > 0)
        {
            yield return $"{unseen.Words(text, "a character that cannot be seen", "characters that cannot be seen")}; "
                + $"{(words ? "a word with one in it is another word" : "each is a token")}. "
                + $"Take such characters out of the text if they are not meant.";
        }

        if (blank.Count > 0 && words)
        {
            yield return $"{blank.Words(text, "a blank that is not ASCII", "blanks that are not ASCII")}; "
                + $"they do not separate words. Put ordinary blanks in their place if they should separate words.";
        }

        if (words && EndsOfSentence(text) is { Count: > 0 } ends)
        {
            yield return $"{ends.Words(text, $"the word {Vocabulary.EndOfSentence} once", $"the word {Vocabulary.EndOfSentence}")}; "
                + $"every end of a line is one already, so they stand twice. Take the word out of the text.";
        }
    }

    private static void Scan(TokenText text, Finding unseen, Finding blank)
    {
        var bytes = text.Bytes;
        for (var at = 0; at < bytes.Length;)
        {
            var plain = bytes[at..].IndexOfAnyExcept(s_plain);
            if (plain < 0)
            {
                return;
            }

            at += plain;
            Rune.DecodeFromUtf8(bytes[at..], out var rune, out var length);
            switch (Rune.GetUnicodeCategory(rune))
            {
                case UnicodeCategory.SpaceSeparator or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator:
                    blank.Add(rune, at);
                    break;
                case UnicodeCategory.Control or UnicodeCategory.Format:
                    (rune.Value == 0x85 ? blank : unseen).Add(rune, at);
                    break;
            }

            at += length;
        }
    }

    private static Finding EndsOfSentence(TokenText text)
    {
        var found = new Finding();
        text.Visit((word, offset) =>
        {
            if (word.SequenceEqual("<eos>"u8))
            {
                found.Add(null, offset);
            }
        });
        return found;
    }

    /// <summary>How often, and the first.</summary>
    private sealed class Finding
    {
        private Rune? _first;
        private int _offset;

        public int Count { get; private set; }

        public void Add(Rune? rune, int offset)
        {
            if (Count++ == 0)
            {
                (_first, _offset) = (rune, offset);
            }
        }

        public string Words(TokenText text, string one, string many) => string.Create(
            CultureInfo.InvariantCulture,
            $"{text.Place(_offset)}: {(Count == 1 ? one : $"the first of {Count:N0} times {many}")}")
            + (_first is { } rune ? $" ({Escape(rune)})" : string.Empty);

        // A blank is shown as what it is too, and ForeignText leaves blanks as they are.
        private static string Escape(Rune rune) => ForeignText.Escaped(rune.ToString()) is { Length: > 2 } escaped
            ? escaped
            : string.Create(CultureInfo.InvariantCulture, $"\\u{rune.Value:x4}");
    }
}
