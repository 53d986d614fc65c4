using System.Globalization;
using System.Text.Json;
using Enas.Host.Cli;
using Enas.Host.Dashboard.Answers;
using Enas.Host.Dashboard.Following;
using Enas.Host.Searches;
using Enas.Pipeline.Architectures;

namespace Enas.Host.Dashboard.Views;

/// <summary>What several answers have in common.</summary>
internal static class Answering
{
    /// <summary>What an answer was computed from.</summary>
    public static ThroughAnswer Through(this SearchData search) => new()
    {
        Segment = search.Report.SegmentCount,
        Event = search.Report.EventCount,
        Head = search.Report.EventHead,
    };

    /// <summary>A best architecture as it is answered; null for none.</summary>
    public static BestAnswer? Answer(this KnownBest? best) => best is null ? null : new BestAnswer
    {
        Architecture = best.Tokens,
        Metric = best.Metric,
        Score = Finite(best.Score),
        Text = best.Text,
        Source = best.Source,
    };

    /// <summary>What a decision is about, in a word.</summary>
    public static string RoleOf(Decision decision) => JsonNamingPolicy.KebabCaseLower.ConvertName(decision.Role.ToString());

    /// <summary>A command to copy, with what it does in a few words.</summary>
    public static CommandLineAnswer Command(string words, params string[] command) =>
        new() { Words = words, Command = CommandText.Of(command) };

    /// <summary>A number that JSON has, or null.</summary>
    public static double? Finite(double? value) => value is { } number && double.IsFinite(number) ? number : null;

    /// <summary>A time in UTC.</summary>
    public static string? Time(DateTimeOffset? at) =>
        at?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFF'Z'", CultureInfo.InvariantCulture);

    /// <summary>Text with a number in it.</summary>
    public static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
