using System.Globalization;
using Enas.Host.Cli;
using Enas.Host.Tests.Cli;
using Enas.Host.Verbs.Look;

namespace Enas.Host.Tests.Verbs.Look;

/// <summary>The list of searches as people see it.</summary>
public sealed class LsVerbTests : IDisposable
{
    private readonly WorkFolder _work = new();

    public void Dispose() => _work.Dispose();

    [Fact]
    public async Task Names_that_differ_in_numbers_stand_in_their_order()
    {
        foreach (var number in (int[])[1, 10, 11, 2])
        {
            await _work.TinySearch($"runs/s-{number}", "--stop-after-steps", "2");
        }

        Assert.Equal(["search", "s-1", "s-2", "s-10", "s-11"], (await LinesAsync(200)).Select(line => line.Split(' ')[0]));
        var listed = (await _work.Enas("ls", "--json")).Json().GetProperty("searches").EnumerateArray();
        Assert.Equal(["s-1", "s-2", "s-10", "s-11"], listed.Select(row => row.GetProperty("name").GetString()));
    }

    [Theory]
    [InlineData(200, "search status kind steps best fingerprint last event (UTC)", "a-search-for-recurrent-cells-on-text-seed-1")]
    [InlineData(113, "search status steps best fingerprint last event (UTC)", "a-search-for-recurrent-cells-on-text-seed-1")]
    [InlineData(108, "search status steps best fingerprint", "a-search-for-recurrent-cells-on-text-seed-1")]
    [InlineData(73, "search status best", "a-search-for-recurrent-cells-on-text-seed-1")]
    [InlineData(68, "search status best", "a-search-for-recurr...ells-on-text-seed-1")]
    [InlineData(48, "search status best", "a-search-...xt-seed-1")]
    public async Task A_narrow_terminal_has_fewer_columns_and_no_broken_word(int width, string head, string name)
    {
        await _work.TinySearch("runs/a-search-for-recurrent-cells-on-text-seed-1");
        var lines = await LinesAsync(width);
        Assert.Equal(2, lines.Length);
        Assert.All(lines, line => Assert.InRange(line.Length, 1, width));
        Assert.Equal(head, string.Join(' ', lines[0].Split(' ', StringSplitOptions.RemoveEmptyEntries)));
        Assert.Equal(name, lines[1].Split(' ')[0]);
        Assert.Contains(" complete ", lines[1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("short", 12, "short")]
    [InlineData("exactly-long", 12, "exactly-long")]
    [InlineData("one-too-many-", 12, "one-t...any-")]
    [InlineData("a-long-name-seed-11", 13, "a-lon...ed-11")]
    public void A_name_keeps_its_beginning_and_its_end(string name, int longest, string shortened)
    {
        Assert.Equal(shortened, FittedTable.Shortened(name, longest));
        Assert.InRange(shortened.Length, 0, longest);
    }

    private async Task<string[]> LinesAsync(int width)
    {
        using var output = new StringWriter(CultureInfo.InvariantCulture);
        var terminal = new Terminal(json: false, output, TextWriter.Null);
        terminal.People.Profile.Width = width;
        Assert.Equal(0, await LsVerb.RunAsync(Path.Combine(_work.Root, "runs"), [], "runs", terminal));
        return [.. output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.TrimEnd())];
    }
}
