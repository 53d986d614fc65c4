using System.Text;

namespace Enas.Pipeline.Tasks.Text;

/// <summary>The words of a data set; a word's id is its place in <see cref="Words"/>.</summary>
internal sealed class Vocabulary
{
    /// <summary>The word at the end of every line of a text.</summary>
    public const string EndOfSentence = "<eos>";

    private readonly Utf8WordTable _table;
    private readonly string[] _words;

    /// <summary>These words, in this order.</summary>
    /// <exception cref="ArgumentException">A word is empty or occurs twice.</exception>
    public Vocabulary(IEnumerable<string> words)
    {
        ArgumentNullException.ThrowIfNull(words);
        _table = new Utf8WordTable();
        _words = [.. words];
        for (var id = 0; id < _words.Length; id++)
        {
            ArgumentException.ThrowIfNullOrEmpty(_words[id], nameof(words));
            if (_table.FindOrAdd(Encoding.UTF8.GetBytes(_words[id])) != id)
            {
                throw new ArgumentException($"The word '{_words[id]}' occurs twice.", nameof(words));
            }
        }
    }

    internal Vocabulary(Utf8WordTable table)
    {
        _table = table;
        _words = new string[table.Count];
        for (var id = 0; id < _words.Length; id++)
        {
            _words[id] = Encoding.UTF8.GetString(table[id]);
        }
    }

    public int Count => _words.Length;

    public IReadOnlyList<string> Words => _words;

    /// <summary>The word with this id.</summary>
    public string this[int id] => _words[id];

    /// <summary>The id of a word, if it is one of the vocabulary.</summary>
    public bool TryGetId(string word, out int id)
    {
        ArgumentNullException.ThrowIfNull(word);
        return TryGetId(Encoding.UTF8.GetBytes(word), out id);
    }

    /// <summary>The id of a word in UTF-8, if it is one of the vocabulary.</summary>
    internal bool TryGetId(ReadOnlySpan<byte> word, out int id)
    {
        id = _table.Find(word);
        return id >= 0;
    }
}
