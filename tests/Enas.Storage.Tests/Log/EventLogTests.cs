using CsCheck;
using Enas.Pipeline.Events;

namespace Enas.Storage.Tests.Log;

public sealed class EventLogTests
{
    [Fact]
    public async Task Random_rows_come_back_as_they_went_in()
    {
        await Rows.Any.Array[1, 40].SampleAsync(async rows =>
        {
            var (committed, after) = LogHeads.Start.Seal(rows, Timestamps.Truncate(new StoppedClock().GetUtcNow()));
            var footer = new SegmentFooter(0, 1, "random", 0, rows.Length, EventChain.Genesis(), after);
            var segment = SegmentDecoder.Decode(await SegmentEncoder.EncodeAsync(footer, committed), 0);
            var heads = segment.Rows.Aggregate(LogHeads.Start, (current, row) => current.Verify(row, 0));
            Assert.True(heads.EventHead.Span.SequenceEqual(after.EventHead.Span));
            Assert.Equal(rows, segment.Rows.Select(row => row.Row));
            Assert.Equal(committed[0].RecordedAt, segment.Rows[0].RecordedAt);
        }, iter: 200, threads: 1, seed: "0000KO2TVsG7");
    }

    [Fact]
    public async Task A_log_goes_on_where_it_was_left()
    {
        using var search = new TestSearch();
        await search.FillAsync(3);
        await using (var log = await search.WriteAsync())
        {
            Assert.Equal(2, log.WriterEpoch);
            Assert.Equal(1 + 12 + 1 + 1, log.NextSequence);
            Assert.Equal(12, log.FactCount);
            await log.AppendAsync(log.NextSequence, Rows.Step(3), CancellationToken.None);
        }

        var rows = await search.ReadAllAsync();
        Assert.Equal(Enumerable.Range(0, 19).Select(i => (long)i), rows.Select(row => row.Sequence));
        Assert.Equal(Enumerable.Range(0, 16).Select(i => (long)i), rows.Where(row => row.Row.IsFact).Select(row => row.FactIndex!.Value));
        Assert.Equal(2, rows.Count(row => row.Row.EventType == "writer-opened"));
        Assert.Contains("\"verified_through\":13", rows[14].Row.Observations, StringComparison.Ordinal);
        Assert.Equal(2, rows[13].Row.Step);
    }

    [Fact]
    public async Task Stopping_and_going_on_does_not_change_the_fingerprint()
    {
        using var once = new TestSearch();
        using var twice = new TestSearch();
        await once.FillAsync(2);
        await using (var log = await twice.WriteAsync())
        {
            await log.AppendAsync(1, Rows.Step(0), CancellationToken.None);
        }

        await using (var log = await twice.WriteAsync())
        {
            await log.AppendAsync(log.NextSequence, Rows.Step(1), CancellationToken.None);
            await using var other = await once.ReadAsync();
            Assert.Equal(other.FactHead, log.FactHead);
            Assert.NotEqual(other.EventHead, log.EventHead);
        }
    }

    [Fact]
    public async Task Reading_from_the_middle_begins_there()
    {
        using var search = new TestSearch();
        await search.FillAsync(5);
        await using var log = await search.ReadAsync();
        for (var from = 0L; from <= log.NextSequence; from++)
        {
            var first = -1L;
            await foreach (var row in log.ReadAsync(from, CancellationToken.None))
            {
                first = row.Sequence;
                break;
            }

            Assert.Equal(from == log.NextSequence ? -1 : from, first);
        }
    }

    [Fact]
    public async Task A_reader_follows_a_writer_and_writes_nothing()
    {
        using var search = new TestSearch();
        await using var writer = await search.WriteAsync();
        await using var reader = await search.ReadAsync();
        Assert.Equal(1, reader.NextSequence);
        await writer.AppendAsync(1, Rows.Step(0), CancellationToken.None);
        Assert.True(await reader.RefreshAsync(CancellationToken.None));
        Assert.False(await reader.RefreshAsync(CancellationToken.None));
        Assert.Equal(writer.EventHead, reader.EventHead);
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await reader.AppendAsync(5, Rows.Step(1), CancellationToken.None));
        Assert.Equal(["writer.lock"], Directory.GetFileSystemEntries(search.Folder.Staging).Select(Path.GetFileName));
    }

    [Fact]
    public async Task What_cannot_be_kept_is_refused_before_anything_is_written()
    {
        using var search = new TestSearch();
        await using var log = await search.WriteAsync();
        LogRow[] wrong =
        [
            Rows.Fact(0, reward: double.NaN), Rows.Fact(0) with { Loss = double.PositiveInfinity }, Rows.Fact(0) with { Facts = "\ud800" },
            Rows.Fact(0) with { Phase = null! }, Rows.Fact(0) with { Facts = new string('x', RowChecks.MaximumTextBytes + 1) },
        ];
        foreach (var row in wrong)
        {
            await Assert.ThrowsAsync<ArgumentException>(async () => await log.AppendAsync(1, [Rows.Fact(0), row], CancellationToken.None));
        }

        await Assert.ThrowsAsync<ArgumentException>(async () => await log.AppendAsync(1, [], CancellationToken.None));
        await Assert.ThrowsAsync<ArgumentException>(async () => await log.AppendAsync(2, Rows.Step(0), CancellationToken.None));
        await Assert.ThrowsAsync<ArgumentException>(async () => await log.AppendAsync(0, Rows.Step(0), CancellationToken.None));
        await log.AppendAsync(1, Rows.Step(0), CancellationToken.None);
        Assert.Equal(5, (await search.ReadAllAsync()).Count);
    }

    [Fact]
    public async Task A_closed_log_takes_no_more()
    {
        using var search = new TestSearch();
        await using var log = await search.WriteAsync();
        await log.CloseAsync("stopped", CancellationToken.None);
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await log.AppendAsync(2, Rows.Step(0), CancellationToken.None));
        Assert.Equal("""{"reason":"stopped","verified_through":0}""", (await search.ReadAllAsync())[^1].Row.Observations);
    }

    [Fact]
    public async Task Events_have_the_time_of_their_commit_in_microseconds()
    {
        using var search = new TestSearch();
        await search.FillAsync(1);
        var rows = await search.ReadAllAsync();
        Assert.All(rows, row => Assert.Equal(new DateTimeOffset(2026, 3, 4, 5, 6, 7, TimeSpan.Zero).AddTicks(1234560), row.RecordedAt));
    }

    [Fact]
    public void Chains_have_the_heads_that_the_documentation_prints()
    {
        var rows = new[]
        {
            Rows.Fact(7, "reward-evaluated", 0.5) with { Architecture = "tanh 0 relu" },
            new LogRow { Step = 7, Phase = "host", Epoch = 0,
                EventType = "writer-closed", SchemaVersion = 1, IsFact = false, Facts = "{}", Observations = """{"reason":"é"}""" },
        };
        var (committed, after) = LogHeads.Start.Seal(rows, DateTimeOffset.UnixEpoch.AddSeconds(1));
        Assert.Equal(ChainByHand(committed), Convert.ToHexStringLower(after.EventHead.Span));
        Assert.Equal(FormatOne.EventHead, Convert.ToHexStringLower(after.EventHead.Span));
        Assert.Equal(FormatOne.FactHead, Convert.ToHexStringLower(after.FactHead.Span));
        Assert.True(committed[0].FactHash.Span.SequenceEqual(committed[1].FactHash.Span));
    }

    // The layout of docs/log-format.md once more, written with other means.
    private static string ChainByHand(IReadOnlyList<CommittedRow> rows)
    {
        var head = System.Security.Cryptography.SHA256.HashData("enas event chain 1"u8);
        foreach (var row in rows)
        {
            using var stream = new MemoryStream();
            using var writer = new BinaryWriter(stream);
            void Text(string text)
            {
                var bytes = System.Text.Encoding.UTF8.GetBytes(text);
                writer.Write(bytes.Length);
                writer.Write(bytes);
            }

            writer.Write(head);
            writer.Write(row.Sequence);
            writer.Write(row.Row.Step);
            Text(row.Row.Phase);
            writer.Write(row.Row.Epoch);
            Text(row.Row.EventType);
            writer.Write(row.Row.SchemaVersion);
            writer.Write(row.FactIndex.HasValue);
            if (row.FactIndex.HasValue)
            {
                writer.Write(row.FactIndex.Value);
            }

            Text(row.Row.Facts);
            Text(row.Row.Observations);
            writer.Write((row.RecordedAt - DateTimeOffset.UnixEpoch).Ticks / 10);
            writer.Write(row.FactHash.Span);
            writer.Write(row.Row.Architecture is not null);
            if (row.Row.Architecture is not null)
            {
                Text(row.Row.Architecture);
            }

            var logRow = row.Row;
            foreach (var value in new[] { logRow.LogProb, logRow.Entropy, logRow.Loss,
                logRow.Metric, logRow.Reward, logRow.Baseline, logRow.Advantage, logRow.GradNorm, logRow.LearningRate, logRow.DurationMs })
            {
                writer.Write(value.HasValue);
                if (value.HasValue)
                {
                    writer.Write(value.Value);
                }
            }

            head = System.Security.Cryptography.SHA256.HashData(stream.ToArray());
        }

        return Convert.ToHexStringLower(head);
    }
}

/// <summary>Heads that must never change while the format is 1.</summary>
internal static class FormatOne
{
    public const string EventHead = "ed7e521a5b0d5d3bf8e34e35822550647710b64b0a9635e5e801ab353259b5d4";
    public const string FactHead = "a675b96c189c50d217c7e5caf9db637566e8a38f334c262a97a746836926bd79";
}
