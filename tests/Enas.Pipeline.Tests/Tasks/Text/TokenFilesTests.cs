using CsCheck;
using Enas.Pipeline.Tasks.Folders;
using Enas.Pipeline.Tasks.Text;
using Enas.TestKit.Faults;

namespace Enas.Pipeline.Tests.Tasks.Text;

/// <summary>Which files of a folder are the text, and that nothing else is passed over in silence.</summary>
public sealed class TokenFilesTests
{
    private static readonly string[] s_harmless =
        [".DS_Store", "._train.txt", ".git", "Thumbs.db", "desktop.ini", "README", "README.train.txt", "LICENSE.txt", "SHA256SUMS"];
    private static readonly string[] s_others = ["notes.pdf",
        "cats/", "train/", "vocab.json", "pipe|", "socket|s", "device|d", "nothing|l", "a\u001bb.bin", "model.bin", "train.csv"];

    private static readonly string[][] s_sets =
    [
        ["train.txt", "valid.txt", "test.txt"],
        ["train.txt", "validation.txt", "testing.txt"],
        ["training.txt", "dev.txt", "test.txt.gz"],
        ["ptb.train.txt", "ptb.valid.txt", "ptb.test.txt"],
        ["wiki.train.tokens", "wiki.valid.tokens", "wiki.test.tokens"],
        ["wiki.train.raw", "wiki.valid.raw", "wiki.test.raw"],
        ["my-train.text", "my-val.text", "my-test.text"],
        ["TRAIN.TXT", "Valid.txt", "test.txt"],
        ["train.txt", "valid.txt.gz", "test.txt", "train.txt.gz"],
        ["train.txt", "valid.txt"],
        ["train.txt", "valid.txt", "dev.txt", "test.txt"],
        ["a.train.txt", "b.train.txt"],
        ["input.txt"],
        ["corpus.txt.gz"],
        ["text8"],
        ["one.txt", "two.txt"],
        [],
    ];

    /// <summary>Forty folders and more: what lies there is read, known to be harmless, or named.</summary>
    [Fact]
    public void Nothing_is_passed_over_in_silence() =>
        Gen.Select(Gen.Int[0, s_sets.Length - 1].Select(i => s_sets[i]), Gen.Shuffle(s_harmless, 3), Gen.Shuffle(s_others, 4)).Sample(
        sample =>
        {
            var (set, harmless, others) = sample;
            using var folder = new TextFolder();
            var names = set.Concat(harmless).Concat(others).Select(name => Create(folder, name)).ToArray();
            try
            {
                var files = TokenFiles.Find(folder.Path);
                var told = files.Paths.Select(path => Path.GetFileName(path)).Concat(files.PassedOver).Concat(files.Harmless).ToArray();
                Assert.Equal(names.Length, told.Length);
                Assert.All(names, name => Assert.Contains(told, words =>
                    words == Shown(name) || words.StartsWith(Shown(name) + " (", StringComparison.Ordinal) || words == Shown(name) + "/"));
                Assert.All(files.PassedOver, words =>
                    Assert.DoesNotContain(harmless, name => words.StartsWith(name, StringComparison.Ordinal)));
                Assert.All(others.Select(Name), name =>
                    Assert.Contains(files.PassedOver, words => words.StartsWith(Shown(name), StringComparison.Ordinal)));
            }
            catch (DataException error)
            {
                // Refused in words: what is ambiguous or missing is named.
                Assert.True(set.Length is 0 or 2 or 4, error.Message);
                Assert.True(set.Length == 0 || set.Any(name => error.Message.Contains(name, StringComparison.Ordinal)), error.Message);
                Assert.DoesNotContain('\u001b', error.Message);
            }
        },
        seed: "0000KOIPe036",
        iter: 200);

    [Theory]
    [InlineData("train.txt,validation.txt,test.txt")]
    [InlineData("wiki.train.tokens,wiki.val.tokens,wiki.testing.tokens")]
    [InlineData("x_training.raw,x_dev.raw.gz,x_test.raw")]
    public void Usual_names_are_found_in_the_order_train_valid_test(string names)
    {
        using var folder = new TextFolder();
        foreach (var name in names.Split(','))
        {
            folder.With(name, "a");
        }

        Assert.Equal(names.Split(','), TokenFiles.Find(folder.Path).Paths.Select(path => Path.GetFileName(path)));
    }

    [Fact]
    public void Of_a_file_and_its_packed_copy_the_plain_one_is_read_and_the_other_named()
    {
        using var folder = new TextFolder();
        folder.With("train.txt", "a").With("train.txt.gz", "x").With("valid.txt", "a").With("test.txt", "a");
        var files = TokenFiles.Find(folder.Path);
        Assert.Equal("train.txt", Path.GetFileName(files.Paths[0]));
        Assert.Equal(["train.txt.gz"], files.PassedOver);
        Assert.Equal("not read: train.txt.gz", Assert.Single(TokenFolder.Load(folder.Path).Remarks));
    }

    [Theory]
    [InlineData("valid.txt", "dev.txt")]
    [InlineData("valid.txt", "valid.raw")]
    [InlineData("valid.txt", "validation.txt.gz")]
    public void Two_files_for_one_set_are_refused_by_name(string one, string other)
    {
        using var folder = new TextFolder();
        folder.With("train.txt", "a").With(one, "a").With(other, "a").With("test.txt", "a");
        var message = Assert.Throws<DataException>(() => TokenFiles.Find(folder.Path)).Message;
        Assert.Contains(one, message, StringComparison.Ordinal);
        Assert.Contains(other.Replace(".gz", string.Empty, StringComparison.Ordinal), message, StringComparison.Ordinal);
        Assert.Contains("both named as the valid text", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_several_texts_none_is_guessed()
    {
        using var folder = new TextFolder();
        folder.With("one.txt", "a").With("two.txt", "a");
        var error = Assert.Throws<DataException>(() => TokenFiles.Find(folder.Path));
        Assert.Equal(DataErrorKind.NotFound, error.Kind);
        Assert.Contains("2 files could be the text, and none is named as a set", error.Message, StringComparison.Ordinal);
        Assert.Contains("There is: one.txt, two.txt.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_above_the_texts_is_told_which_one_is_meant()
    {
        using var folder = new TextFolder();
        Directory.CreateDirectory(folder.PathOf("wikitext-2"));
        folder.With("wikitext-2/wiki.train.tokens", "a b");
        var error = Assert.Throws<DataException>(() => TokenFiles.Find(folder.Path));
        Assert.Contains($"There is: wikitext-2/. Is {folder.PathOf("wikitext-2")} meant?", error.Message, StringComparison.Ordinal);
    }

    private static string Create(TextFolder folder, string name)
    {
        var path = folder.PathOf(Name(name));
        switch (name)
        {
            case var directory when directory.EndsWith('/') || directory == ".git":
                Directory.CreateDirectory(path);
                break;
            case "pipe|":
                SpecialFiles.CreateNamedPipe(path);
                break;
            case "socket|s":
                SpecialFiles.CreateSocket(path);
                break;
            case "device|d":
                SpecialFiles.CreateLinkToEndlessDevice(path);
                break;
            case "nothing|l":
                File.CreateSymbolicLink(path, "nowhere");
                break;
            default:
                File.WriteAllText(path, "a b");
                break;
        }

        return Name(name);
    }

    private static string Name(string name) => name.Split('|')[0].TrimEnd('/');

    private static string Shown(string name) => name.Replace("\u001b", "\\x1b", StringComparison.Ordinal);
}
