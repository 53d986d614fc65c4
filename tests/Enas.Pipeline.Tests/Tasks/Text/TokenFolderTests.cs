using Enas.Pipeline.Tasks.Folders;
using Enas.Pipeline.Tasks.Text;

namespace Enas.Pipeline.Tests.Tasks.Text;

public sealed class TokenFolderTests : IDisposable
{
    private readonly TextFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Words_are_numbered_by_first_appearance_and_lines_end_in_eos()
    {
        var corpus = Load(" b a\n\na  c\tb", "c\n", "b a c");
        Assert.Equal(["b", "a", "<eos>", "c"], corpus.Vocabulary.Words);
        Assert.Equal([0, 1, 2, 2, 1, 3, 0, 2], corpus.Train);
        Assert.Equal([3, 2], corpus.Valid);
        Assert.Equal([0, 1, 3, 2], corpus.Test);
        Assert.Null(corpus.PerplexityFloor);
    }

    [Fact]
    public void A_prefix_is_found()
    {
        _folder.With("tiny.train.txt", "a b\n").With("tiny.valid.txt", "a\n").With("tiny.test.txt", "b\n").With("README", "x");
        Assert.Equal(3, TokenFolder.Load(_folder.Path).Vocabulary.Count);
    }

    [Fact]
    public void Line_ends_white_space_and_byte_order_mark_do_not_change_the_digest()
    {
        var plain = Load("a b\nc é\n", "a\n", "b\n").Digest;
        var other = Load("\uFEFFa  b\r\nc\té", "a", " b\r\n").Digest;
        Assert.Equal(plain, other);
        Assert.NotEqual(plain, Load("a b\nc é\n", "b\n", "b\n").Digest);
        Assert.NotEqual(plain, Load("a b\nd é\n", "a\n", "b\n").Digest);
    }

    /// <summary>Computed from the documented layout by an independent program.</summary>
    [Fact]
    public void The_digest_is_golden() =>
        Assert.Equal("12685ba3c1d408bff02d1b2ed41ca633c3797e4b96b2508978f05a36071f7907", Load("a b\n", "b\n", "a\n").Digest);

    [Fact]
    public void Many_words_keep_their_numbers()
    {
        var words = Enumerable.Range(0, 20_000).Select(i => $"w{i}").ToArray();
        var corpus = Load(string.Join(' ', words), "w19999", "w0");
        Assert.Equal(20_001, corpus.Vocabulary.Count);
        Assert.Equal(Enumerable.Range(0, 20_001), corpus.Train);
        Assert.True(corpus.Vocabulary.TryGetId("w777", out var id));
        Assert.Equal(777, id);
        Assert.False(corpus.Vocabulary.TryGetId("w20000", out _));
    }

    [Fact]
    public void A_missing_folder_is_not_found()
    {
        var error = Fails(() => TokenFolder.Load(_folder.PathOf("nowhere")), DataErrorKind.NotFound);
        Assert.Contains("nowhere", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_file_is_named_with_what_is_there()
    {
        _folder.With("tiny.train.txt", "a\n").With("tiny.test.txt", "a\n");
        var error = Fails(() => TokenFolder.Load(_folder.Path), DataErrorKind.NotFound);
        Assert.Contains("tiny.valid.txt missing", error.Message, StringComparison.Ordinal);
        Assert.Contains("There is: tiny.test.txt, tiny.train.txt.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_empty_folder_says_what_it_should_hold()
    {
        var error = Fails(() => TokenFolder.Load(_folder.Path), DataErrorKind.NotFound);
        Assert.Contains("There is: nothing.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_sets_in_a_folder_are_refused()
    {
        _folder.With("a.train.txt", "a\n").With("b.train.txt", "a\n");
        var error = Fails(() => TokenFolder.Load(_folder.Path), DataErrorKind.Unusable);
        Assert.Contains("a.train.txt, b.train.txt", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" \n\n")]
    public void An_empty_file_is_refused(string text)
    {
        var error = Fails(() => Load("a\n", text, "a\n"), DataErrorKind.Unusable);
        Assert.Contains("valid.txt: the file is empty", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Bytes_that_are_not_utf8_are_placed()
    {
        _folder.With("train.txt", [(byte)'a', (byte)'\n', (byte)'b', (byte)' ', 0xE9, (byte)'\n'])
            .With("valid.txt", "a").With("test.txt", "a");
        var error = Fails(() => TokenFolder.Load(_folder.Path), DataErrorKind.Unusable);
        Assert.Contains("train.txt:2:3: not UTF-8: byte 0xe9 at offset 4", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Unknown_words_are_counted_and_placed()
    {
        var error = Fails(() => Load("a b\n", "a x\nb y x\n", "a\n"), DataErrorKind.Unusable);
        Assert.Contains("3 tokens (2 distinct words)", error.Message, StringComparison.Ordinal);
        Assert.Contains("valid.txt:1:3", error.Message, StringComparison.Ordinal);
        Assert.Contains("'y' at", error.Message, StringComparison.Ordinal);
        Assert.Contains("valid.txt:2:3", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("\n", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Add_one_unigram_perplexity_by_hand()
    {
        // Train: a a b <eos>: shares 3/7, 2/7, 2/7. Valid: a <eos>. Test: b <eos>.
        var statistics = CorpusStatistics.Of(Load("a a b\n", "a\n", "b\n"));
        Assert.Equal(Math.Sqrt(49.0 / 6), statistics.ValidAddOneUnigramPerplexity, 12);
        Assert.Equal(3.5, statistics.TestAddOneUnigramPerplexity, 12);
    }

    private static DataException Fails(Action act, DataErrorKind kind)
    {
        var error = Assert.Throws<DataException>(act);
        Assert.Equal(kind, error.Kind);
        return error;
    }

    private TokenCorpus Load(string train, string valid, string test)
    {
        _folder.With("train.txt", train).With("valid.txt", valid).With("test.txt", test);
        return TokenFolder.Load(_folder.Path);
    }
}
