using Enas.Pipeline.Events;
using Enas.TestKit.Faults;

namespace Enas.Storage.Tests.Audit;

/// <summary>What the chain proves, and what only a head that was kept elsewhere proves (durability, test 11).</summary>
[Trait(FaultPlan.Trait, "11")]
public sealed class TamperingTests
{
    [Fact]
    public async Task A_changed_payload_whose_own_hash_was_fixed_is_found_at_its_event()
    {
        using var search = await RecordedSearch.OfAsync(12);
        var sequence = (await search.DecodeAsync(5)).Rows[1].Sequence;
        await search.ForgeAsync(5, rows => [rows[0], WithOwnHash(rows[0], rows[1], row =>
            row with { Facts = row.Facts.Replace("20", "21", StringComparison.Ordinal) }), .. rows.Skip(2)]);
        var report = await search.AuditAsync();
        Assert.Equal((FindingCodes.ChainBroken, 5L, sequence),
            (report.FirstDamage!.Code, report.FirstDamage.Segment, report.FirstDamage.Sequence));
        Assert.Contains("fact_hash does not follow", report.FirstDamage.Message, StringComparison.Ordinal);
        Assert.Equal(5, report.IntactSegmentCount);
    }

    [Fact]
    public async Task Changed_observations_whose_hash_was_fixed_are_found_where_the_chain_no_longer_joins()
    {
        using var search = await RecordedSearch.OfAsync(12);
        var sequence = (await search.DecodeAsync(5)).Rows[0].Sequence;
        var before = (await search.DecodeAsync(4)).Rows[^1];
        await search.ForgeAsync(5, rows =>
            [WithOwnHash(before, rows[0], row => row with { Observations = """{"duration_ms":12.5,"x":1}""" }), .. rows.Skip(1)]);
        var report = await search.AuditAsync();
        Assert.Equal((FindingCodes.ChainBroken, 5L, sequence + 1),
            (report.FirstDamage!.Code, report.FirstDamage.Segment, report.FirstDamage.Sequence));
    }

    [Fact]
    public async Task What_is_rewritten_consistently_passes_and_fails_the_expected_heads()
    {
        using var search = await RecordedSearch.OfAsync(12);
        var before = await search.AuditAsync();
        await Forgery.RewriteAsync(search, 5, rows =>
            [.. rows.Select(row => row.EventType == "shared-weights-trained" ? Better(row) : row)]);
        var after = await search.AuditAsync();
        Assert.True(after.IsClean, after.FirstDamage?.Message);
        Assert.NotEqual(before.FactHead, after.FactHead);
        await RefusedAsync(search, before);
    }

    [Fact]
    public async Task A_lost_tail_passes_and_fails_the_expected_heads()
    {
        using var search = await RecordedSearch.OfAsync(12);
        var before = await search.AuditAsync();
        for (var number = before.SegmentCount - 3; number < before.SegmentCount; number++)
        {
            File.Delete(search.Segment(number));
        }

        Assert.True((await search.AuditAsync()).IsClean);
        await RefusedAsync(search, before);
    }

    [Fact]
    public async Task A_head_that_was_kept_is_found_wherever_it_was_one()
    {
        using var search = await RecordedSearch.OfAsync(5);
        var before = await search.AuditAsync();
        var end = (await search.AuditAsync(before.EventHead)).Expected!;
        Assert.Equal(new ExpectedHead(before.EventHead, "event head", before.IntactEventCount - 1, 0, 0), end);
        end = (await search.AuditAsync(before.FactHead)).Expected!;
        Assert.Equal(new ExpectedHead(before.FactHead, "fingerprint", before.IntactEventCount - 1, 0, 0), end);
        await search.RunAsync(5, 7);
        var report = await search.AuditAsync(before.EventHead);
        Assert.True(report.IsClean);
        Assert.Equal((before.IntactEventCount - 1, report.IntactEventCount - before.IntactEventCount, 5L),
            (report.Expected!.Sequence, report.Expected.EventsAfter, report.Expected.FactsAfter));
        report = await search.AuditAsync(before.FactHead);
        Assert.Equal(("fingerprint", before.IntactEventCount, 5L),
            (report.Expected!.Kind, report.Expected.Sequence, report.Expected.FactsAfter));
        Assert.False((await search.AuditAsync(new string('0', 64))).IsClean);
    }

    private static async Task RefusedAsync(RecordedSearch search, AuditReport kept)
    {
        foreach (var head in new[] { kept.EventHead, kept.FactHead })
        {
            var report = await search.AuditAsync(head);
            // A tail of operational events may go without touching the facts: then only the event head tells.
            var onlyFactsStand = head == kept.FactHead && report.FactHead == kept.FactHead;
            Assert.Equal(onlyFactsStand, report.IsClean);
        }
    }

    private static LogRow Better(LogRow row)
    {
        var trained = Pipeline.Steps.Train.SharedWeightsTrained.FromRow(row);
        return (trained with { Loss = 0.001 }).ToRow() with { DurationMs = row.DurationMs, Observations = row.Observations };
    }

    private static CommittedRow WithOwnHash(CommittedRow before, CommittedRow row, Func<LogRow, LogRow> change)
    {
        var changed = row with { Row = change(row.Row) };
        Assert.NotEqual(row.Row, changed.Row);
        return changed with { EventHash = EventChain.Next(before.EventHash.Span, changed) };
    }
}
