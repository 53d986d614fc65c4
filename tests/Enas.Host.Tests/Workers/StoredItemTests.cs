using Enas.Host.Tests.Cli;
using Enas.Pipeline.Work;
using Enas.Storage.Work;

namespace Enas.Host.Tests.Workers;

/// <summary>An item done by its key, as a cluster's job does it.</summary>
public sealed class StoredItemTests : IDisposable
{
    private static readonly WorkItem s_item = Item("{\"kind\":\"training\"}");

    private readonly WorkFolder _work = new();

    public void Dispose() => _work.Dispose();

    [Theory]
    [InlineData("abc", 64)]
    [InlineData("../../../../../../../../../../../../../../../../../../etc/passwd.json", 64)]
    [InlineData("0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef", 66)]
    public async Task What_is_no_key_and_what_has_no_item_is_refused(string key, int code) =>
        Assert.Equal(code, (await DoAsync(key)).ExitCode);

    [Fact]
    public async Task A_forged_item_is_refused_and_nothing_is_put_for_its_key()
    {
        var items = await StoredItems.InFolderAsync(_work.Root, default);
        await items.PutAsync(s_item, default);
        var file = Path.Combine(_work.Root, "work-items", $"{s_item.Key.Hex}.json");
        await File.WriteAllTextAsync(file, (await File.ReadAllTextAsync(file)).Replace("training", "anything", StringComparison.Ordinal));
        var refused = await DoAsync(s_item.Key.Hex);
        Assert.Equal(65, refused.ExitCode);
        Assert.Contains("is not the hash of its description", refused.Error, StringComparison.Ordinal);
        Assert.Null(await (await StoredResults.AtAsync(_work.Root, default)).FindAsync(s_item.Key, default));

        // Whoever asks for it puts the right one there.
        await items.PutAsync(s_item, default);
        Assert.Equal(s_item.Description.ToArray(), (await items.FindAsync(s_item.Key, default))!.Description.ToArray());
    }

    [Fact]
    public async Task What_cannot_be_done_has_that_for_a_result_and_what_has_a_result_is_not_done_again()
    {
        var items = await StoredItems.InFolderAsync(_work.Root, default);
        var results = await StoredResults.AtAsync(_work.Root, default);
        await items.PutAsync(s_item, default);
        Assert.Equal(0, (await DoAsync(s_item.Key.Hex)).ExitCode);
        var impossible = (await results.FindAsync(s_item.Key, default))!;
        Assert.Equal((WorkEnd.Impossible, 65), (impossible.End, impossible.ExitCode));
        Assert.Null(await items.FindAsync(s_item.Key, default));

        // By its item again, and without one.
        await items.PutAsync(s_item, default);
        Assert.Equal(0, (await DoAsync(s_item.Key.Hex)).ExitCode);
        Assert.Equal(0, (await DoAsync(s_item.Key.Hex)).ExitCode);
        Assert.Empty(Directory.GetFiles(Path.Combine(_work.Root, "work-items")));
    }

    private static WorkItem Item(string description) => WorkItem.Of(
        WorkKind.Training, System.Text.Encoding.UTF8.GetBytes(description), WorkNeeds.OfProcessor(1), "the owner");

    private Task<EnasResult> DoAsync(string key) => _work.Enas("work-item", "--root", ".", "--data", ".", key);
}
