using System.Globalization;
using Enas.Pipeline.Messages;
using Microsoft.Data.Sqlite;

namespace Enas.Host.Service;

/// <summary>From rows of the ledger to fires. A row that says what no fire can be is told in words and hides no other.</summary>
internal static class FireRow
{
    /// <summary>The columns that every ledger has, in the order that they are read in.</summary>
    public const string FirstColumns =
        "rowid, job, at, state, origin, priority, failed_attempts, processes, "
            + "exit_code, fingerprint, reason, not_before, started_at, ended_at, search";

    /// <summary>The column behind them, which ledgers have since searches have steps after them.</summary>
    public const string FollowUpColumn = "follow_up";

    /// <summary>What says where a search comes from, in the order that it is read in.</summary>
    public const string OriginColumns = "job, at, search, origin";

    private const string Instant = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

    /// <summary>The fire of a row, or null where it cannot be read.</summary>
    public static Fire? TryRead(SqliteDataReader row) => Read(row).Fire;

    /// <summary>Name of a search's folder and where it comes from, of <see cref="OriginColumns"/>; null where they cannot be
    /// read.</summary>
    public static (string Folder, string Origin)? OriginOf(SqliteDataReader row)
    {
        var (job, search, origin) = (row.GetValue(0) as string, row.GetValue(2) as string, row.GetValue(3) as string);
        return job is not null && origin is not null && TimeOf(row, 1) is { } at
            ? (new Fire(job, at, FireState.Done) { Search = search }.Folder, origin) : null;
    }

    /// <summary>Why a row cannot be read, or null where it can.</summary>
    public static string? Fault(SqliteDataReader row) => Read(row).Fault is { } fault
        ? $"row {row.GetValue(0)} of fires (job {Shown(row, 1)}, at {Shown(row, 2)}) is passed over: {fault}" : null;

    /// <summary>Why a mark cannot be read, or null where it can: row, job, instant.</summary>
    public static string? FaultOfMark(SqliteDataReader row) => row.IsDBNull(2) || TimeOf(row, 2) is not null
        ? null
        : $"row {row.GetValue(0)} of jobs (job {Shown(row, 1)}): {Shown(row, 2)} is no instant; the job's latest fire stands for it";

    /// <summary>An instant, or null where there is none or it is none.</summary>
    public static DateTimeOffset? TimeOf(SqliteDataReader row, int column) =>
        !row.IsDBNull(column) && DateTimeOffset.TryParseExact(
            row.GetValue(column) as string, Instant, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at : null;

    /// <summary>A state, or null for a word that is none.</summary>
    public static FireState? StateOf(string word) =>
        Enum.TryParse<FireState>(word, out var state) && state.ToString() == word ? state : null;

    /// <summary>An instant as it is written.</summary>
    public static string? Text(DateTimeOffset? instant) => instant?.UtcDateTime.ToString(Instant, CultureInfo.InvariantCulture);

    private static (Fire? Fire, string? Fault) Read(SqliteDataReader row)
    {
        try
        {
            var fault = FaultIn(row);
            return fault is null ? (FireOf(row), null) : (null, fault);
        }
        catch (Exception error) when (error is InvalidCastException or FormatException or InvalidOperationException)
        {
            return (null, ForeignText.Shown(error.Message)); // A value of another type than its column's.
        }
    }

    private static string? FaultIn(SqliteDataReader row)
    {
        if (JobNames.Fault(row.GetString(1)) is { } name)
        {
            return $"its job {name}";
        }

        if (!row.IsDBNull(14) && (row.GetString(14) is "" or "." or ".."
            || Path.GetFileName(row.GetString(14)) != row.GetString(14) || row.GetString(14).Contains('\0', StringComparison.Ordinal)))
        {
            return $"{Shown(row, 14)} is no name of a search's folder";
        }

        int[] instants = [2, 11, 12, 13];
        return instants.FirstOrDefault(column =>
            (!row.IsDBNull(column) || column is 2 or 11) && TimeOf(row, column) is null) is > 0 and var wrong
            ? $"{row.GetName(wrong)} {Shown(row, wrong)} is no instant"
            : StateOf(row.GetString(3)) is null ? $"{Shown(row, 3)} is no state of a fire" : null;
    }

    private static Fire FireOf(SqliteDataReader row) => new(row.GetString(1), TimeOf(row, 2)!.Value, StateOf(row.GetString(3))!.Value)
    {
        Origin = row.GetString(4),
        Priority = Whole(row, 5),
        FailedAttempts = Whole(row, 6, least: 0),
        Processes = Whole(row, 7, least: 0),
        ExitCode = row.IsDBNull(8) ? null : Whole(row, 8),
        Fingerprint = row.IsDBNull(9) ? null : row.GetString(9),
        Reason = row.IsDBNull(10) ? null : row.GetString(10),
        NotBefore = TimeOf(row, 11)!.Value,
        StartedAt = TimeOf(row, 12),
        EndedAt = TimeOf(row, 13),
        Search = row.IsDBNull(14) ? null : row.GetString(14),
        FollowUp = row.IsDBNull(15) ? null : row.GetString(15),
    };

    private static int Whole(SqliteDataReader row, int column, int least = int.MinValue) =>
        row.GetInt64(column) is var value && value >= least && value <= int.MaxValue
        ? (int)value
        : throw new FormatException(string.Create(
            CultureInfo.InvariantCulture, $"{row.GetName(column)} {value}: allowed are whole numbers from {least} to {int.MaxValue}"));

    private static string Shown(SqliteDataReader row, int column) =>
        $"\"{ForeignText.Shown(Convert.ToString(row.GetValue(column), CultureInfo.InvariantCulture) ?? string.Empty)}\"";
}
