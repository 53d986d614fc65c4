using System.Buffers;
using DuckDB.NET.Data;
using Enas.Pipeline.Events;
using Enas.Pipeline.Steps.Lifecycle;
using Enas.Storage.Log;

namespace Enas.Storage.Sql;

/// <summary>The table of all events: the columns of the log in their order and types, after the name of the search.</summary>
internal static class EventTable
{
    private const string Name = "events";

    private static readonly SearchValues<char> s_pattern = SearchValues.Create("*?[]{}\\");

    /// <summary>Makes it, empty.</summary>
    public static readonly string Definition = $"""
        CREATE TABLE {Name} (
          search VARCHAR, sequence BIGINT, step BIGINT, phase VARCHAR, epoch INTEGER, event_type VARCHAR, schema_version INTEGER,
          fact_index BIGINT, facts VARCHAR, observations VARCHAR, recorded_at TIMESTAMPTZ, fact_hash BLOB, event_hash BLOB,
          architecture VARCHAR,
          {string.Join(", ", PromotedColumns.All.Select(column => column.Name + " DOUBLE"))})
        """;

    /// <summary>Begins to fill it; disposing completes it.</summary>
    public static DuckDBAppender Fill(DuckDBConnection connection) => connection.CreateAppender(Name);

    /// <summary>The statement that adds all events of an exported file; null where DuckDB would take its path for a pattern
    /// or an address.</summary>
    public static string? Copy(string search, string path) =>
        path.AsSpan().ContainsAny(s_pattern) || path.Contains("://", StringComparison.Ordinal)
        ? null
        : $"INSERT INTO {Name} BY NAME SELECT {Quoted(search)} AS search, * FROM read_parquet({Quoted(path)}, hive_partitioning = false)";

    /// <summary>
    /// The query that describes an exported file by what a reader compares: rows, different, first and last sequences, facts twice, whether
    /// the end of the search is among them, hash and type of the last event, and the least of the numbers that are never negative.
    /// </summary>
    public static string Description(string path) => $"""
        SELECT count(*), count(DISTINCT sequence), coalesce(min(sequence), -1)::BIGINT, coalesce(max(sequence), -1)::BIGINT,
          count(fact_index), coalesce(max(fact_index) + 1, 0)::BIGINT, coalesce(bool_or(event_type = '{SearchCompleted.Name}'), false),
          coalesce(lower(hex(arg_max(event_hash, sequence))), ''), coalesce(arg_max(event_type, sequence), ''),
          coalesce(min(least(step, epoch, schema_version)), -1)::BIGINT
        FROM read_parquet({Quoted(path)}, hive_partitioning = false)
        """;

    /// <summary>Adds one event.</summary>
    public static void Add(DuckDBAppender table, string search, CommittedRow committed)
    {
        var row = committed.Row;
        var values = table.CreateRow()
            .AppendValue(search)
            .AppendValue(committed.Sequence)
            .AppendValue(row.Step)
            .AppendValue(row.Phase)
            .AppendValue(row.Epoch)
            .AppendValue(row.EventType)
            .AppendValue(row.SchemaVersion)
            .AppendValue(committed.FactIndex)
            .AppendValue(row.Facts)
            .AppendValue(row.Observations)
            .AppendValue(committed.RecordedAt)
            .AppendValue(committed.FactHash.ToArray())
            .AppendValue(committed.EventHash.ToArray())
            .AppendValue(row.Architecture);
        foreach (var column in PromotedColumns.All)
        {
            values.AppendValue(column.Get(row));
        }

        values.EndRow();
    }

    private static string Quoted(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";
}
