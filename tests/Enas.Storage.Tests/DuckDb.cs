using DuckDB.NET.Data;

namespace Enas.Storage.Tests;

/// <summary>Asks DuckDB, which shares no code with the writer. The tests of the program have this file too.</summary>
internal static class DuckDb
{
    /// <summary>All rows of an answer; <c>'segments/</c> in the question stands for the folder.</summary>
    public static List<object[]> Query(string segments, string sql) =>
        Query(sql.Replace("'segments/", $"'{segments}/", StringComparison.Ordinal));

    /// <summary>All rows of an answer.</summary>
    public static List<object[]> Query(string sql)
    {
        using var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var rows = new List<object[]>();
        while (reader.Read())
        {
            var row = new object[reader.FieldCount];
            reader.GetValues(row);
            rows.Add(row);
        }

        return rows;
    }
}
