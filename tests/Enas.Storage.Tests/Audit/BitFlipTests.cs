using System.Globalization;

namespace Enas.Storage.Tests.Audit;

/// <summary>
/// Single bits flipped anywhere in the segments and checkpoints of a search. Long: <c>-explicit only -class
/// Enas.Storage.Tests.Audit.BitFlipTests</c> makes 10,000 of them; ENAS_FAULT_SCALE and ENAS_FAULT_SEED make the short one longer and another.
/// </summary>
public sealed class BitFlipTests(ITestOutputHelper output)
{
    private static readonly int s_seed = int.Parse(Environment.GetEnvironmentVariable("ENAS_FAULT_SEED") ?? "20260306", CultureInfo.InvariantCulture);

    [Fact]
    public Task Flipped_bits_are_all_found() => FlipAsync(FaultScale.Of(300));

    [Fact(Explicit = true)]
    public Task Ten_thousand_flipped_bits_are_all_found() => FlipAsync(10_000);

    private async Task FlipAsync(int flips)
    {
        using var search = await RecordedSearch.OfAsync(42);
        var files = search.Files();
        var segments = files.Count(path => path.EndsWith(".parquet", StringComparison.Ordinal));
        Assert.InRange(segments, 48, 52);
        var content = files.Select(File.ReadAllBytes).ToArray();
        var bits = content.Sum(bytes => 8L * bytes.Length);
        var random = new Random(s_seed);
        var inSegments = 0;
        for (var i = 0; i < flips; i++)
        {
            var (file, bit) = Place(content, random.NextInt64(bits));
            inSegments += file < segments ? 1 : 0;
            var bad = (byte[])content[file].Clone();
            bad[bit / 8] ^= (byte)(1 << (int)(bit % 8));
            await File.WriteAllBytesAsync(files[file], bad);
            await FoundAsync(search, files[file], $"flip {i} of seed {s_seed}: bit {bit} of {files[file]}");
            await File.WriteAllBytesAsync(files[file], content[file]);
        }

        Assert.True((await search.AuditAsync()).IsClean);
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"seed {s_seed}: {flips} flips in {segments} segments ({inSegments}) and {files.Length - segments} checkpoints ({flips - inSegments}), all found"));
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
