namespace Enas.Storage.Sql;

/// <summary>A statement is not one query, or cannot be answered; the message says where and why.</summary>
internal sealed class SqlStatementException(string message, Exception? reason = null) : Exception(message, reason);

/// <summary>DuckDB's native library is not there or does not load on this machine.</summary>
internal sealed class SqlUnavailableException(Exception reason)
    : Exception($"DuckDB cannot be loaded: {reason.GetBaseException().Message.ReplaceLineEndings(" ")}. "
        + $"The log is plain Parquet, which other programs read too", reason);
