using System.Security.Cryptography;
using Enas.Host.Cli;
using Enas.TestKit.Faults;

namespace Enas.Host.Tests.Cli;

/// <summary>What verbs write for people, and what they never write over.</summary>
public sealed class OutputFileTests : IDisposable
{
    private readonly WorkFolder _work = new();

    public void Dispose() => _work.Dispose();

    [Fact]
    public void A_file_that_is_there_is_replaced_only_when_that_is_asked_for()
    {
        var path = _work.Write("mine.txt", "mine");
        Assert.Contains("it is there already; choose another name, or replace it with --force",
            Refused(path, force: false), StringComparison.Ordinal);
        Assert.Equal("mine", File.ReadAllText(path));
        OutputFile.Named("--out", path, force: true).Write("new");
        OutputFile.Named("--out", In("deep/er/new.txt"), force: false).Write("whole");
        Assert.Equal(("new", "whole"), (File.ReadAllText(path), File.ReadAllText(In("deep/er/new.txt"))));
    }

    [Fact]
    public void What_cannot_be_written_is_told_by_the_name_that_was_given_and_a_dash_is_no_name()
    {
        var output = OutputFile.Named("--out", In("a.txt"), force: false);
        var fault = Assert.ThrowsAny<IOException>(() =>
            output.WriteAsync(staged => throw new IOException($"Read-only file system : '{staged}'")).GetAwaiter().GetResult());
        Assert.Equal($"--out {In("a.txt")}: cannot be written: Read-only file system : '{In("a.txt")}'", fault.Message);
        Assert.Contains("not to standard output",
            Assert.Throws<CommandLineException>(() => OutputFile.Named("--out", "-", force: false)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_link_a_pipe_a_socket_and_a_folder_are_never_replaced()
    {
        var mine = _work.Write("mine.txt", "mine");
        File.CreateSymbolicLink(In("link"), mine);
        File.CreateSymbolicLink(In("dangling"), In("nothing"));
        SpecialFiles.CreateLinkToEndlessDevice(In("endless"));
        SpecialFiles.CreateNamedPipe(In("pipe"));
        SpecialFiles.CreateSocket(In("socket"));
        Directory.CreateDirectory(In("folder"));
        foreach (var (name, words) in (IEnumerable<(string, string)>)[
            ("link", "a symbolic link"), ("dangling", "a symbolic link"),
                ("endless", "a symbolic link"), ("pipe", "a named pipe"), ("socket", "a socket"), ("folder", "a folder")])
        {
            Assert.Contains($"is {words}, which is never replaced", Refused(In(name), force: true), StringComparison.Ordinal);
        }

        Assert.Contains("not a folder", Refused(Path.Combine(mine, "x"), force: true), StringComparison.Ordinal);
        Assert.Contains("is no name of a file", Refused(string.Empty, force: true), StringComparison.Ordinal);
        Assert.Contains("is no name of a file", Refused("a\0b", force: true), StringComparison.Ordinal);
        Assert.Equal("mine", File.ReadAllText(mine));
        Assert.False(File.Exists(In("nothing")));
    }

    [Fact]
    public async Task What_got_the_name_while_the_file_was_made_stays_and_nothing_else_is_left()
    {
        var output = OutputFile.Named("--out", In("late.txt"), force: false);
        await Assert.ThrowsAsync<CommandLineException>(() => output.WriteAsync(async staged =>
        {
            await File.WriteAllTextAsync(staged, "ours");
            _work.Write("late.txt", "theirs");
        }));
        await Assert.ThrowsAsync<IOException>(() => OutputFile.Named("--out", In("failed.txt"), force: false).WriteAsync(staged =>
        {
            File.WriteAllText(staged, "half");
            throw new IOException("the disk is full");
        }));
        Assert.Equal("theirs", File.ReadAllText(In("late.txt")));
        Assert.Empty(Directory.EnumerateFileSystemEntries(_work.Root, "*.partial"));
        Assert.False(File.Exists(In("failed.txt")));
    }

    [Fact]
    public void A_job_file_makes_no_search_and_a_search_without_one_is_still_a_search()
    {
        _work.Write("job.json", "{}");
        OutputFile.Named("--out", In("beside.txt"), force: false).Write("x");
        _work.Write("search/segments/00000000000000000001.parquet", "x");
        Assert.Contains("belongs to the search", Refused(In("search/other.txt"), force: true), StringComparison.Ordinal);
        OutputFile.Named("--out", In("search/export/other.txt"), force: false).Write("x");
        Assert.Contains("belongs to the search", Refused(In("search/export/reading-cache.json"), force: true), StringComparison.Ordinal);
        Assert.Contains("belongs to a service", Refused(In("runs/.service/fires.db"), force: true), StringComparison.Ordinal);
    }

    /// <summary>Every verb that writes a file or a folder for somebody, against every kind of name that is not its to write.</summary>
    [Fact]
    public async Task No_verb_writes_over_what_is_there_or_into_a_search()
    {
        await _work.TinySearch("runs/a");
        await _work.TinySearch("runs/b", "--stop-after-steps", "3");
        var (search, other, training) = (In("runs/a"), In("runs/b"), In("runs/t"));
        Assert.Equal(0, await EnasApplication.RunAsync(["train", search, "--out", training, "--set", "train.epochs=1"]));
        var mine = _work.Write("mine.txt", "mine");
        Directory.CreateSymbolicLink(In("door"), Path.Combine(search, "segments"));
        File.CreateSymbolicLink(In("link"), mine);
        SpecialFiles.CreateNamedPipe(In("pipe"));
        _work.Write("tiny.schedule.json", "{ \"cron\": \"0 0 2 * * ?\" }");
        string[] segments = Directory.GetFiles(Path.Combine(search, "segments"));
        string[] never =
        [
            segments[0], In($"door/{Path.GetFileName(segments[0])}"),
                In("door/new"), Path.Combine(search, "job.json"), Path.Combine(search, "job.resolved.json"),
            Path.Combine(search, "new"), Path.Combine(search, "_tmp", "writer.lock"),
                Path.Combine(training, "checkpoints", "new"), Path.Combine(search, "export", "reading-cache.json"),
        ];
        string[][] files =
        [
            ["draw", search, "--format", "svg"],
                ["draw", search, "--animate"], ["draw", "--arch", "0 0 0"], ["report", search], ["compare", search, other],
            ["export", search, "--format", "csv"], ["export", search, "--format", "parquet"],
                ["export", training, "--format", "onnx"], ["export", training, "--format", "safetensors"],
            ["export", training, "--format", "json"], ["init"],
        ];
        string[][] folders = [["run", _work.Tiny],
            ["fork", search, "--at", "2"], ["train", search], ["rank", search, "--count", "2"], ["data", "get", "ptb"]];
        var before = Digest();
        foreach (var verb in files)
        {
            Assert.All(never, name =>
                Assert.Equal(64, EnasApplication.RunAsync([.. verb, "--out", name, "--force"]).GetAwaiter().GetResult()));
            Assert.All([In("link"), In("pipe"), In("runs")], name =>
                Assert.Equal(64, EnasApplication.RunAsync([.. verb, "--out", name, "--force"]).GetAwaiter().GetResult()));
            Assert.Equal(64, await EnasApplication.RunAsync([.. verb, "--out", mine]));
        }

        foreach (var verb in folders)
        {
            Assert.All(never.Where(name => !File.Exists(name)), name =>
                Assert.Equal(64, EnasApplication.RunAsync([.. verb, "--out", name]).GetAwaiter().GetResult()));
        }

        Assert.Equal(64, await EnasApplication.RunAsync(["schedule", "add", "tiny", "--cron", "0 0 3 * * ?", "--jobs", _work.Root]));
        Assert.Equal(before, Digest());
        foreach (var verb in files)
        {
            Assert.Equal(0, await EnasApplication.RunAsync([.. verb, "--out", mine, "--force"]));
            Assert.NotEqual("mine", await File.ReadAllTextAsync(mine));
            _work.Write("mine.txt", "mine");
        }

        Assert.Equal(
            0, await EnasApplication.RunAsync(["schedule", "add", "tiny", "--cron", "0 0 3 * * ?", "--jobs", _work.Root, "--force"]));
        Assert.Contains("0 0 3", await File.ReadAllTextAsync(In("tiny.schedule.json")), StringComparison.Ordinal);
    }

    private static string Refused(string path, bool force) =>
        Assert.Throws<CommandLineException>(() => OutputFile.Named("--out", path, force).Write("x")).Message;

    private string In(string name) => Path.Combine(_work.Root, name);

    /// <summary>Every name below the work folder, and what regular files hold.</summary>
    private IReadOnlyList<string> Digest() =>
    [
        .. Directory.EnumerateFileSystemEntries(_work.Root, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(path =>
            Path.GetFileName(path) == "pipe" || Directory.Exists(path)
                ? path : $"{path} {Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(path)))}"),
    ];
}
