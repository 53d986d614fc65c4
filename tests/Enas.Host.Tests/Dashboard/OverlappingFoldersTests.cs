using Enas.Host.Dashboard.Following;

namespace Enas.Host.Tests.Dashboard;

/// <summary>A dashboard of a folder, of a search in it, and of the folder once more.</summary>
public sealed class OverlappingDashboard : ServedDashboard
{
    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        Assert.Equal(0, (await Work.Enas("train", "runs/one", "--out", "runs/training")).ExitCode);
    }

    private protected override IReadOnlyList<string> Roots => [Root, Path.Combine(Root, "one"), Root + "/"];
}

/// <summary>What lies in several of the folders that are served is there once.</summary>
public sealed class OverlappingFoldersTests(OverlappingDashboard served) : IClassFixture<OverlappingDashboard>
{
    [Fact]
    public async Task Search_that_is_in_two_of_the_folders_is_one_search_of_the_list()
    {
        var list = await served.JsonAsync("searches");
        Assert.Equal(["one", "training"],
            list.GetProperty("rows").EnumerateArray().Select(row => row.GetProperty("id").GetString()).Order());
        Assert.Equal(2, list.GetProperty("total").GetInt32());
    }

    [Fact]
    public async Task Its_relatives_are_found()
    {
        await served.JsonAsync("searches"); // All were looked at.
        var children = (await served.JsonAsync("searches/one/audit")).GetProperty("children").EnumerateArray();
        Assert.Equal("training", Assert.Single(children).GetProperty("id").GetString());
        Assert.Equal("one", (await served.JsonAsync("searches/training/audit")).GetProperty("parent").GetString());
    }

    [Fact]
    public async Task What_a_search_is_called_does_not_depend_on_the_order_of_folders()
    {
        using var catalogue = new SearchCatalogue([Path.Combine(served.Root, "one"), served.Root], TimeProvider.System);
        var searches = (await catalogue.LookAsync()).Searches;
        Assert.Equal(["one", "training"], searches.Select(search => search.Id).Order());
        Assert.Equal(Path.Combine(served.Root, "one"), searches.First(search => search.Id == "one").Root); // The first one's.
        Assert.Equal(2, catalogue.Roots.Count);
    }
}
