using System.Globalization;
using Enas.Pipeline.Messages;

namespace Enas.Host.Service;

/// <summary>What somebody meant who wrote a cron expression or a time zone as other programs have it.</summary>
internal static class CronAdvice
{
    private static readonly string[] s_days = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];

    /// <summary>The expression in Quartz's form, or null where nothing says what was meant. Nobody has checked that it is valid.</summary>
    public static string? Cron(string cron)
    {
        var fields = cron.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return fields.Length == 5 ? OfFive(fields) : null;
    }

    /// <summary>The time zone whose name is nearest, or that has this city; null where there is none.</summary>
    public static string? Zone(string zone)
    {
        string[] known = [.. TimeZoneInfo.GetSystemTimeZones().Select(one => one.Id).Order(StringComparer.Ordinal)];
        var city = "/" + zone.Replace(' ', '_');
        return known.FirstOrDefault(id => id.EndsWith(city, StringComparison.OrdinalIgnoreCase)) ?? Nearest.Find(zone, known);
    }

    /// <summary>
    /// Minute, hour, day of the month, month, day of the week. A day of each kind means either of them, in cron and in Quartz; of a step
    /// over all days beside a day of the other kind, not every cron says the same, so nothing is said.
    /// </summary>
    private static string? OfFive(string[] fields) => (fields[2], fields[4]) switch
    {
        (var day, "*" or "?") => $"0 {fields[0]} {fields[1]} {(day == "?" ? "*" : day)} {fields[3]} ?",
        ("*" or "?", var week) when Week(week) is { } named => $"0 {fields[0]} {fields[1]} ? {fields[3]} {named}",
        (var day, var week) when !day.StartsWith('*') && !week.StartsWith('*') && Week(week) is { } named =>
            $"0 {fields[0]} {fields[1]} {day} {fields[3]} {named}",
        _ => null,
    };

    /// <summary>Days of the week, which cron counts from Sunday as 0 and Quartz as 1: by name they are the same.</summary>
    private static string? Week(string field)
    {
        string?[] parts = [.. field.Split(',').Select(Days)];
        return parts.Contains(null) ? null : string.Join(',', parts);
    }

    private static string? Days(string part)
    {
        var (range, step) = part.Split('/') switch
        {
            [var whole] => (whole, 1),
            [var whole, var number] when int.TryParse(
            number, NumberStyles.None, CultureInfo.InvariantCulture, out var by) && by > 0 => (whole, by),
            _ => (string.Empty, 0)
        };
        var (first, last) = range == "*" ? (0, 6)
            : range.Split('-') switch { [var day] => (Day(day), Day(day)), [var from, var to] => (Day(from), Day(to)), _ => (-1, -1) };
        if (first < 0 || last < 0)
        {
            return null;
        }

        last = last < first ? last + 7 : last;
        return step == 1 && last > first
            ? $"{s_days[first % 7]}-{s_days[last % 7]}"
            : string.Join(',', Enumerable.Range(first, last - first + 1)
                .Where(day => (day - first) % step == 0).Select(day => s_days[day % 7]).Distinct());
    }

    private static int Day(string text) =>
        text.Length == 1 && text[0] is >= '0' and <= '7'
            ? text[0] - '0' : Array.FindIndex(s_days, day => day.Equals(text, StringComparison.OrdinalIgnoreCase));
}
