using System.IO.Compression;
using System.Text;
using Enas.Pipeline.Options;
using Enas.Pipeline.Tasks.Folders;
using Enas.Pipeline.Tasks.Text;
using Enas.TestKit.Faults;

namespace Enas.Pipeline.Tests.Tasks.Text;

/// <summary>What a text file can be besides plain UTF-8, and what of it is told.</summary>
public sealed class TextReadingTests : IDisposable
{
    private const string Sentence = "the dog is on the mat\nthe cat sat on a red mat\n";

    private readonly TextFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static TheoryData<string, bool, string, string> Encodings => new()
    {
        { "utf-16", false, "UTF-16 (little-endian, without a byte order mark)", "iconv -f UTF-16LE" },
        { "utf-16BE", false, "UTF-16 (big-endian, without a byte order mark)", "iconv -f UTF-16BE" },
        { "utf-32", false, "UTF-32 (little-endian, without a byte order mark)", "iconv -f UTF-32LE" },
        { "utf-32BE", false, "UTF-32 (big-endian, without a byte order mark)", "iconv -f UTF-32BE" },
        { "utf-16", true, "UTF-16 (little-endian)", "iconv -f UTF-16 " },
        { "utf-16BE", true, "UTF-16 (big-endian)", "iconv -f UTF-16 " },
        { "utf-32", true, "UTF-32 (little-endian)", "iconv -f UTF-32 " },
        { "utf-32BE", true, "UTF-32 (big-endian)", "iconv -f UTF-32 " },
    };

    [Theory]
    [MemberData(nameof(Encodings))]
    public void Another_encoding_is_told_by_its_name(string encoding, bool mark, string name, string way)
    {
        foreach (var text in (string[])[Sentence, "ein Hund läuft über die Straße\n", "собака сидит на коврике и ждёт\nкошка спит\n"])
        {
            _folder.With("train.txt",
                [.. mark ? Encoding.GetEncoding(encoding).GetPreamble() : [], .. Encoding.GetEncoding(encoding).GetBytes(text)]);
            var message = Fails();
            Assert.Contains(name, message, StringComparison.Ordinal);
            Assert.Contains(way, message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("a b\nc d\0e f g h i j k l m n o p q r s t u v w x y z\n", "train.txt:2:4: a NUL character")]
    [InlineData("\0a b", "train.txt:1:1: a NUL character")]
    [InlineData("a\r\nb\rc\0\0\0", "train.txt:3:2: a NUL character")]
    public void A_NUL_is_refused_with_its_place(string text, string message)
    {
        _folder.With("train.txt", text);
        Assert.Contains(message, Fails(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_packed_text_of_several_parts_is_the_text()
    {
        _folder.With("train.txt.gz", [.. Packed("a b\n"), .. Packed("c\n")]).With("valid.txt", "a").With("test.txt", "c");
        Assert.Equal(["a", "b", "<eos>", "c"], TokenFolder.Load(_folder.Path).Vocabulary.Words);
    }

    [Theory]
    [InlineData(new byte[] { (byte)'B', (byte)'Z', (byte)'h', (byte)'9' }, "bunzip2")]
    [InlineData(new byte[] { 0xFD, (byte)'7', (byte)'z', (byte)'X', (byte)'Z', 0 }, "unxz")]
    [InlineData(new byte[] { 0x28, 0xB5, 0x2F, 0xFD, 0 }, "unzstd")]
    [InlineData(new byte[] { (byte)'P', (byte)'K', 3, 4 }, "unzip")]
    public void What_is_packed_otherwise_is_told_with_the_way_to_unpack_it(byte[] bytes, string way)
    {
        _folder.With("train.txt", bytes);
        Assert.Contains(way, Fails(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a b\rb a\r")]
    [InlineData("a b\r\nb a\r\n")]
    [InlineData("a b\r\r\nb a\n")]
    [InlineData("a b\rb a")]
    public void Every_kind_of_line_end_ends_a_line(string text) =>
        Assert.Equal([0, 1, 2, 1, 0, 2], Load(text, "a", "b").Train);

    [Fact]
    public void Places_count_every_kind_of_line_end()
    {
        With("a\n", "a\ra\r\na zebra\n", "a\n");
        Assert.Contains("'zebra' at " + _folder.PathOf("valid.txt") + ":3:3", Fails(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_packed_text_is_the_text()
    {
        var plain = Load(Sentence, "the mat", "a cat").Digest;
        Directory.Delete(_folder.Path, recursive: true);
        Directory.CreateDirectory(_folder.Path);
        _folder.With("train.txt.gz", Packed(Sentence)).With("validation.txt.gz", Packed("the mat")).With("test.txt", Packed("a cat"));
        Assert.Equal(plain, TokenFolder.Load(_folder.Path).Digest);
    }

    [Fact]
    public void A_packed_text_is_read_no_further_than_a_text_can_go()
    {
        var stream = new MemoryStream();
        using (var gzip = new GZipStream(stream, CompressionLevel.Fastest, leaveOpen: true))
        {
            var blanks = Encoding.UTF8.GetBytes(new string('a', 1 << 20));
            for (var i = 0L; i <= TextFile.AlwaysAllowed; i += blanks.Length)
            {
                gzip.Write(blanks);
            }
        }

        _folder.With("train.txt.gz", stream.ToArray());
        _folder.With("valid.txt", "a").With("test.txt", "a");
        Assert.Contains("unpack to more than", Fails(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_packed_text_that_is_damaged_or_cut_short_is_refused()
    {
        var whole = Packed(string.Concat(Enumerable.Range(0, 500).Select(i => $"word{i} ")));
        _folder.With("train.txt.gz", whole[..(whole.Length / 2)]).With("valid.txt", "a").With("test.txt", "a");
        Assert.Contains("train.txt.gz: the gzip file is damaged or cut short", Fails(), StringComparison.Ordinal);
        _folder.With("train.txt.gz", [.. whole[..20], .. whole[20..].Select(value => (byte)~value)]);
        Assert.Contains("train.txt.gz: the gzip file is damaged or cut short", Fails(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a b\n\uFEFFa b\n", "train.txt:2:1: a character that cannot be seen (\\ufeff)")]
    [InlineData("x a\u200Bb a\u200B\n", "train.txt:1:4: the first of 2 times characters that cannot be seen (\\u200b)")]
    [InlineData("a \u001b[1mb\n", "train.txt:1:3: a character that cannot be seen (\\x1b)")]
    [InlineData("c a\u00A0b\n", "train.txt:1:4: a blank that is not ASCII (\\u00a0)")]
    [InlineData("a <eos>\nb <eos>\n", "train.txt:1:3: the first of 2 times the word <eos>; every end of a line is one already")]
    public void What_is_hardly_meant_is_read_and_told(string text, string remark)
    {
        var words = text.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries)[0];
        var remarks = Load(text, words, words).Remarks;
        Assert.Contains(remark, Assert.Single(remarks), StringComparison.Ordinal);
    }

    [Fact]
    public void An_ordinary_text_has_no_remark() => Assert.Empty(Load("\uFEFFa b\tc é 中\r\n", "a", "b").Remarks);

    [Fact]
    public void Characters_are_tokens_where_they_are_asked_for()
    {
        With("ab é\n中 😀", "a", "b a\n");
        var corpus = TokenFolder.Load(_folder.Path, new TokenReading { Unit = TokenUnits.Characters });
        Assert.Equal(["a", "b", " ", "é", "<eos>", "中", "😀"], corpus.Vocabulary.Words);
        Assert.Equal([0, 1, 2, 3, 4, 5, 2, 6, 4], corpus.Train);
        Assert.Equal([1, 2, 0, 4], corpus.Test);
    }

    [Fact]
    public void A_word_stands_for_those_that_are_rare()
    {
        With("a a a b b c\n", "a d", "e\n");
        var corpus = TokenFolder.Load(_folder.Path, new TokenReading { UnknownWord = "<unk>", MinimumCount = 2 });
        Assert.Equal(["a", "b", "<unk>", "<eos>"], corpus.Vocabulary.Words);
        Assert.Equal([0, 0, 0, 1, 1, 2, 3], corpus.Train);
        Assert.Equal([0, 2, 3], corpus.Valid);
        Assert.Equal("<unk> stands for 1 token of train, 1 of valid and 1 of test", Assert.Single(corpus.Remarks));
    }

    [Theory]
    [InlineData(3, "c <unk> <eos>")]
    [InlineData(4, "b c <unk> <eos>")]
    [InlineData(5, "b c a <eos> <unk>")]
    [InlineData(6, "b c a <eos> <unk>")]
    public void A_vocabulary_keeps_the_most_frequent_words(int size, string words)
    {
        With("b c c c b a\n", "c", "c");
        var corpus = TokenFolder.Load(_folder.Path, new TokenReading { UnknownWord = "<unk>", VocabularySize = size });
        Assert.Equal(words.Split(' ').Order(StringComparer.Ordinal), corpus.Vocabulary.Words.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Of_words_that_are_equally_frequent_the_first_to_appear_stay()
    {
        With("d c b a\n", "a", "a");
        var corpus = TokenFolder.Load(_folder.Path, new TokenReading { UnknownWord = "?", VocabularySize = 4 });
        Assert.Equal(["d", "c", "?", "<eos>"], corpus.Vocabulary.Words);
    }

    [Fact]
    public void An_unknown_word_that_nothing_teaches_is_told()
    {
        With("a b\n", "a x", "b");
        var corpus = TokenFolder.Load(_folder.Path, new TokenReading { UnknownWord = "<unk>" });
        Assert.Equal(["a", "b", "<eos>", "<unk>"], corpus.Vocabulary.Words);
        Assert.Contains("a model never learns it", corpus.Remarks[0], StringComparison.Ordinal);
    }

    [Fact]
    public void One_text_is_split_by_position()
    {
        var lines = Enumerable.Range(0, 50).Select(_ => "a b c\n").ToArray();
        _folder.With("input.txt", string.Concat(lines)).With("README.md", "x");
        var corpus = TokenFolder.Load(_folder.Path);
        Assert.Equal([180, 10, 10], new[] { corpus.Train.Length, corpus.Valid.Length, corpus.Test.Length });
        Assert.Equal(Enumerable.Range(0, 200).Select(i => i % 4), corpus.Train.Concat(corpus.Valid).Concat(corpus.Test));
        Assert.Contains("input.txt is split by position: the first 90 %", Assert.Single(corpus.Remarks), StringComparison.Ordinal);
    }

    [Fact]
    public void A_text_too_short_to_be_split_is_refused()
    {
        _folder.With("input.txt", "a b c\n");
        Assert.Contains("4 tokens are too few to be split into train, valid and test; it takes 20", Fails(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_word_of_another_part_is_told_where_it_stands()
    {
        _folder.With("input.txt", string.Concat(Enumerable.Repeat("a b\n", 19)) + "zebra\n");
        Assert.Contains("'zebra' at " + _folder.PathOf("input.txt") + ":20:1", Fails(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("pipe", "is a named pipe; only regular files are read")]
    [InlineData("socket", "is a socket; only regular files are read")]
    [InlineData("device", "is a device; only regular files are read")]
    [InlineData("loop", "train.txt")]
    public void Only_regular_files_are_read(string kind, string message)
    {
        _folder.With("valid.txt", "a").With("test.txt", "a");
        var path = _folder.PathOf("train.txt");
        switch (kind)
        {
            case "pipe":
                SpecialFiles.CreateNamedPipe(path);
                break;
            case "socket":
                SpecialFiles.CreateSocket(path);
                break;
            case "device":
                SpecialFiles.CreateLinkToEndlessDevice(path);
                break;
            default:
                File.CreateSymbolicLink(path, path);
                break;
        }

        Assert.Contains(message, Assert.Throws<DataException>(() => TokenFolder.Load(_folder.Path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Faults_of_all_files_are_told_at_once()
    {
        With("a b\n", "a zebra\n", "b \0\n");
        var faults = Assert.Throws<DataException>(() => TokenFolder.Load(_folder.Path)).Faults;
        Assert.Contains("zebra", faults[0], StringComparison.Ordinal);
        Assert.Contains("test.txt:1:3: a NUL character", faults[1], StringComparison.Ordinal);
        With("\0", "a \0", "b");
        Assert.Equal(2, Assert.Throws<DataException>(() => TokenFolder.Load(_folder.Path)).Faults.Count);
    }

    [Fact]
    public void A_file_in_place_of_the_folder_is_told()
    {
        _folder.With("input.txt", "a");
        var error = Assert.Throws<DataException>(() => TokenFolder.Load(_folder.PathOf("input.txt")));
        Assert.Equal(DataErrorKind.Unusable, error.Kind);
        Assert.Contains("is a regular file; data is read from a folder", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Words_of_others_are_escaped_and_cut()
    {
        var message = string.Empty;
        With("a\n", $"\u001b[31mred {new string('z', 500)}\n", "a\n");
        message = Fails();
        Assert.Contains("'\\x1b[31mred'", message, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', message);
        Assert.DoesNotContain(new string('z', 100), message, StringComparison.Ordinal);
    }

    private static byte[] Packed(string text)
    {
        var stream = new MemoryStream();
        using (var gzip = new GZipStream(stream, CompressionLevel.Optimal, leaveOpen: true))
        {
            gzip.Write(Encoding.UTF8.GetBytes(text));
        }

        return stream.ToArray();
    }

    private string Fails()
    {
        if (!File.Exists(_folder.PathOf("valid.txt")) && File.Exists(_folder.PathOf("train.txt")))
        {
            _folder.With("valid.txt", "a").With("test.txt", "a");
        }

        var error = Assert.Throws<DataException>(() => TokenFolder.Load(_folder.Path));
        Assert.Equal(DataErrorKind.Unusable, error.Kind);
        return error.Message;
    }

    private void With(string train, string valid, string test) =>
        _folder.With("train.txt", train).With("valid.txt", valid).With("test.txt", test);

    private TokenCorpus Load(string train, string valid, string test)
    {
        With(train, valid, test);
        return TokenFolder.Load(_folder.Path);
    }
}
