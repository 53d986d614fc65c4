using Enas.Pipeline.Files;

namespace Enas.Pipeline.Tests.Files;

public sealed class RealPathTests : IDisposable
{
    private readonly string _root = RealPath.Of(Directory.CreateTempSubdirectory("enas-real-").FullName);

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void Links_on_the_way_and_at_the_end_are_followed_absolute_and_relative_ones()
    {
        Directory.CreateDirectory(In("a/b"));
        Directory.CreateSymbolicLink(In("near"), "a/./b/../b");
        Directory.CreateSymbolicLink(In("far"), In("near"));
        Assert.Equal(In("a/b/file"), RealPath.Of(In("far/file")));
        Assert.Equal(In("a/b"), RealPath.Of(In("far")));
    }

    [Fact]
    public void What_is_not_there_stays_as_it_is() => Assert.Equal(In("no/such/name"), RealPath.Of(In("no/such/name")));

    [Fact]
    public void A_circle_of_links_is_told()
    {
        File.CreateSymbolicLink(In("one"), "two");
        File.CreateSymbolicLink(In("two"), "one");
        Assert.Contains("in a circle", Assert.Throws<IOException>(() => RealPath.Of(In("one/x"))).Message, StringComparison.Ordinal);
    }

    private string In(string name) => Path.Combine(_root, name);
}
