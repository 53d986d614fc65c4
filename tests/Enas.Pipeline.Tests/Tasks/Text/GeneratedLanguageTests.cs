using Enas.Pipeline.Numerics;
using Enas.Pipeline.Tasks.Folders;
using Enas.Pipeline.Tasks.Text;

namespace Enas.Pipeline.Tests.Tasks.Text;

public sealed class GeneratedLanguageTests
{
    /// <summary>Two states: 0 emits a (1/2, stay) or b (1/2, to 1), 1 emits a (always, to 0): π = (2/3, 1/3), rate = 2/3 ln 2.</summary>
    private static readonly WordAutomaton s_byHand = new(2, 2, 2, [0, 1, 0, 1], [0, 1, 0, 0], [0.5, 0.5, 1, 0]);

    [Fact]
    public void The_golden_mean_process_by_hand()
    {
        Assert.True(s_byHand.IsErgodic());
        Assert.Equal(2.0 / 3, s_byHand.StationaryDistribution[0], 14);
        Assert.Equal(2.0 / 3 * Math.Log(2), s_byHand.EntropyRate(), 14);

        // Shares of the words: a 2/3 · 1/2 + 1/3 = 2/3, b 1/3.
        Assert.Equal(Math.Exp((2.0 / 3 * Math.Log(1.5)) + (1.0 / 3 * Math.Log(3))), s_byHand.UnigramPerplexity(), 13);
        Assert.Equal(Math.Log(2) * 2 / 3, s_byHand.LogLoss([0, 1, 0], 0), 14);
    }

    [Fact]
    public void What_does_not_mix_is_recognised()
    {
        Assert.False(new WordAutomaton(2, 2, 1, [0, 1], [1, 0], [1, 1]).IsErgodic());
        Assert.False(new WordAutomaton(2, 2, 1, [0, 1], [0, 0], [1, 1]).IsErgodic());
        Assert.True(new WordAutomaton(1, 1, 1, [0], [0], [1]).IsErgodic());
    }

    [Theory]
    [InlineData(1, 12, 60, 4)]
    [InlineData(2, 50, 200, 8)]
    [InlineData(3, 200, 400, 2)]
    public void The_true_automaton_reaches_its_entropy_rate(int seed, int states, int vocabulary, int branches)
    {
        var language = GeneratedLanguage.Create(
            (ulong)seed, states, vocabulary > states * branches ? states * branches : vocabulary, branches);
        var corpus = language.Corpus(200_000, 1000, 1000);
        var start = language.Automaton.StartState(new RandomStream((ulong)seed, "language/train"));
        var loss = language.Automaton.LogLoss(corpus.Train, start);
        Assert.InRange(loss, language.EntropyRate * 0.99, language.EntropyRate * 1.01);
        Assert.Equal(ExactMath.Exp(language.EntropyRate), corpus.PerplexityFloor);
        Assert.True(language.PerplexityFloor < language.UnigramPerplexity);
        Assert.InRange(CorpusStatistics.Of(corpus).ValidAddOneUnigramPerplexity,
            language.UnigramPerplexity * 0.9, language.UnigramPerplexity * 1.1);
        Assert.Equal(language.Vocabulary.Count, corpus.Train.Distinct().Count());
    }

    [Fact]
    public void The_stationary_distribution_is_stationary_and_met()
    {
        var automaton = GeneratedLanguage.Create(5, 20, 40, 3).Automaton;
        Assert.Equal(1, automaton.StationaryDistribution.Sum(), 12);
        Assert.All(automaton.StationaryDistribution, share => Assert.True(share > 0));
    }

    [Fact]
    public void A_language_is_a_function_of_its_seed_and_is_golden()
    {
        var corpus = GeneratedLanguage.Create(7, 16, 40, 4).Corpus(5000, 500, 500);
        Assert.Equal(corpus.Digest, GeneratedLanguage.Create(7, 16, 40, 4).Corpus(5000, 500, 500).Digest);
        Assert.NotEqual(corpus.Digest, GeneratedLanguage.Create(8, 16, 40, 4).Corpus(5000, 500, 500).Digest);
        Assert.Equal("9fa030536a1ac02610a6521966e13ea179cd999e794451970296ea1b8c376a3c", corpus.Digest);
    }

    [Fact]
    public void A_longer_stream_begins_with_the_shorter_one()
    {
        var language = GeneratedLanguage.Create(7, 16, 40, 4);
        Assert.Equal(language.Corpus(100, 10, 10).Train, language.Corpus(1000, 10, 10).Train[..100]);
    }

    [Fact]
    public void Words_are_unique_and_pronounceable()
    {
        var words = GeneratedLanguage.Create(1, 3000, 6000, 2).Vocabulary.Words;
        Assert.Equal(6000, words.Distinct().Count());
        Assert.Equal(["ba", "be", "bi", "bo", "bu", "da"], words.Take(6));
        Assert.Equal("beba", words[70]);
    }

    [Theory]
    [InlineData(0, 10, 2, "data.states is 0")]
    [InlineData(4, 1, 2, "data.vocabulary is 1")]
    [InlineData(4, 10, 1, "data.branches is 1")]
    [InlineData(4, 10, 11, "2 to data.vocabulary (10)")]
    [InlineData(4, 10, 2, "at most data.states x data.branches (8)")]
    [InlineData(65536, 1000, 17, "data.states is 65536; allowed: at most 61680 with 17 branches")]
    public void Sizes_that_do_not_fit_are_named(int states, int vocabulary, int branches, string words)
    {
        var error = Assert.Throws<DataException>(() => GeneratedLanguage.Create(1, states, vocabulary, branches));
        Assert.Contains(words, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_stop_ends_each_part_of_the_making()
    {
        var stopped = new CancellationToken(canceled: true);
        Assert.Throws<OperationCanceledException>(() => GeneratedLanguage.Create(1, 4, 8, 2, stopped));
        Assert.Throws<OperationCanceledException>(() => GeneratedLanguage.Create(1, 4, 8, 2).Corpus(100, 10, 10, stopped));
    }
}
