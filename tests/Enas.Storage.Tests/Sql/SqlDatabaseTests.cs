using Enas.Pipeline.Architectures;
using Enas.Pipeline.Events;
using Enas.Pipeline.Measures;
using Enas.Pipeline.Ports;
using Enas.Pipeline.Spaces.NasBench201;
using Enas.Pipeline.Spaces.RnnCell;
using Enas.Pipeline.Steps.Child;
using Enas.Pipeline.Steps.Sample;
using Enas.Pipeline.Steps.Score;
using Enas.TestKit;

namespace Enas.Storage.Tests.Sql;

/// <summary>SQL over logs: what the views say, and what a statement cannot do.</summary>
public sealed class SqlDatabaseTests : IDisposable
{
    private const int Steps = 30;

    private readonly TestSearch _search = new();

    private readonly SqlDatabase _database = SqlDatabase.Create();

    public void Dispose()
    {
        _database.Dispose();
        _search.Dispose();
    }

    [Fact]
    public async Task Events_have_the_columns_types_and_values_that_DuckDB_reads_from_the_files()
    {
        await LoadAsync();
        const string files = "read_parquet('segments/*.parquet', union_by_name=true)";
        var described = DuckDb.Query(_search.Folder.Segments, $"DESCRIBE SELECT * FROM {files}").Select(row => $"{row[0]} {row[1]}");
        Assert.Equal(["search VARCHAR", .. described], Rows("DESCRIBE events").Select(row => $"{row[0]} {row[1]}"));
        const string values =
            "sequence, step, phase, epoch, event_type, schema_version, fact_index, facts, observations, hex(fact_hash), hex(event_hash), "
            + "architecture, log_prob, entropy, loss, metric, reward, baseline, advantage, grad_norm, learning_rate, duration_ms";
        var expected = DuckDb.Query(_search.Folder.Segments, $"SELECT {values} FROM {files} ORDER BY sequence").Select(Text);
        Assert.Equal(expected, Rows($"SELECT {values} FROM events ORDER BY sequence").Select(Text));
        var times = Rows("SELECT epoch_us(recorded_at) FROM events ORDER BY sequence").Select(row => row[0]);
        Assert.Equal((await _search.ReadAllAsync()).Select(row => (object?)Timestamps.ToMicroseconds(row.RecordedAt)), times);
    }

    [Theory]
    [InlineData("architectures", "architecture-sampled")]
    [InlineData("rewards", "reward-evaluated")]
    [InlineData("policy", "policy-updated")]
    [InlineData("training", "shared-weights-trained")]
    [InlineData("children", "child-trained")]
    public async Task A_view_has_the_events_of_its_kind(string view, string eventType)
    {
        await LoadAsync();
        var expected = (await _search.ReadAllAsync()).Where(row => row.Row.EventType == eventType).Select(row => (object?)row.Sequence);
        Assert.Equal(expected, Rows($"SELECT sequence FROM {view} WHERE search = 'one' ORDER BY sequence").Select(row => row[0]));
    }

    [Fact]
    public async Task An_architecture_that_was_trained_alone_has_the_size_that_its_training_says()
    {
        StepPosition step = new(0, Phases.Policy, 0), end = new(1, Phases.Derive, 0), finals = new(1, Phases.Finals, 0);
        var program = new ProgramResult(Measure.Accuracy, 0.5, [], [], null);
        await using (var log = await _search.WriteAsync())
        {
            await log.AppendAsync(
                log.NextSequence,
                [
                    new ArchitectureSampled(step, 0, "0 1", -1, 1).ToRow(),
                    new ChildTrained(step, 0, new("0 1", 0, 7, 10), ChildOutcome.Of(new(9, 18), 10, 90, 1234, 55_000, "f")).ToRow(),
                    new ChildTrained(step, 0, new("0 1", 1, 7, 20), ChildOutcome.Of(new(9, 17), 20, 180, 1234, 99_000, "g")).ToRow(),
                    new ArchitectureSampled(step, 1, "1 1", -1, 1).ToRow(),
                    new ChildTrained(step, 1, new("1 1", 0, 7, 10), ChildOutcome.OfProgram(program, "h", null)).ToRow(),
                    new ArchitectureSampled(step, 2, "2 2", -1, 1).ToRow(),
                    CandidateScored.Of(end, "policy", 0, "0 1", new WindowLoss(9, 17)).ToRow(),
                    CandidateScored.Of(end, "random", 0, "1 1", new WindowLoss(9, 18)).ToRow(),
                    new ChildTrained(finals, 0, new("2 2", 0, 7, 10), ChildOutcome.Of(new(9, 18), 10, 90, 99, null, "i")).ToRow(),
                ],
                CancellationToken.None);
            await log.CloseAsync("completed", CancellationToken.None);
        }

        await LoadAsync();
        Assert.Equal(["0 1|1234|NULL", "1 1|NULL|NULL", "2 2|NULL|NULL"],
            Rows("SELECT architecture, parameters, multiply_adds FROM architectures ORDER BY ordinal").Select(Text));
        Assert.Equal(["0 1|1234", "1 1|NULL"], Rows("SELECT architecture, parameters FROM candidates ORDER BY sequence").Select(Text));
    }

    [Fact]
    public async Task What_a_program_said_that_an_architecture_costs_and_where_it_was_stopped_stand_with_its_child()
    {
        StepPosition step = new(0, Phases.Policy, 0);
        ProgramResult[] said =
        [
            new(Measure.Accuracy, 0.5, [], [new("latency_ms", 3.25), new("it's \"joules\"", 7)]),
            new(Measure.Accuracy, 0.25, [new(4, 0.25)], [], StoppedAt: 4),
            new(Measure.Accuracy, null, [], []),
        ];
        await using (var log = await _search.WriteAsync())
        {
            await log.AppendAsync(
                log.NextSequence,
                [.. said.Select((one, i) =>
                    new ChildTrained(step, i, new($"{i}", 0, 7, 0), ChildOutcome.OfProgram(one, "f", null)).ToRow())],
                CancellationToken.None);
            await log.CloseAsync("completed", CancellationToken.None);
        }

        await LoadAsync();
        Assert.Equal(["0|NULL|3.25|7", "1|4|NULL|NULL", "2|NULL|NULL|NULL"], Rows(
            "SELECT architecture, stopped_at, costs['latency_ms'], costs['it''s \"joules\"'] FROM children ORDER BY ordinal").Select(Text));
        Assert.Equal("{\"latency_ms\":3.25,\"it\\u0027s \\u0022joules\\u0022\":7}", System.Text.Json.JsonSerializer.Serialize(
            Rows("SELECT costs FROM children ORDER BY ordinal")[0][0]));
    }

    [Theory]
    [InlineData("[1, NULL, 3]", "[1,null,3]")]
    [InlineData("[1, NULL]::INTEGER[2]", "[1,null]")]
    [InlineData("[[1, NULL], NULL]", "[[1,null],null]")]
    [InlineData("[1.50::DECIMAL(10,2), NULL]", "[1.50,null]")]
    [InlineData("12.50::DECIMAL(10,2)", "12.50")]
    [InlineData("map {'a': 1, 'b': NULL}", "{\"a\":1,\"b\":null}")]
    [InlineData("'infinity'::DATE", "\"infinity\"")]
    [InlineData("'-infinity'::TIMESTAMP", "\"-infinity\"")]
    [InlineData("'infinity'::TIMESTAMPTZ", "\"infinity\"")]
    [InlineData("['infinity'::DATE, NULL, '2026-01-02'::DATE]", "[\"infinity\",null,\"2026-01-02\"]")]
    [InlineData("'5874897-12-31'::DATE", "\"5874897-12-31\"")]
    [InlineData("INTERVAL '14 months 3 days 2 hours'", "\"14 months 3 days 02:00:00\"")]
    public void A_value_that_the_driver_has_no_room_for_is_shown(string value, string json) =>
        Assert.Equal(json, System.Text.Json.JsonSerializer.Serialize(Assert.Single(Assert.Single(Rows($"SELECT {value}")))));

    [Fact]
    public void A_number_with_more_digits_than_can_be_shown_is_refused_not_rounded()
    {
        var refused = Assert.Throws<SqlStatementException>(() => Rows("SELECT 12345678901234567890123456789.123::DECIMAL(38,3) AS d"));
        Assert.Contains("cast it to VARCHAR", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Operation_shares_are_what_counting_the_decisions_gives()
    {
        var space = new RnnCellSpace(TestJobs.Space(nodes: 4));
        var sampled = await SampleAsync(space, 250);
        await LoadAsync();
        _database.NameDecisions("one", new RnnCellSpace(TestJobs.Space(nodes: 4)));
        var expected = sampled.Select((architecture, step) => (architecture, bucket: step / 100 * 100L))
            .SelectMany(sample =>
                space.Decisions.Select((decision, i) => (sample.bucket, decision.Name, value: sample.architecture.Values[i])))
            .GroupBy(chosen => chosen)
            .ToDictionary(group => group.Key, group => group.Count());
        var rows = Rows("SELECT from_step, decision, option, chosen, share FROM operation_shares");
        Assert.Equal(expected.Count, rows.Count);
        foreach (var row in rows)
        {
            var decision = (string)row[1]!;
            var option = (string)row[2]!;
            var value = decision.EndsWith("/source", StringComparison.Ordinal)
                ? int.Parse(option[4..]) : TestJobs.AllActivations.ToList().IndexOf(option);
            var count = expected[((long)row[0]!, decision, value)];
            Assert.Equal(count, Convert.ToInt32(row[3]));
            Assert.Equal(count / ((long)row[0]! == 200 ? 50.0 : 100.0), (double)row[4]!, 12);
        }

        Assert.Equal(5, Rows("SELECT DISTINCT from_step FROM operation_shares_by(50)").Count);
    }

    [Fact]
    public async Task A_fixed_activation_is_no_decision_and_an_unknown_space_keeps_its_tokens()
    {
        await SampleAsync(new RnnCellSpace(TestJobs.Space(nodes: 3, firstActivation: "tanh")), 20);
        await LoadAsync();
        Assert.Equal(["token 1", "token 2", "token 3", "token 4", "token 5"], Decisions());
        _database.NameDecisions("one", new RnnCellSpace(TestJobs.Space(nodes: 3, firstActivation: "tanh")));
        Assert.Equal(["node1/activation", "node1/source", "node2/activation", "node2/source"], Decisions());
    }

    [Fact]
    public async Task Tokens_between_bars_are_named_as_those_between_blanks_are()
    {
        await SampleAsync(new NasBench201Space(), 20);
        await LoadAsync();
        _database.NameDecisions("one", new NasBench201Space());
        Assert.Equal(["node1/edge0", "node2/edge0", "node2/edge1", "node3/edge0", "node3/edge1", "node3/edge2"], Decisions());
        Assert.All(Rows("SELECT DISTINCT option FROM operation_shares"), row =>
            Assert.Contains((string)row[0]!, NasBench201Operations.Names));
    }

    [Theory]
    [InlineData("COPY (SELECT 1) TO '{0}/stolen.csv'")]
    [InlineData("COPY events TO '{0}/search/segments/00000000000000000000.parquet' (FORMAT parquet)")]
    [InlineData("EXPORT DATABASE '{0}/stolen'")]
    [InlineData("ATTACH '{0}/stolen.db'")]
    [InlineData("INSTALL httpfs")]
    [InlineData("LOAD httpfs")]
    [InlineData("SET enable_external_access = true")]
    [InlineData("SET lock_configuration = false")]
    [InlineData("PRAGMA enable_external_access = true")]
    [InlineData("SELECT * FROM read_text('{0}/search/job.json')")]
    [InlineData("SELECT * FROM read_parquet('{0}/search/segments/*.parquet')")]
    [InlineData("SELECT * FROM '{0}/search/job.json'")]
    [InlineData("SELECT * FROM glob('{0}/*')")]
    [InlineData("DELETE FROM events")]
    [InlineData("UPDATE events SET reward = 1000")]
    [InlineData("INSERT INTO decision_tokens VALUES ('one', 1, '0', 'a', 'b')")]
    [InlineData("CREATE TABLE mine AS SELECT 1")]
    [InlineData("DROP TABLE events")]
    [InlineData("CALL pragma_version()")]
    [InlineData("BEGIN")]
    [InlineData("SELECT 1; SELECT 2")]
    [InlineData("SELECT 1; DROP TABLE events")]
    [InlineData("SELECT $1")]
    [InlineData("")]
    [InlineData("-- nothing")]
    public async Task What_is_no_query_of_what_was_loaded_is_refused_and_touches_nothing(string statement)
    {
        await LoadAsync();
        var before = Listing();
        var events = Rows("SELECT count(*), max(reward) FROM events");
        Assert.Throws<SqlStatementException>(() => Rows(statement.Replace("{0}", _search.Parent, StringComparison.Ordinal)));
        Assert.Equal(before, Listing());
        Assert.Equal(events, Rows("SELECT count(*), max(reward) FROM events"));
    }

    [Theory]
    [InlineData("SELEC 1", "Parser error at line 1, column 1: ")]
    [InlineData("SELECT 'ü',\n  rewrd FROM rewards", "Binder error at line 2, column 3: ")]
    [InlineData("SELECT * FROM reward", "Catalog error at line 1, column 15: ")]
    [InlineData("SELECT CAST(phase AS INTEGER) FROM events", "Conversion error at line 1, column 8: ")]
    public async Task An_error_names_its_place_in_one_line(string statement, string expected)
    {
        await LoadAsync();
        var error = Assert.Throws<SqlStatementException>(() => Rows(statement));
        Assert.StartsWith(expected, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Fact]
    public async Task Values_of_every_kind_arrive()
    {
        await LoadAsync();
        var row = Assert.Single(Rows("SELECT NULL, sum(1), 1.5, 'x', [1, 2], "
            + "{'a': 1}, '\\x01\\x02'::BLOB, TIMESTAMPTZ '2026-01-02 03:04:05+00', true, 1, 1 FROM range(3)"));
        Assert.Null(row[0]);
        Assert.Equal(3, (System.Numerics.BigInteger)row[1]!);
        Assert.Equal(1.5m, row[2]);
        Assert.Equal("x", row[3]);
        Assert.Equal([1, 2], Assert.IsType<List<int>>(row[4]));
        Assert.Equal(1, Assert.IsType<Dictionary<string, object>>(row[5])["a"]);
        Assert.Equal([1, 2], Assert.IsType<byte[]>(row[6]));
        Assert.Equal(new DateTime(2026, 1, 2, 3, 4, 5), row[7]);
        using var answer = _database.Query("SELECT 1 AS a, 2 AS a, 3 AS a_1");
        Assert.Equal(["a", "a_1", "a_1_1"], answer.Columns.Select(column => column.Name));
    }

    private static string Text(IEnumerable<object?> row) =>
        string.Join('|', row.Select(value => value is null or DBNull ? "NULL" : $"{value}"));

    private async Task LoadAsync()
    {
        if (!Directory.EnumerateFiles(_search.Folder.Segments).Any())
        {
            await _search.FillAsync(Steps);
        }

        await using var log = await _search.ReadAsync();
        var loaded = await _database.LoadAsync("one", log, cache: null, CancellationToken.None);
        Assert.Equal((log.NextSequence, "writer-closed"), (loaded.EventCount, loaded.LastEventType));
    }

    private async Task<IReadOnlyList<Architecture>> SampleAsync(SearchSpace space, int count)
    {
        Architecture[] sampled = [.. Enumerable.Range(0, count)
            .Select(step => space.FromValues([.. space.Decisions.Select((decision, i) => (step * (i + 3)) % decision.OptionCount)]))];
        await using var log = await _search.WriteAsync();
        await log.AppendAsync(
            log.NextSequence, [.. sampled.Select((architecture, step) => new ArchitectureSampled(
                new StepPosition(step, Phases.Weights, 0), 0, architecture.Tokens, -1, 1).ToRow())], CancellationToken.None);
        await log.CloseAsync("completed", CancellationToken.None);
        return sampled;
    }

    private string[] Decisions() =>
        [.. Rows("SELECT DISTINCT decision FROM operation_shares ORDER BY decision").Select(row => (string)row[0]!)];

    private List<IReadOnlyList<object?>> Rows(string statement)
    {
        using var answer = _database.Query(statement);
        return [.. answer.Rows()];
    }

    private string[] Listing() => [.. Directory.EnumerateFileSystemEntries(_search.Parent, "*", SearchOption.AllDirectories)
        .Order(StringComparer.Ordinal)
        .Select(path => $"{path} {File.GetLastWriteTimeUtc(path):O}")];
}
