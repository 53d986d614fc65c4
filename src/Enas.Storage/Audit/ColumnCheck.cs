using System.Globalization;
using System.Text.Json;
using Enas.Pipeline.Catalogs;
using Enas.Pipeline.Events;
using Enas.Storage.Log;

namespace Enas.Storage.Audit;

/// <summary>What a row says against itself.</summary>
internal sealed record RowDisagreement(string Code, bool IsDamage, string Reason);

/// <summary>
/// Whether the columns that people query say what the facts say. The chain covers both, so a difference was written in: by a defect, or
/// by someone who made all hashes anew.
/// </summary>
internal static class ColumnCheck
{
    private const string Duration = "duration_ms";

    /// <summary>The first disagreement; null when there is none.</summary>
    public static RowDisagreement? Of(LogRow row)
    {
        LogRow expected;
        try
        {
            // Events without state have no columns of their own, and are never facts.
            expected = SearchEvents.FromRow(row)?.ToRow() ?? row with { IsFact = false };
        }
        catch (Exception unknown) when (unknown is LogDamagedException && !SearchEvents.Knows(row))
        {
            return new(FindingCodes.EventUnknown, IsDamage: false, unknown.Message);
        }
        catch (Exception malformed) when (malformed is LogDamagedException
            or ArgumentException or InvalidOperationException or FormatException or OverflowException)
        {
            return new(FindingCodes.ColumnsDisagree, IsDamage: true, $"its facts cannot be read: {malformed.Message}");
        }

        return Difference(expected, row) is { } difference ? new(FindingCodes.ColumnsDisagree, IsDamage: true, difference) : null;
    }

    private static string? Difference(LogRow expected, LogRow row)
    {
        if (expected.IsFact != row.IsFact)
        {
            return row.IsFact ? $"{row.EventType} is no fact, but stands in the fact chain"
                : $"{row.EventType} is a fact, but does not stand in the fact chain";
        }

        if (expected.Architecture != row.Architecture)
        {
            return $"its column architecture is {row.Architecture ?? "absent"}, but its facts say {expected.Architecture ?? "nothing"}";
        }

        foreach (var column in PromotedColumns.All)
        {
            var (given, due) = (column.Get(row), column.Name == Duration ? DurationOf(row) : column.Get(expected));
            if (given != due)
            {
                var (shown, said) = (Text(given) ?? "absent", Text(due) ?? "nothing");
                return $"its column {column.Name} is {shown}, but what it was taken from says {said}";
            }
        }

        return expected.Facts == row.Facts ? null : FactDifference(expected.Facts, row.Facts);
    }

    private static string? Text(double? value) => value?.ToString("R", CultureInfo.InvariantCulture);

    // Facts are additive: a later version may have more fields, but those that are known must say what the row's columns say.
    private static string? FactDifference(string expected, string recorded)
    {
        using var known = JsonDocument.Parse(expected);
        using var given = JsonDocument.Parse(recorded);
        foreach (var field in known.RootElement.EnumerateObject())
        {
            if (!given.RootElement.TryGetProperty(field.Name, out var value) || !JsonElement.DeepEquals(value, field.Value))
            {
                return $"its facts give another {field.Name} than its columns";
            }
        }

        return null;
    }

    // The one column that is promoted from the observations.
    private static double? DurationOf(LogRow row)
    {
        try
        {
            using var observations = JsonDocument.Parse(row.Observations);
            return observations.RootElement.ValueKind == JsonValueKind.Object
                && observations.RootElement.TryGetProperty(Duration, out var value) && value.ValueKind == JsonValueKind.Number
                ? value.GetDouble()
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
