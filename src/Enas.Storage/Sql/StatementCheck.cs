using System.Runtime.InteropServices;
using DuckDB.NET.Data;
using DuckDB.NET.Native;

namespace Enas.Storage.Sql;

/// <summary>Lets one query through and nothing else, as DuckDB's own parser sees it.</summary>
internal static partial class StatementCheck
{
    /// <summary>Refuses what is not exactly one query.</summary>
    /// <exception cref="SqlStatementException">It is something else, or cannot be parsed or bound.</exception>
    public static void RequireQuery(DuckDBConnection connection, string text)
    {
        var count = NativeMethods.ExtractStatements.DuckDBExtractStatements(connection.NativeConnection, text, out var statements);
        using (statements)
        {
            switch (count)
            {
                case 1:
                    RequireQuery(connection, statements, text);
                    return;
                case > 1:
                    throw new SqlStatementException("one query at a time (a PIVOT must list its values: ON column IN (...))");
                default:
                    var error = NativeMethods.ExtractStatements.DuckDBExtractStatementsError(statements);
                    throw string.IsNullOrEmpty(error) ? new SqlStatementException("the statement is empty") : SqlErrors.Of(error, text);
            }
        }
    }

    private static void RequireQuery(DuckDBConnection connection, DuckDBExtractedStatements statements, string text)
    {
        var state = NativeMethods.ExtractStatements.DuckDBPrepareExtractedStatement(
            connection.NativeConnection, statements, 0, out var prepared);
        using (prepared)
        {
            if (state == DuckDBState.Error)
            {
                throw SqlErrors.Of(NativeMethods.PreparedStatements.DuckDBPrepareError(prepared), text);
            }

            if (TypeOf(prepared) is not (DuckDBStatementType.Select or DuckDBStatementType.Explain))
            {
                throw new SqlStatementException("this is no query: the log can be read, "
                    + "never changed. Allowed are SELECT, FROM, WITH, VALUES, DESCRIBE, SUMMARIZE, SHOW and EXPLAIN");
            }
        }
    }

    // The package binds the type of results only, which is known when the statement has run. Asking it of a failed preparation
    // aborts the process.
    [LibraryImport("duckdb", EntryPoint = "duckdb_prepared_statement_type")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories | DllImportSearchPath.AssemblyDirectory)]
    private static partial DuckDBStatementType TypeOf(DuckDBPreparedStatement statement);
}
