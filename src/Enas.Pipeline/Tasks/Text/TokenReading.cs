using Enas.Pipeline.Options;

namespace Enas.Pipeline.Tasks.Text;

/// <summary>How a text becomes tokens. The data digest states what comes of it.</summary>
internal sealed record TokenReading
{
    /// <summary>Words, all of them, and no word for unknown ones.</summary>
    public static TokenReading Plain { get; } = new();

    /// <summary>What a token is, see <see cref="TokenUnits"/>.</summary>
    public string Unit { get; init; } = TokenUnits.Words;

    /// <summary>The word that stands for words outside the vocabulary; empty for none: such words are refused.</summary>
    public string UnknownWord { get; init; } = string.Empty;

    /// <summary>Words that the training text has less often are outside the vocabulary.</summary>
    public int MinimumCount { get; init; } = 1;

    /// <summary>Words of the vocabulary at most, the end of a line and the unknown word among them; 0 for all. The most frequent stay, at a
    /// tie the first to appear.</summary>
    public int VocabularySize { get; init; }
}
