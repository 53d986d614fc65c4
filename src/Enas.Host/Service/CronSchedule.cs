using System.Globalization;
using System.Security;
using Enas.Pipeline.Messages;
using Quartz;

namespace Enas.Host.Service;

/// <summary>One fire that has become due, and whether it runs.</summary>
/// <param name="At">The scheduled instant, UTC.</param>
/// <param name="Runs">False where the misfire policy leaves it out.</param>
internal readonly record struct DueFire(DateTimeOffset At, bool Runs);

/// <summary>Fire times of a cron expression in a time zone. A pure function of its arguments: there is no timer in it.</summary>
internal sealed class CronSchedule
{
    /// <summary>A fire found later than this after its instant has misfired, as in Quartz.</summary>
    public static readonly TimeSpan MisfireAfter = TimeSpan.FromSeconds(60);

    /// <summary>Fires that one look back may find; a host that was away for longer starts with the latest ones.</summary>
    private const int MostDue = 100_000;

    /// <summary>Quartz 4.7.3 means "no value" and "every value" by these inside, and takes them from outside as well.</summary>
    private static readonly string[] s_marks = ["98", "99"];

    private const int LongestCron = 1000;

    private const int LongestZone = 100;

    private readonly CronExpression _cron;

    /// <exception cref="FormatException">The expression is wrong.</exception>
    /// <exception cref="TimeZoneNotFoundException">There is no such zone.</exception>
    public CronSchedule(string cron, string timeZone) => _cron = new CronExpression(cron, TimeZoneInfo.FindSystemTimeZoneById(timeZone));

    /// <summary>What is wrong with an expression or a zone, and which of them it is; or null.</summary>
    public static (string Key, string Words)? Fault(string cron, string timeZone)
    {
        if (!IsZone(timeZone))
        {
            var hint = timeZone.Length <= LongestZone && CronAdvice.Zone(timeZone) is { } near
                ? $" - did you mean \"{near}\"?" : ", such as \"Europe/Berlin\" or \"UTC\"";
            return ("timeZone",
                $"timeZone \"{ForeignText.Shown(timeZone)}\": is no IANA name of a time zone that this machine knows{hint}");
        }

        return CronFault(cron) is { } words ? ("cron", $"cron \"{ForeignText.Shown(cron)}\": {words}") : null;
    }

    private static bool IsZone(string timeZone)
    {
        try
        {
            // In other letters it is found only once all zones were asked for.
            return TimeZoneInfo.FindSystemTimeZoneById(timeZone).Id == timeZone;
        }
        catch (Exception e) when (e is TimeZoneNotFoundException
            or InvalidTimeZoneException or ArgumentException or SecurityException or IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static string? CronFault(string cron)
    {
        if (cron.Length > LongestCron)
        {
            return string.Create(CultureInfo.InvariantCulture, $"has {cron.Length:N0} characters; at most {LongestCron} are read");
        }

        if (Refusal(cron) is not { } refusal)
        {
            return cron.Split(' ', ',').Any(s_marks.Contains) ? "98 and 99 are no values of any field" : null;
        }

        return CronAdvice.Cron(cron) is { } meant && Refusal(meant) is null
            ? $"six fields are needed, seconds first - did you mean \"{meant}\"?"
            : $"{ForeignText.Shown(refusal, LongestCron)} (six fields, seconds first, such as \"0 0 2 * * ?\" for two o'clock every night)";
    }

    private static string? Refusal(string cron)
    {
        try
        {
            _ = new CronExpression(cron, TimeZoneInfo.Utc);
            return null;
        }
        catch (Exception e) when (e is FormatException or ArgumentException)
        {
            return e.Message;
        }
    }

    /// <summary>The next fire times after an instant, UTC.</summary>
    public IEnumerable<DateTimeOffset> After(DateTimeOffset instant)
    {
        while (_cron.GetNextValidTimeAfter(instant) is { } next)
        {
            yield return instant = next.ToUniversalTime();
        }
    }

    /// <summary>Every fire in (after, through], in order, with the misfire policy applied.</summary>
    public IReadOnlyList<DueFire> Due(DateTimeOffset after, DateTimeOffset through, MisfirePolicy policy)
    {
        var due = After(after).TakeWhile(at => at <= through).TakeLast(MostDue).ToArray();
        return [.. due.Select((at, i) => new DueFire(at, policy switch
        {
            MisfirePolicy.RunAll => true,
            MisfirePolicy.RunOnce => i == due.Length - 1 || through - at <= MisfireAfter,
            _ => through - at <= MisfireAfter,
        }))];
    }
}
