using System.Text;

namespace Enas.Pipeline.Tasks.Text;

/// <summary>Which words of a training text are in the vocabulary, and what stands for the others.</summary>
internal sealed class WordSelection
{
    private readonly Utf8WordTable? _seen;
    private readonly bool[] _kept = [];
    private readonly byte[] _unknown;

    private WordSelection(byte[] unknown, Utf8WordTable? seen, bool[] kept)
    {
        _unknown = unknown;
        _seen = seen;
        _kept = kept;
    }

    /// <summary>Whether a word stands for those outside the vocabulary.</summary>
    public bool HasUnknown => _unknown.Length > 0;

    /// <summary>The word that stands for those outside the vocabulary.</summary>
    public ReadOnlySpan<byte> Unknown => _unknown;

    /// <summary>The selection of a training text.</summary>
    public static WordSelection Of(TokenPart train, TokenReading reading)
    {
        var unknown = Encoding.UTF8.GetBytes(reading.UnknownWord);
        if (unknown.Length == 0 || (reading.MinimumCount <= 1 && reading.VocabularySize == 0))
        {
            return new WordSelection(unknown, null, []);
        }

        var (seen, counts) = (new Utf8WordTable(), new List<int>());
        train.Visit((word, _) =>
        {
            var id = seen.FindOrAdd(word);
            if (id == counts.Count)
            {
                counts.Add(0);
            }

            counts[id]++;
        });
        return new WordSelection(unknown, seen, Kept(seen, counts, unknown, reading));
    }

    /// <summary>Whether a word of the training text stays itself.</summary>
    public bool Keeps(ReadOnlySpan<byte> word) => _seen is null || _kept[_seen.Find(word)];

    private static bool[] Kept(Utf8WordTable seen, List<int> counts, byte[] unknown, TokenReading reading)
    {
        var kept = new bool[seen.Count];
        var fixedWords = 1;
        for (var id = 0; id < kept.Length; id++)
        {
            var isEnd = seen[id].SequenceEqual("<eos>"u8);
            kept[id] = isEnd || seen[id].SequenceEqual(unknown);
            fixedWords += isEnd ? 1 : 0;
        }

        // The order of appearance decides between words that are equally frequent: the sort keeps it.
        var most = reading.VocabularySize == 0 ? int.MaxValue : Math.Max(0, reading.VocabularySize - fixedWords);
        foreach (var id in Enumerable.Range(0, kept.Length)
            .Where(id => !kept[id] && counts[id] >= reading.MinimumCount).OrderByDescending(id => counts[id]).Take(most).ToArray())
        {
            kept[id] = true;
        }

        return kept;
    }
}
