using System.Buffers.Binary;
using Enas.Pipeline.Events;
using Enas.TestKit.Faults;

namespace Enas.Storage.Tests.Faults;

/// <summary>
/// Fault test 4: the last and a middle segment cut at every multiple of 97 bytes and around every boundary of the footer. Each cut is
/// refused with the segment's number and a reason, and no event of that segment or after it is given out.
/// </summary>
[Trait(FaultPlan.Trait, "4")]
public sealed class TruncationFaultTests
{
    private const int TrailerBytes = 8;
    private const int Stride = 97;

    [Fact]
    public async Task A_cut_segment_is_refused_by_number()
    {
        var report = new FaultReport(4, "truncated segment");
        using var search = new TestSearch();
        await search.FillAsync(5);
        var cuts = 0;
        foreach (var number in new[] { 3, 6 })
        {
            var good = await File.ReadAllBytesAsync(search.Segment(number));
            foreach (var length in Lengths(good))
            {
                await File.WriteAllBytesAsync(search.Segment(number), good[..length]);
                await RefusedAsync(search, number);
                cuts++;
            }

            await File.WriteAllBytesAsync(search.Segment(number), good);
        }

        Assert.Equal(22, (await search.ReadAllAsync()).Count);
        report.Passed($"{cuts} cuts");
    }

    private static SortedSet<int> Lengths(byte[] file)
    {
        var footer = file.Length - TrailerBytes - BinaryPrimitives.ReadInt32LittleEndian(file.AsSpan(file.Length - TrailerBytes));
        var lengths = new SortedSet<int>();
        for (var length = 0; length < file.Length; length += FaultPlan.Factor == 1 ? Stride : 1)
        {
            lengths.Add(length);
        }

        foreach (var boundary in new[] { 4, footer, file.Length - TrailerBytes, file.Length - 4, file.Length })
        {
            lengths.UnionWith([boundary - 1, Math.Min(boundary, file.Length - 1), Math.Min(boundary + 1, file.Length - 1)]);
        }

        return lengths;
    }

    private static async Task RefusedAsync(TestSearch search, int number)
    {
        var given = 0L;
        var fault = await Assert.ThrowsAsync<LogDamagedException>(async () =>
        {
            await using var log = await search.ReadAsync();
            await foreach (var row in log.ReadAsync(0, CancellationToken.None))
            {
                given = row.Sequence + 1;
            }
        });
        Assert.StartsWith($"segment {number}:", fault.Message, StringComparison.Ordinal);
        Assert.InRange(given, 0, number == 0 ? 0 : 1 + ((number - 1) * 4));
    }
}
