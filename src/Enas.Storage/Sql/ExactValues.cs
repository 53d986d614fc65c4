using System.Collections;
using System.Data.Common;
using System.Globalization;
using System.Reflection;
using DuckDB.NET.Native;

namespace Enas.Storage.Sql;

/// <summary>
/// Values for which the types of .NET that DuckDB's driver chooses have no room: NULL in a list or map, infinite and far dates, spans of
/// months. They are asked for in types that have it, and come as what .NET has where it has it, as text otherwise.
/// </summary>
internal static class ExactValues
{
    private static readonly MethodInfo s_get = typeof(DbDataReader).GetMethod(nameof(DbDataReader.GetFieldValue))!;

    /// <summary>The value of a column in the row that the reader is at.</summary>
    /// <exception cref="TargetInvocationException">It has no counterpart here either.</exception>
    public static object? Read(DbDataReader reader, int column) =>
        Plain(s_get.MakeGenericMethod(Exact(reader.GetFieldType(column))).Invoke(reader, [column]));

    private static Type Exact(Type type)
    {
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(List<>))
        {
            return typeof(List<>).MakeGenericType(Element(type.GetGenericArguments()[0]));
        }

        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Dictionary<,>))
        {
            var arguments = type.GetGenericArguments();
            return typeof(Dictionary<,>).MakeGenericType(arguments[0], Element(arguments[1]));
        }

        return type == typeof(DateOnly) ? typeof(DuckDBDateOnly)
            : type == typeof(DateTime) ? typeof(DuckDBTimestamp)
            : type == typeof(TimeSpan) ? typeof(DuckDBInterval)
            : type;
    }

    private static Type Element(Type type)
    {
        var exact = Exact(type);
        return exact.IsValueType ? typeof(Nullable<>).MakeGenericType(exact) : exact;
    }

    private static object? Plain(object? value) => value switch
    {
        string or byte[] => value,
        IDictionary map => map.Keys.Cast<object>().ToDictionary(key => Plain(key)!, key => Plain(map[key])),
        IEnumerable list => list.Cast<object?>().Select(Plain).ToList(),
        DuckDBDateOnly { IsInfinity: true } date => Infinity(date.IsPositiveInfinity),
        DuckDBDateOnly { Year: >= 1 and <= 9999 } date => date.ToDateOnly(),
        DuckDBDateOnly date => string.Create(CultureInfo.InvariantCulture, $"{date.Year:0000}-{date.Month:00}-{date.Day:00}"),
        DuckDBTimestamp { IsInfinity: true } time => Infinity(time.IsPositiveInfinity),
        DuckDBTimestamp time => time.ToDateTime(),
        DuckDBInterval span => Span(span),
        _ => value,
    };

    private static string Infinity(bool isPositive) => isPositive ? "infinity" : "-infinity";

    // As DuckDB writes it, but for units that are not there.
    private static string Span(DuckDBInterval span)
    {
        var time = TimeSpan.FromMicroseconds((double)(long)span.Micros);
        string[] parts =
        [
            .. span.Months == 0 ? Array.Empty<string>() : [string.Create(CultureInfo.InvariantCulture, $"{span.Months} months")],
            .. span.Days == 0 ? Array.Empty<string>() : [string.Create(CultureInfo.InvariantCulture, $"{span.Days} days")],
            .. time == TimeSpan.Zero && (span.Months, span.Days) != (0, 0)
                ? Array.Empty<string>() : [time.ToString("c", CultureInfo.InvariantCulture)],
        ];
        return string.Join(' ', parts);
    }
}
