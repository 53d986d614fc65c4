using Enas.TestKit.Faults;

namespace Enas.Storage.Tests.Audit;

/// <summary>
/// Fault test 5: single bits flipped anywhere in the segments and checkpoints of a search.
/// </summary>
[Trait(FaultPlan.Trait, "5")]
public sealed class BitFlipTests
{
    [Fact]
    public async Task Flipped_bits_are_all_found()
    {
        var report = new FaultReport(5, "bit flips, audit");
        var flips = FaultPlan.Rounds(few: 300, full: 10_000);
        using var search = await RecordedSearch.OfAsync(44);
        var files = search.Files();
        var segments = files.Count(path => path.EndsWith(".parquet", StringComparison.Ordinal));
        Assert.Equal(50, segments);
        var content = files.Select(File.ReadAllBytes).ToArray();
        var bits = content.Sum(bytes => 8L * bytes.Length);
        var random = new Random(FaultPlan.Seed);
        var inSegments = 0;
        for (var i = 0; i < flips; i++)
        {
            var (file, bit) = Place(content, random.NextInt64(bits));
            inSegments += file < segments ? 1 : 0;
            var bad = (byte[])content[file].Clone();
            bad[bit / 8] ^= (byte)(1 << (int)(bit % 8));
            await File.WriteAllBytesAsync(files[file], bad);
            await FoundAsync(search, files[file], $"flip {i} of seed {FaultPlan.Seed}: bit {bit} of {files[file]}");
            await File.WriteAllBytesAsync(files[file], content[file]);
        }

        Assert.True((await search.AuditAsync()).IsClean);
        report.Passed($"{flips} flips: {inSegments} in {segments} segments, {flips - inSegments} "
            + $"in {files.Length - segments} checkpoints, all found");
    }

    // Exactly one finding, and it names the very file.
    private static async Task FoundAsync(RecordedSearch search, string path, string flip)
    {
        var report = await search.AuditAsync();
        Assert.True(report is { DamageCount: 1, FirstDamage: not null }, $"{flip}: {report.DamageCount} findings");
        Assert.True(path.EndsWith("/" + report.FirstDamage.File, StringComparison.Ordinal), $"{flip}: {report.FirstDamage.Message}");
    }

    private static (int File, long Bit) Place(byte[][] content, long bit)
    {
        var file = 0;
        for (; bit >= 8L * content[file].Length; file++)
        {
            bit -= 8L * content[file].Length;
        }

        return (file, bit);
    }
}
