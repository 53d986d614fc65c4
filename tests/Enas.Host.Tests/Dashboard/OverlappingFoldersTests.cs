using Enas.Host.Dashboard.Following;

namespace Enas.Host.Tests.Dashboard;

/// <summary>A dashboard of a folder, of a search in it, and of the folder once more.</summary>
public sealed class OverlappingDashboard : ServedDashboard
{
    private protected override IReadOnlyList<string> Roots => [Root, Path.Combine(Root, "one"), Root + "/"];
}

/// <summary>What lies in several of the folders that are served is there once.</summary>
public sealed class OverlappingFoldersTests(OverlappingDashboard served) : IClassFixture<OverlappingDashboard>
{
    [Fact]
    public async Task Search_that_is_in_two_of_the_folders_is_one_search_of_the_list()
    {
        var list = await served.JsonAsync("searches");
        Assert.Equal("one", Assert.Single(list.GetProperty("rows").EnumerateArray()).GetProperty("id").GetString());
        Assert.Equal(1, list.GetProperty("total").GetInt32());
    }

    [Fact]
    public async Task Its_relatives_are_found()
    {
        var audit = await served.JsonAsync("searches/one/audit");
        Assert.Empty(audit.GetProperty("children").EnumerateArray());
    }

    [Fact]
    public async Task What_a_search_is_called_does_not_depend_on_the_order_of_folders()
    {
        using var catalogue = new SearchCatalogue([Path.Combine(served.Root, "one"), served.Root], TimeProvider.System);
        Assert.Equal("one", Assert.Single((await catalogue.LookAsync()).Searches).Id);
        Assert.Equal(2, catalogue.Roots.Count);
    }
}
