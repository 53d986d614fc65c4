using Enas.Pipeline.Events;
using Enas.Storage.Stores.S3;
using Enas.TestKit.Faults;
using Enas.TestKit.Stores;

namespace Enas.Storage.Tests.Stores;

/// <summary>Stores that answer late, wrongly or not at all: no commit is lost, doubled or called failed that took place.</summary>
[Trait(FaultPlan.Trait, "9")]
public sealed class DoubtfulCommitTests
{
    // Fewer in a row than a request is repeated, so that every request is answered at last.
    private const int LongestStorm = 4;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_search_goes_through_storms_of_errors(bool speaksS3)
    {
        var report = new FaultReport(9, speaksS3 ? "storms of errors, S3" : "storms of errors, in memory");
        var rounds = speaksS3 ? FaultPlan.Rounds(few: 2, full: 100) : FaultPlan.Rounds(few: 20, full: 1000);
        for (var round = 0; round < rounds; round++)
        {
            var objects = new FaultyObjects { PageSize = 5 };
            using var place = Place(objects, speaksS3);
            Storm(objects, FaultPlan.Seed + round);
            var acknowledged = new List<CommittedRow>();
            var folder = await place.CreateAsync();
            for (var opening = 0; opening < 3; opening++)
            {
                await using var log = await OpenAsync(folder);
                for (var step = 0; step < 4; step++)
                {
                    acknowledged.AddRange(await log.AppendAsync(log.NextSequence, Rows.Step((opening * 4) + step), CancellationToken.None));
                }

                if (opening == 1)
                {
                    await log.CloseAsync("stopped", CancellationToken.None);
                }
            }

            await using var reader = await ParquetEventLog.OpenReadAsync(folder, CancellationToken.None);
            var rows = (await TestSearch.ReadAllAsync(reader)).Where(row => row.Row.IsFact);
            Assert.Equal(Hashes(acknowledged), Hashes(rows));
            Assert.Equal((3, 3 + 1 + 12), (reader.WriterEpoch, reader.SegmentCount));
        }

        report.Passed($"{rounds} searches of 16 commits");
    }

    [Fact]
    public async Task Two_writers_in_a_storm_leave_one_history()
    {
        var report = new FaultReport(9, "two writers in a storm");
        var rounds = FaultPlan.Rounds(few: 10, full: 500);
        for (var round = 0; round < rounds; round++)
        {
            var objects = new FaultyObjects();
            using var place = Place(objects, speaksS3: false);
            var folder = await place.CreateAsync();
            Storm(objects, FaultPlan.Seed + round);
            var acknowledged = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => Task.Run(() => WriteUntilFencedAsync(folder))));
            objects.Fault = (_, _, _) => ObjectFault.None;
            var rows = await TestSearch.ReadAllAsync(await ParquetEventLog.OpenReadAsync(folder, CancellationToken.None));
            var there = Hashes(rows).ToHashSet();
            Assert.All(acknowledged.SelectMany(Hashes), hash => Assert.Contains(hash, there));
            Assert.Equal(Enumerable.Range(0, rows.Count).Select(i => (long)i), rows.Select(row => row.Sequence));
        }

        report.Passed($"{rounds} rounds, one history each");
    }

    [Fact]
    public async Task A_commit_that_took_place_though_its_answer_was_lost_is_ours()
    {
        var objects = new FaultyObjects();
        using var place = Place(objects, speaksS3: false);
        await using var log = await OpenAsync(await place.CreateAsync());
        objects.Fault = (_, verb, _) => verb == "PUT" ? ObjectFault.LostAnswer : ObjectFault.None;
        Assert.Equal(4, (await log.AppendAsync(1, Rows.Step(0), CancellationToken.None)).Count);
        Assert.Equal(2, log.SegmentCount);
    }

    [Fact]
    public async Task A_commit_that_stays_in_doubt_ends_the_writer_and_is_whole_or_absent_at_the_next_opening()
    {
        foreach (var lost in new[] { true, false })
        {
            var objects = new FaultyObjects();
            using var place = Place(objects, speaksS3: false);
            var folder = await place.CreateAsync();
            var log = await OpenAsync(folder);
            objects.Fault = (_, verb, _) => verb == "PUT" && lost ? ObjectFault.LostAnswer : ObjectFault.ServerError;
            var fault = await Assert.ThrowsAsync<LogUnavailableException>(async () =>
                await log.AppendAsync(1, Rows.Step(0), CancellationToken.None));
            Assert.Contains("segment 1 was committed is unknown", fault.Message, StringComparison.Ordinal);
            objects.Fault = (_, _, _) => ObjectFault.None;
            await Assert.ThrowsAsync<LogUnavailableException>(async () => await log.AppendAsync(1, Rows.Step(0), CancellationToken.None));
            await using var next = await OpenAsync(folder);
            Assert.Equal(lost ? 6 : 2, next.NextSequence);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_store_that_ignores_the_condition_is_refused(bool speaksS3)
    {
        var objects = new FaultyObjects();
        using var place = Place(objects, speaksS3);
        var folder = await place.CreateAsync();
        objects.IgnoresCondition = true;
        var before = objects.List("", null, null).Keys;
        using var other = Place(objects, speaksS3);
        var fault = await Assert.ThrowsAsync<LogUnavailableException>(async () => await OpenAsync(await other.OpenAsync()));
        Assert.Contains("does not honour conditional writes", fault.Message, StringComparison.Ordinal);
        Assert.Equal(before, objects.List("", null, null).Keys);
        using var empty = Place(new FaultyObjects { IgnoresCondition = true }, speaksS3);
        await Assert.ThrowsAsync<LogUnavailableException>(async () => await empty.CreateAsync());
        Assert.Equal(0, (await ParquetEventLog.OpenReadAsync(folder, CancellationToken.None)).NextSequence);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_refusal_is_final_and_no_doubt(bool speaksS3)
    {
        var objects = new FaultyObjects();
        using var place = Place(objects, speaksS3);
        await using var log = await OpenAsync(await place.CreateAsync());
        objects.Fault = (_, _, _) => ObjectFault.Forbidden;
        var before = objects.Requests;
        var fault = await Assert.ThrowsAsync<LogUnavailableException>(async () =>
            await log.AppendAsync(1, Rows.Step(0), CancellationToken.None));
        Assert.Contains("permission denied", fault.Message, StringComparison.Ordinal);
        Assert.Equal(before + 1, objects.Requests);
    }

    [Fact]
    public async Task A_commit_that_arrives_after_its_time_out_is_made_once()
    {
        using var server = new S3Server(new FaultyObjects());
        var options = S3ServerOptions.Of(server);
        options.TimeoutSeconds = 1;
        using var place = new ObjectPlace(S3ObjectClient.Create(S3Server.Bucket, options), null);
        var folder = await place.CreateAsync();
        await using var log = await OpenAsync(folder);
        var (held, late) = (0, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        server.Hold = (verb, key) => verb == "PUT" && key.EndsWith("1.parquet", StringComparison.Ordinal)
            && Interlocked.Increment(ref held) == 1 ? late.Task : Task.CompletedTask;
        Assert.Equal(4, (await log.AppendAsync(1, Rows.Step(0), CancellationToken.None)).Count);
        late.SetResult();
        await log.AppendAsync(5, Rows.Step(1), CancellationToken.None);
        Assert.True(held > 1);
        await using var reader = await ParquetEventLog.OpenReadAsync(folder, CancellationToken.None);
        Assert.Equal(9, (await TestSearch.ReadAllAsync(reader)).Count);
    }

    [Fact]
    public async Task A_server_that_never_answers_is_said_in_words()
    {
        using var server = new S3Server(new FaultyObjects());
        var silence = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        server.Hold = (_, _) => silence.Task;
        var options = S3ServerOptions.Of(server);
        (options.TimeoutSeconds, options.Attempts) = (1, 1);
        var fault = await Assert.ThrowsAsync<LogUnavailableException>(async () => await SearchFolder.OpenAsync(
            "s3://searches/x", new StorageOptions { S3 = options }, CancellationToken.None));
        Assert.IsType<TransientStoreException>(fault.InnerException);
        silence.SetResult();
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_said_in_words()
    {
        var server = new S3Server(new FaultyObjects());
        var options = S3ServerOptions.Of(server);
        server.Dispose();
        using var place = new ObjectPlace(S3ObjectClient.Create(S3Server.Bucket, options), null);
        await Assert.ThrowsAsync<LogUnavailableException>(async () => await place.OpenAsync());
        await Assert.ThrowsAsync<LogUnavailableException>(async () => await place.CreateAsync());
    }

    private static ObjectPlace Place(FaultyObjects objects, bool speaksS3)
    {
        if (!speaksS3)
        {
            return new ObjectPlace(new InMemoryObjectClient(objects), null);
        }

        var server = new S3Server(objects);
        return new ObjectPlace(S3ObjectClient.Create(S3Server.Bucket, S3ServerOptions.Of(server)), server);
    }

    private static void Storm(FaultyObjects objects, int seed)
    {
        var random = new Random(seed);
        var inARow = new Dictionary<string, int>();
        objects.Fault = (_, verb, _) =>
        {
            var fault = (ObjectFault)random.Next((int)ObjectFault.Forbidden);
            var before = inARow.GetValueOrDefault(verb);
            fault = before == LongestStorm ? ObjectFault.None : fault;
            inARow[verb] = fault == ObjectFault.None ? 0 : before + 1;
            return fault;
        };
    }

    private static async Task<List<CommittedRow>> WriteUntilFencedAsync(SearchFolder folder)
    {
        var acknowledged = new List<CommittedRow>();
        try
        {
            await using var log = await OpenAsync(folder);
            for (var step = 0; step < 5; step++)
            {
                acknowledged.AddRange(await log.AppendAsync(log.NextSequence, Rows.Step(step), CancellationToken.None));
            }
        }
        catch (Exception stopped) when (stopped is LogFencedException or LogUnavailableException)
        {
            // Two writers share the storm, so one may see nothing else. What it had acknowledged counts all the same.
        }

        return acknowledged;
    }

    private static IEnumerable<string> Hashes(IEnumerable<CommittedRow> rows) =>
        rows.Select(row => Convert.ToHexString(row.EventHash.Span));

    private static ValueTask<ParquetEventLog> OpenAsync(SearchFolder folder) =>
        ParquetEventLog.OpenWriterAsync(folder, TestSearch.Writer, new StoppedClock(), CancellationToken.None);
}
