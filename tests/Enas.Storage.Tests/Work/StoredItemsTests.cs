using Enas.Pipeline.Messages;
using Enas.Pipeline.Work;
using Enas.Storage.Work;

namespace Enas.Storage.Tests.Work;

/// <summary>An item is put once and read as it is; what is none of its key is refused, and makes room for it.</summary>
public sealed class StoredItemsTests : IDisposable
{
    private static readonly WorkItem s_item =
        WorkItem.Of(WorkKind.Training, "{\"a\":1}"u8.ToArray(), WorkNeeds.OfProcessor(2), "the owner", 1);

    private readonly string _root = Directory.CreateTempSubdirectory("enas-test-").FullName;

    private string File => Path.Combine(_root, StoredItems.FolderName, $"{s_item.Key.Hex}.json");

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public async Task An_item_is_found_by_its_key_until_it_is_forgotten_with_what_was_written_of_it()
    {
        var items = await StoredItems.InFolderAsync(_root, default);
        Assert.Null(await items.FindAsync(s_item.Key, default));
        await items.PutAsync(s_item, default);
        await items.PutAsync(s_item with { Priority = 3 }, default);
        var found = (await items.FindAsync(s_item.Key, default))!;
        Assert.Equal(s_item with { Description = default }, found with { Description = default });
        Assert.Equal(s_item.Description.ToArray(), found.Description.ToArray());
        await System.IO.File.WriteAllTextAsync(StoredItems.LogOf(_root, s_item.Key), "it goes on");
        await items.ForgetAsync(s_item.Key, default);
        await items.ForgetAsync(s_item.Key, default);
        Assert.Empty(Directory.GetFiles(Path.Combine(_root, StoredItems.FolderName)));
    }

    [Theory]
    [InlineData("rm -rf /", "is no item of work")]
    [InlineData("", "is no item of work")]
    [InlineData(null, "is not the hash of its description")]
    public async Task What_is_no_item_of_its_key_is_refused_until_the_item_is_put_again(string? text, string words)
    {
        var items = await StoredItems.InFolderAsync(_root, default);
        await items.PutAsync(s_item, default);
        await System.IO.File.WriteAllTextAsync(
            File, text ?? (await System.IO.File.ReadAllTextAsync(File)).Replace("{\"a\":1}", "{\"a\":2}", StringComparison.Ordinal));
        var refused = await Assert.ThrowsAsync<BadInputException>(() => items.FindAsync(s_item.Key, default).AsTask());
        Assert.Contains(words, refused.Message, StringComparison.Ordinal);
        await items.PutAsync(s_item, default);
        Assert.NotNull(await items.FindAsync(s_item.Key, default));
    }

    [Fact]
    public async Task An_item_under_the_name_of_another_is_refused()
    {
        var (items, other) = (await StoredItems.InFolderAsync(_root, default), WorkKey.Of("abc"u8));
        await items.PutAsync(s_item, default);
        System.IO.File.Copy(File, Path.Combine(_root, StoredItems.FolderName, $"{other.Hex}.json"));
        var refused = await Assert.ThrowsAsync<BadInputException>(() => items.FindAsync(other, default).AsTask());
        Assert.Contains($"it is the item {s_item.Key.Hex}", refused.Message, StringComparison.Ordinal);
    }
}
