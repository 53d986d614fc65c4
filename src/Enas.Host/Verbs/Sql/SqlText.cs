using System.Collections;
using System.Globalization;
using System.Numerics;

namespace Enas.Host.Verbs.Sql;

/// <summary>Values of an answer as text, the same on every machine.</summary>
internal static class SqlText
{
    /// <summary>A value; null for NULL. Bytes are hexadecimal, times UTC, numbers shortest round-trip.</summary>
    public static string? Of(object? value) => value switch
    {
        null => null,
        string text => text,
        bool truth => truth ? "true" : "false",
        byte[] bytes => Convert.ToHexStringLower(bytes),
        DateTime time => time.ToString("yyyy-MM-ddTHH:mm:ss.FFFFFF'Z'", CultureInfo.InvariantCulture),
        DateOnly date => date.ToString("O", CultureInfo.InvariantCulture),
        TimeOnly time => time.ToString("HH:mm:ss.FFFFFF", CultureInfo.InvariantCulture),
        IDictionary map => "{" + string.Join(", ", map.Keys.Cast<object>().Select(key => $"{Of(key)}: {Of(map[key]) ?? "NULL"}")) + "}",
        IEnumerable list => "[" + string.Join(", ", list.Cast<object?>().Select(item => Of(item) ?? "NULL")) + "]",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString(),
    };

    /// <summary>Whether a value is a number, which stands on the right of its column.</summary>
    public static bool IsNumber(object? value) =>
        value is sbyte or byte or short
            or ushort or int or uint or long or ulong or Int128 or UInt128 or BigInteger or float or double or decimal;
}
