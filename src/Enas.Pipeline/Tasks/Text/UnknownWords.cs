using System.Text;
using Enas.Pipeline.Messages;
using Enas.Pipeline.Tasks.Folders;

namespace Enas.Pipeline.Tasks.Text;

/// <summary>Words of a validation or test text that the training text does not have: counted, the first few kept
/// with their places.</summary>
internal sealed class UnknownWords(TokenText text)
{
    private const int Shown = 5;
    private const int MostShown = 40;

    private readonly Utf8WordTable _types = new();
    private readonly List<string> _examples = [];
    private int _count;

    public void Add(ReadOnlySpan<byte> word, int offset)
    {
        _count++;
        var known = _types.Count;
        if (_types.FindOrAdd(word) == known && known < Shown)
        {
            _examples.Add($"'{ForeignText.Shown(Encoding.UTF8.GetString(word), MostShown)}' at {text.Place(offset)}");
        }
    }

    /// <exception cref="DataException">There is one.</exception>
    public void ThrowIfAny(string trainName)
    {
        if (_count == 0)
        {
            return;
        }

        throw new DataException(
            DataErrorKind.Unusable,
            $"{Words($"are not in the training vocabulary of {ForeignText.Escaped(trainName)}")}. Replace them by a word that the training "
                + "text has, usually <unk>, name one that stands for them (data.unknown.word), or take characters as tokens "
                + "(data.tokens).");
    }

    /// <summary>How many there are, and the first few.</summary>
    /// <param name="what">What they are: the verb of the sentence and the rest.</param>
    public string Words(string what)
    {
        var more = _types.Count > Shown ? ", ..." : "";
        return $"{ForeignText.Escaped(text.Path)}: {_count} tokens ({_types.Count} distinct words) {what}: "
            + $"{string.Join(", ", _examples)}{more}";
    }
}
