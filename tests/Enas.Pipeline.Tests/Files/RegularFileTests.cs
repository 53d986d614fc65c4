using Enas.Pipeline.Files;
using Enas.TestKit.Faults;

namespace Enas.Pipeline.Tests.Files;

public sealed class RegularFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("enas-files-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_regular_file_is_read_also_through_a_link()
    {
        File.WriteAllBytes(In("a"), [1, 2, 3]);
        File.CreateSymbolicLink(In("b"), In("a"));

        Assert.Equal([1, 2, 3], RegularFile.ReadAllBytes(In("a"), 3));
        Assert.Equal([1, 2, 3], RegularFile.ReadAllBytes(In("b"), 3));
        Assert.Equal(FileKind.Regular, FileNames.KindOf(In("b")));
        Assert.Equal(FileKind.SymbolicLink, FileNames.KindOf(In("b"), followLinks: false));
    }

    [Fact]
    public void An_open_file_can_be_written_renamed_and_deleted_by_others()
    {
        File.WriteAllBytes(In("a"), [1]);
        using var stream = RegularFile.OpenRead(In("a"));
        using (var writer = new FileStream(In("a"), FileMode.Append, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete))
        {
            writer.WriteByte(2);
        }

        File.Delete(In("a"));
        Assert.Equal(1, stream.ReadByte());
        Assert.Equal(2, stream.ReadByte());
    }

    [Fact]
    public void What_is_larger_than_allowed_is_refused_before_it_is_read()
    {
        using (var sparse = File.Create(In("a")))
        {
            sparse.SetLength(1L << 40);
        }

        var error = Assert.Throws<UnusableFileException>(() => RegularFile.ReadAllBytes(In("a"), 1 << 20));
        Assert.Contains("1,099,511,627,776", error.Message, StringComparison.Ordinal);
        Assert.Contains("1,048,576", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("pipe", "named pipe")]
    [InlineData("socket", "socket")]
    [InlineData("zero", "device")]
    [InlineData("folder", "folder")]
    public async Task What_is_no_file_is_refused_at_once_by_its_kind(string name, string kind)
    {
        SpecialFiles.CreateNamedPipe(In("pipe"));
        SpecialFiles.CreateSocket(In("socket"));
        SpecialFiles.CreateLinkToEndlessDevice(In("zero"));
        Directory.CreateDirectory(In("folder"));
        File.CreateSymbolicLink(In("link"), In(name));

        foreach (var path in new[] { In(name), In("link") })
        {
            var read = Task.Run(() => Assert.Throws<UnusableFileException>(() => RegularFile.OpenRead(path)));
            var error = await read.WaitAsync(TimeSpan.FromSeconds(5));
            Assert.StartsWith(path, error.Message, StringComparison.Ordinal);
            Assert.Contains(kind, error.Message, StringComparison.Ordinal);
            Assert.False(RegularFile.Exists(path));
        }
    }

    [Fact]
    public void What_is_absent_says_so()
    {
        File.CreateSymbolicLink(In("to nothing"), In("nothing"));
        File.CreateSymbolicLink(In("loop"), In("loop"));
        File.WriteAllBytes(In("file"), []);

        Assert.Throws<FileNotFoundException>(() => RegularFile.OpenRead(In("nothing")));
        Assert.Throws<FileNotFoundException>(() => RegularFile.OpenRead(In("to nothing")));
        Assert.Throws<FileNotFoundException>(() => RegularFile.OpenRead(In("file/below")));
        Assert.Throws<FileNotFoundException>(() => RegularFile.OpenRead(In("fi\0le")));
        Assert.Throws<IOException>(() => RegularFile.OpenRead(In("loop")));
        Assert.Equal(FileKind.Absent, FileNames.KindOf(In("fi\0le")));
    }

    private string In(string name) => Path.Combine(_folder, name);
}
