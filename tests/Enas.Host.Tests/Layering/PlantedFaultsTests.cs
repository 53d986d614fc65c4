namespace Enas.Host.Tests.Layering;

/// <summary>Each fault of <c>eng/planted-faults</c> can be planted: the text that it replaces stands in one line of its file. Who
/// writes that line anew has its fault to write anew too.</summary>
public sealed class PlantedFaultsTests
{
    private const int FieldCount = 4;

    private static readonly string[][] s_faults =
    [
        .. File.ReadLines(SourceProject.PathOf("eng", "planted-faults")).Where(line => line.Length > 0 && line[0] != '#')
            .Select(line => line.Split('\t')),
    ];

    [Fact]
    public void Every_planted_text_stands_in_one_line_of_its_file()
    {
        Assert.True(s_faults.Length > 50, $"{s_faults.Length} faults were found");
        var bad = s_faults.Where(fault => fault.Length != FieldCount || LinesWith(fault[1], fault[2]) != 1 || fault[2] == fault[3])
            .Select(fault => string.Join(" | ", fault)).ToArray();
        Assert.True(bad.Length == 0, $"cannot be planted any more:\n{string.Join('\n', bad)}");
    }

    [Fact]
    public void Every_fault_has_a_name_of_its_own() =>
        Assert.Equal(s_faults.Length, s_faults.Select(fault => fault[0]).Distinct(StringComparer.Ordinal).Count());

    private static int LinesWith(string file, string text) =>
        !File.Exists(SourceProject.PathOf(file)) ? 0
            : File.ReadLines(SourceProject.PathOf(file)).Count(line => line.Contains(text, StringComparison.Ordinal));
}
