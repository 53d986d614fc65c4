using Enas.Pipeline.Numerics;

namespace Enas.Pipeline.Tasks.Text;

/// <summary>What a model without any context reaches on a corpus: the number to beat.</summary>
/// <param name="ValidAddOneUnigramPerplexity">Perplexity of valid under train's word shares with add-one smoothing.</param>
/// <param name="TestAddOneUnigramPerplexity">The same for test.</param>
internal sealed record CorpusStatistics(double ValidAddOneUnigramPerplexity, double TestAddOneUnigramPerplexity)
{
    /// <summary>Statistics of a corpus.</summary>
    public static CorpusStatistics Of(TokenCorpus corpus)
    {
        ArgumentNullException.ThrowIfNull(corpus);
        var train = Counts(corpus.Train, corpus.Vocabulary.Count);
        return new CorpusStatistics(
            AddOneUnigramPerplexity(train, Counts(corpus.Valid, train.Length)),
            AddOneUnigramPerplexity(train, Counts(corpus.Test, train.Length)));
    }

    /// <summary>exp(-1/n Σ_w n_w ln((c_w + 1) / (N + V))): c, N counts of train, n counts of the text judged, V words; NaN when
    /// n = 0.</summary>
    private static double AddOneUnigramPerplexity(long[] train, long[] judged)
    {
        var logTotal = ExactMath.Log(train.Sum() + train.Length);
        var loss = 0.0;
        for (var word = 0; word < train.Length; word++)
        {
            loss += judged[word] * (logTotal - ExactMath.Log(train[word] + 1));
        }

        return ExactMath.Exp(loss / judged.Sum());
    }

    private static long[] Counts(int[] tokens, int words)
    {
        var counts = new long[words];
        foreach (var token in tokens)
        {
            counts[token]++;
        }

        return counts;
    }
}
