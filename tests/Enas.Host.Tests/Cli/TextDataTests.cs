namespace Enas.Host.Tests.Cli;

/// <summary>Folders of text as people have them: what is read, what is refused, and what is told.</summary>
public sealed class TextDataTests : IDisposable
{
    private static readonly string s_lines = string.Concat(Enumerable.Repeat("the cat sat\nthe dog ran\n", 30));

    private readonly WorkFolder _work = new();

    public void Dispose() => _work.Dispose();

    [Fact]
    public async Task A_check_tells_what_was_not_read_and_what_is_hardly_meant()
    {
        Write("train.txt", "\uFEFF" + s_lines + "the \uFEFFcat <eos>\n");
        Write("dev.txt", "the cat\n");
        Write("test.txt", "the dog\n");
        Write("notes\u001b.pdf", "x");
        Write("more/x.txt", "x");
        Write("README.md", "x");
        var result = await _work.Enas("data", "check", "data");
        Assert.Equal(0, result.ExitCode);
        Assert.Contains("valid  dev.txt", result.Output, StringComparison.Ordinal);
        Assert.Contains("train.txt:61:5: a character that cannot be seen (\\ufeff)", result.Output, StringComparison.Ordinal);
        Assert.Contains("a character that cannot be seen", result.Output, StringComparison.Ordinal);
        Assert.Contains("train.txt:61:10: the word <eos> once; every end of a line is one already",
            result.Output, StringComparison.Ordinal);
        Assert.Contains("note   not read: more/, notes\\x1b.pdf", result.Output, StringComparison.Ordinal);
        Assert.Contains("note   known to be no data: README.md", result.Output, StringComparison.Ordinal);
        var json = (await _work.Enas("data", "check", "data", "--json")).Json();
        Assert.Equal(["more/", "notes\\x1b.pdf"], json.GetProperty("passedOver").EnumerateArray().Select(name => name.GetString()!));
        Assert.Equal(["README.md"], json.GetProperty("harmless").EnumerateArray().Select(name => name.GetString()!));
    }

    [Fact]
    public async Task One_text_is_checked_and_searched_by_characters()
    {
        Write("input.txt", s_lines);
        var check = await _work.Enas("data", "check", "data", "--set", "data.tokens=characters");
        Assert.Equal(0, check.ExitCode);
        Assert.Contains("words  13", check.Output, StringComparison.Ordinal);
        Assert.Contains("note   input.txt is split by position: the first 90 %", check.Output, StringComparison.Ordinal);
        var run = await _work.Enas("run", "tiny.json", "--out", "s",
            "--set", "data.kind=tokens", "--set", "data.path=data", "--set", "data.tokens=characters", "--set", "reward.sequenceLength=3");
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("input.txt is split by position", run.Output, StringComparison.Ordinal);
        Assert.Equal(0, (await _work.Enas("replay", "s")).ExitCode);
        Assert.Equal(0, (await _work.Enas("train", "s", "--out", "t")).ExitCode);
    }

    [Fact]
    public async Task A_word_for_unknown_ones_is_an_option_of_check_and_job()
    {
        Write("train.txt", s_lines + "a zebra\n");
        Write("valid.txt", s_lines + "a yak\n");
        Write("test.txt", "the gnu\n");
        Assert.Equal(65, (await _work.Enas("data", "check", "data")).ExitCode);
        string[] sets = ["--set", "data.unknown.word=<unk>", "--set", "data.unknown.minimumCount=2"];
        var check = await _work.Enas(["data", "check", "data", "--json", .. sets]);
        Assert.Equal(7, check.Json().GetProperty("vocabulary").GetInt32());
        var valid = await _work.Enas(["validate", "tiny.json", "--set", "data.kind=tokens", "--set", "data.path=data", .. sets]);
        Assert.Equal(0, valid.ExitCode);
        Assert.Contains("<unk> stands for 2 tokens of train, 2 of valid and 1 of test", valid.Output, StringComparison.Ordinal);
        var wrong = await _work.Enas("data", "check", "data", "--set", "data.tokns=characters");
        Assert.Equal(64, wrong.ExitCode);
        Assert.Contains("did you mean", wrong.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("data.images.resize=crop", "a check of text takes data.tokens and data.unknown.*")]
    [InlineData("data.images.transpose=true", "the folder holds text, to which this option is nothing")]
    [InlineData("data.states=7", "the folder holds text, to which this option is nothing")]
    [InlineData("data.path=elsewhere", "the folder holds text, to which this option is nothing")]
    public async Task An_option_that_is_nothing_to_a_text_is_refused(string set, string words)
    {
        Array.ForEach((string[])["train.txt", "valid.txt", "test.txt"], name => Write(name, s_lines));
        var check = await _work.Enas("data", "check", "data", "--set", set);
        Assert.Equal(64, check.ExitCode);
        Assert.Contains(words, check.Error, StringComparison.Ordinal);
        Assert.Empty(check.Output);
    }

    [Fact]
    public async Task A_file_in_place_of_a_folder_and_another_encoding_are_65()
    {
        Write("train.txt", s_lines);
        var file = await _work.Enas("data", "check", "data/train.txt");
        Assert.Equal(65, file.ExitCode);
        Assert.Contains("is a regular file; a check needs the folder that holds the data", file.Error, StringComparison.Ordinal);
        await File.WriteAllBytesAsync(
            Path.Combine(_work.Root, "data", "train.txt"), System.Text.Encoding.BigEndianUnicode.GetBytes(s_lines));
        Write("valid.txt", s_lines);
        Write("test.txt", s_lines);
        var wide = await _work.Enas("data", "check", "data");
        Assert.Equal(65, wide.ExitCode);
        Assert.Contains("the file is UTF-16 (big-endian, without a byte order mark)", wide.Error, StringComparison.Ordinal);
    }

    private void Write(string name, string text) => _work.Write("data/" + name, text);
}
