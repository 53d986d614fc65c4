using Enas.Storage.Searches;

namespace Enas.Storage.Tests.Searches;

/// <summary>Folders of searches: a long name is cut, and what tells one folder from another is not.</summary>
public sealed class FolderNamesTests : IDisposable
{
    private static readonly string s_long = new('n', 300);

    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("enas-test-");

    public void Dispose() => _root.Delete(recursive: true);

    [Theory]
    [InlineData("tiny", "-seed-7", "tiny-seed-7")]
    [InlineData("../a b", "-proof", "-a-b-proof")]
    [InlineData("..", "", "search")]
    public void Names_hold_only_characters_that_a_log_allows(string name, string purpose, string folder) =>
        Assert.Equal(folder, Path.GetFileName(FolderNames.Of(_root.FullName, name, purpose)));

    [Fact]
    public async Task What_a_folder_is_for_is_never_cut()
    {
        string[] seeds = [.. Enumerable.Range(9, 3).Select(seed => FolderNames.Of(_root.FullName, s_long, $"-seed-{seed}"))];
        Assert.Equal(["9", "10", "11"], seeds.Select(path => path[(path.LastIndexOf('-') + 1)..]));
        var trained = await FolderNames.FreeAsync(_root.FullName, s_long, "facts", "-train");
        Assert.Matches("-train-[0-9a-f]{6}$", trained);
        Assert.All([.. seeds, trained], path => Assert.Equal(100, Path.GetFileName(path).Length));
    }

    [Fact]
    public async Task A_free_folder_is_one_that_is_not_there()
    {
        var first = await FolderNames.FreeAsync(_root.FullName, s_long, "facts");
        Directory.CreateDirectory(first);
        Assert.NotEqual(first, await FolderNames.FreeAsync(_root.FullName, s_long, "facts"));
    }

    [Fact]
    public void Long_names_that_end_differently_are_different_identities()
    {
        string[] ids = [.. ((string[])["-seed-1", "-seed-2"]).Select(end => FolderNames.SearchId(SearchFolder.Create(
            Path.Combine(_root.FullName, s_long[..150] + end), "{}"u8, "{}"u8)))];
        Assert.All(ids, id => Assert.Equal(100, id.Length));
        Assert.NotEqual(ids[0], ids[1]);
    }
}
