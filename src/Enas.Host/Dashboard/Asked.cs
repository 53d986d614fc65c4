using System.Globalization;
using Enas.Host.Cli;
using Enas.Host.Dashboard.Answers;
using Microsoft.AspNetCore.Http;

namespace Enas.Host.Dashboard;

/// <summary>What a request's query asks for; what is none of it is a problem in words.</summary>
internal static class Asked
{
    /// <summary>Rows of one answer at most.</summary>
    public const int MostRows = 500;

    /// <summary>Rows of one page where nothing is asked for.</summary>
    public const int UsualRows = 50;

    // Longer than any token string that is typed.
    private const int LongestText = 4000;

    /// <summary>A whole number between two.</summary>
    public static int Whole(HttpRequest request, string name, int usual, int least, int most)
    {
        var text = request.Query[name].ToString();
        if (text.Length == 0)
        {
            return usual;
        }

        return int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
            && value >= least && value <= most
            ? value : throw Bad(name, text, Invariant($"whole numbers from {least} to {most}"));
    }

    /// <summary>A step, or null.</summary>
    public static long? Step(HttpRequest request, string name) => Number(request, name) is { } value ? (long)value : null;

    /// <summary>A number, or null.</summary>
    public static double? Number(HttpRequest request, string name)
    {
        var text = request.Query[name].ToString();
        return text.Length == 0 ? null
            : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value)
                ? value : throw Bad(name, text, "numbers");
    }

    /// <summary>One of some words.</summary>
    public static string Word(HttpRequest request, string name, params IReadOnlyList<string> words)
    {
        var text = request.Query[name].ToString();
        return text.Length == 0 ? words[0] : words.Contains(text) ? text : throw Bad(name, text, string.Join(", ", words));
    }

    /// <summary>Any text; empty for none.</summary>
    public static string Text(HttpRequest request, string name) => request.Query[name].ToString() is { Length: <= LongestText } text
        ? text : throw Bad(name, "a text that long", Invariant($"texts of up to {LongestText} characters"));

    /// <summary>Yes or no.</summary>
    public static bool Is(HttpRequest request, string name, bool usual) =>
        request.Query[name].ToString() switch
        {
            "" => usual,
            "1" or "true" => true,
            "0" or "false" => false,
            var other => throw Bad(name, other, "1 and 0"),
        };

    private static AnswerException Bad(string name, string given, string allowed) => new(
        StatusCodes.Status400BadRequest, ExitCodes.BadCommandLine, $"{name}={given}: allowed are {allowed}");

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
