using Enas.Pipeline.Options;
using Enas.Pipeline.Tasks.Folders;
using Enas.Pipeline.Tasks.Text;

namespace Enas.Pipeline.Tests.Tasks.Text;

/// <summary>Text for a trained network is read as its training text was.</summary>
public sealed class GivenTextTests : IDisposable
{
    private static readonly Vocabulary s_words = new(["a", "b", "<eos>", "?"]);

    private readonly TextFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_typed_text_goes_on_and_a_file_ends_its_last_line()
    {
        var given = new GivenText(s_words, TokenUnits.Words, "");
        Assert.Equal([0, 1], given.Typed("typed", "a b").Ids);
        Assert.Equal([0, 2, 1, 2], given.Typed("typed", "a\nb\n").Ids);
        _folder.With("text.txt", "a\nb");
        Assert.Equal([0, 2, 1, 2], given.Read(Path.Combine(_folder.Path, "text.txt")).Ids);
    }

    [Fact]
    public void Of_a_folder_it_is_the_test_text_that_a_training_measures()
    {
        _folder.With("one.txt", string.Concat(Enumerable.Repeat("a b\nb\n", 20)));
        var corpus = TokenFolder.Load(_folder.Path);
        Assert.Equal(corpus.Test, new GivenText(corpus.Vocabulary, TokenUnits.Words, "").Read(_folder.Path).Ids);
        _folder.With("x.train.txt", "a b\n").With("x.valid.txt", "a\n").With("x.test.txt", "b b\n");
        corpus = TokenFolder.Load(_folder.Path);
        Assert.Equal(corpus.Test, new GivenText(corpus.Vocabulary, TokenUnits.Words, "").Read(_folder.Path).Ids);
    }

    // Who has the network alone has no text that it was trained on. A folder that lacks more than that is none.
    [Fact]
    public void A_folder_can_have_a_test_text_alone()
    {
        var given = new GivenText(s_words, TokenUnits.Words, "");
        _folder.With("notes.txt", "b\n").With("x.test.txt", "a b\n");
        Assert.Equal([0, 1, 2], given.Read(_folder.Path).Ids);
        _folder.With("x.valid.txt", "a\n");
        Assert.Contains("x.train.txt missing",
            Assert.Throws<DataException>(() => given.Read(_folder.Path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Unknown_words_have_a_word_that_stands_for_them_or_are_named()
    {
        Assert.Equal(new int[] { 0, 3, 3 }, new GivenText(s_words, TokenUnits.Words, "?").Typed("typed", "a c d").Ids);
        Assert.Equal(2, new GivenText(s_words, TokenUnits.Words, "?").Typed("typed", "a c d").Replaced);
        var error = Assert.Throws<DataException>(() => new GivenText(s_words, TokenUnits.Words, "").Typed("typed", "a c d"));
        Assert.Contains("2 tokens (2 distinct words) are not among the words of the network: 'c' at typed:1:3, 'd' at typed:1:5",
            error.Message, StringComparison.Ordinal);
        Assert.Contains("--unknown 'a'", error.Message, StringComparison.Ordinal);
        Assert.Equal(DataErrorKind.Unusable, error.Kind);
        var usual = Assert.Throws<DataException>(() => new GivenText(new(["a", "<unk>"]), TokenUnits.Words, "").Typed("typed", "c"));
        Assert.Contains("--unknown '<unk>'", usual.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Characters_are_tokens_where_they_were() =>
        Assert.Equal([0, 1, 0], new GivenText(s_words, TokenUnits.Characters, "").Typed("typed", "aba").Ids);
}
