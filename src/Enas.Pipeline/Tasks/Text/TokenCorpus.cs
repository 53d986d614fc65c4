namespace Enas.Pipeline.Tasks.Text;

/// <summary>What people know the three sets of a corpus as: files, or the options that size them.</summary>
internal sealed record TokenSetNames(string Train, string Valid, string Test);

/// <summary>A text as three streams of word ids. The arrays are shared and not to be written to.</summary>
internal sealed class TokenCorpus
{
    /// <summary>A corpus of these streams; every id is in [0, <paramref name="vocabulary"/>.Count).</summary>
    public TokenCorpus(Vocabulary vocabulary, int[] train, int[] valid, int[] test, double? perplexityFloor = null)
    {
        ArgumentNullException.ThrowIfNull(vocabulary);
        Vocabulary = vocabulary;
        Train = Checked(train, vocabulary.Count);
        Valid = Checked(valid, vocabulary.Count);
        Test = Checked(test, vocabulary.Count);
        PerplexityFloor = perplexityFloor;
        Digest = TokenDigest.Of(this);
    }

    /// <summary>Words in order of first appearance in train (for a generated language: all its words, in its own order).</summary>
    public Vocabulary Vocabulary { get; }

    public int[] Train { get; }

    public int[] Valid { get; }

    public int[] Test { get; }

    /// <summary>SHA-256 over the decoded content, 64 lower-case hexadecimal digits; see <see cref="TokenDigest"/>.</summary>
    public string Digest { get; }

    /// <summary>The perplexity that no model can be below on average, where it is known (a generated language).</summary>
    public double? PerplexityFloor { get; }

    /// <summary>What people know the three sets as.</summary>
    public TokenSetNames Names { get; init; } = new("the training set", "the validation set", "the test set");

    /// <summary>What the owner of the data should know, a sentence each: how it was split, what was not read, what in it
    /// is hardly meant.</summary>
    public IReadOnlyList<string> Remarks { get; init; } = [];

    private static int[] Checked(int[] tokens, int count)
    {
        ArgumentNullException.ThrowIfNull(tokens);
        foreach (var id in tokens)
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)id, (uint)count, nameof(tokens));
        }

        return tokens;
    }
}
