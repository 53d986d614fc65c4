using Enas.Host.Tests.Cli;

namespace Enas.Host.Tests.Searches;

/// <summary>A shell's pattern names the folders of children beside searches too.</summary>
public sealed class FoldersOfChildrenTests : IDisposable
{
    private readonly WorkFolder _work = new();

    public void Dispose() => _work.Dispose();

    [Fact]
    public async Task Folders_of_children_are_passed_over_and_said_to_be()
    {
        await _work.TinySearch("sd/seed-1");
        await _work.TinySearch("sd/seed-2");
        Directory.CreateDirectory(Path.Combine(_work.Root, "sd", "seed-1-children"));
        string[] all = ["sd/seed-1", "sd/seed-1-children", "sd/seed-2"];
        foreach (var (verb, more) in new (string, string[])[]
            { ("compare", []), ("sql", ["SELECT count(*) FROM events"]) })
        {
            var result = await _work.Enas([verb, .. all, .. more, "--json"]);
            Assert.True(result.ExitCode == 0, result.Error);
            Assert.Contains("sd/seed-1-children holds the children of a search and is passed over", result.Error, StringComparison.Ordinal);
            Assert.NotEmpty(result.Output);
        }

        // Only beside their search, and not alone.
        Assert.Equal(66, (await _work.Enas("sql", "sd/seed-1-children", "SELECT 1")).ExitCode);
        Directory.CreateDirectory(Path.Combine(_work.Root, "sd", "seed-9-children"));
        Assert.Equal(66, (await _work.Enas("compare", "sd/seed-1", "sd/seed-2", "sd/seed-9-children")).ExitCode);
    }
}
