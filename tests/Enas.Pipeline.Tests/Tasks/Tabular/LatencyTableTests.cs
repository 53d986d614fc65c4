using Enas.Pipeline.Spaces.NasBench201;
using Enas.Pipeline.Tasks.Folders;
using Enas.Pipeline.Tasks.Tabular;

namespace Enas.Pipeline.Tests.Tasks.Tabular;

public sealed class LatencyTableTests : IDisposable
{
    private static readonly NasBench201Space s_space = new();
    private readonly string _path = Path.GetTempFileName();

    public void Dispose() => File.Delete(_path);

    [Fact]
    public void A_written_table_is_read_again_and_adds_up()
    {
        var table = Table(0.05);
        File.WriteAllText(_path, table.ToCsv());
        var read = LatencyTable.Load(_path, s_space);
        Assert.Equal((table.Digest, 0.05, 0.9), (read.Digest, read.HeldOutError, read.RankCorrelation));
        var cell = s_space.FromValues([0, 1, 2, 3, 4, 0]);
        Assert.Equal(0.5 + 0 + 0.11 + 0.22 + 0.33 + 0.44 + 0.05, read.Of(cell), 12);
        Assert.NotEqual(table.Digest, Table(0.06).Digest);
    }

    [Fact]
    public void What_it_was_made_of_is_kept_and_is_no_part_of_its_digest()
    {
        var table = Table(0.05);
        File.WriteAllText(_path, table.ToCsv() + "(networks),18446744073709551615,40\n");
        var read = LatencyTable.Load(_path, s_space);
        Assert.Equal(new TimedNetworks(ulong.MaxValue, 40), read.MadeOf);
        Assert.Equal((table.Digest, File.ReadAllText(_path)), (read.Digest, read.ToCsv()));
        Assert.Null(table.MadeOf);
    }

    [Fact]
    public void The_order_of_lines_changes_nothing()
    {
        var lines = Table(0.05).ToCsv().TrimEnd().Split('\n');
        File.WriteAllText(_path, string.Join("\r\n", [lines[0], .. lines.Skip(1).Reverse()]));
        Assert.Equal(Table(0.05).Digest, LatencyTable.Load(_path, s_space).Digest);
    }

    [Theory]
    [InlineData("node1/edge0,none,", "node9/edge0,none,", "has no decision \"node9/edge0\"")]
    [InlineData("node1/edge0,none,", "node1/edge0,nothing,", "node1/edge0 has no option \"nothing\"")]
    [InlineData("node1/edge0,none,0", "node1/edge0,none,fast", "ms is \"fast\"; allowed: a finite number")]
    [InlineData("node1/edge0,none,0", "node1/edge0,skip_connect,0", "stands in a line before already")]
    [InlineData("(constant),,0.5\n", "", "no line (constant),,MS")]
    [InlineData("node3/edge2,avg_pool_3x3,0.45\n", "", "no line for node3/edge2, avg_pool_3x3; the table needs every option")]
    [InlineData("(constant),,0.5\n", "(constant),,0.5\n(networks),-1,4\n", "a whole number, and how many they were")]
    [InlineData("(constant),,0.5\n", "(constant),,0.5\n(networks),1,4\n(networks),1,4\n", "stands in a line before already")]
    [InlineData("decision,option,ms", "decision,ms", "the first line has to be decision,option,ms")]
    [InlineData("node1/edge0,none,0", "node1/edge0,none,0,0", "4 fields; a line has 3")]
    public void What_is_wrong_is_said_with_its_place(string was, string now, string message)
    {
        var text = Table(null).ToCsv();
        Assert.Contains(was, text, StringComparison.Ordinal);
        File.WriteAllText(_path, text.Replace(was, now, StringComparison.Ordinal));
        var error = Assert.Throws<DataException>(() => LatencyTable.Load(_path, s_space));
        Assert.Equal(DataErrorKind.Unusable, error.Kind);
        Assert.StartsWith(_path, error.Message, StringComparison.Ordinal);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    // 0.1 for each place of an option, 0.01 for each decision before.
    private static LatencyTable Table(double? error) => new(
        s_space, 0.5,
        [.. s_space.Decisions.Select((decision, place) =>
            decision.Options.Select((_, option) => Math.Round((0.1 * option) + (0.01 * place), 2)).ToArray())],
        error, 0.9);
}
