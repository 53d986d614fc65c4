using System.Globalization;
using Enas.Host.Cli;
using Enas.Host.Dashboard.Answers;
using Microsoft.AspNetCore.Http;

namespace Enas.Host.Dashboard;

/// <summary>
/// What a request asks for, apart from the request: a server uses that again for the next one, while whoever makes the answer may still be
/// at work. What is asked for and cannot be is a problem in words.
/// </summary>
internal sealed class Asked
{
    /// <summary>Rows of one answer at most.</summary>
    public const int MostRows = 500;

    /// <summary>Rows of one page where nothing is asked for.</summary>
    public const int UsualRows = 50;

    // Longer than any token string that is typed.
    private const int LongestText = 4000;

    private readonly Dictionary<string, string> _names;
    private readonly IQueryCollection _query;
    private readonly string[] _tags;

    private Asked(HttpContext context, CancellationToken ended)
    {
        var request = context.Request;
        _names = request.RouteValues.ToDictionary(value => value.Key, value => (string)value.Value!, StringComparer.Ordinal);
        _query = request.Query;
        _tags = request.Headers.IfNoneMatch.ToString().Split(',', StringSplitOptions.TrimEntries);
        From = context.Connection.RemoteIpAddress?.ToString() ?? "-";
        Ended = ended;
    }

    /// <summary>The address that it came from.</summary>
    public string From { get; }

    /// <summary>Cancelled when nobody waits for the answer any more.</summary>
    public CancellationToken Ended { get; }

    /// <summary>What a request asks for.</summary>
    /// <param name="ended">Cancelled when nobody waits for the answer any more.</param>
    public static Asked Of(HttpContext context, CancellationToken ended) => new(context, ended);

    /// <summary>The part of the address that a route calls by a name.</summary>
    public string Name(string name) => _names[name];

    /// <summary>Whether whoever asks has an answer of a tag already.</summary>
    public bool Has(string tag) => _tags.Contains(Answer.HeaderOf(tag));

    /// <summary>A whole number between two.</summary>
    public int Whole(string name, int usual, int least, int most)
    {
        var text = Given(name);
        if (text.Length == 0)
        {
            return usual;
        }

        return int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
            && value >= least && value <= most
            ? value : throw Bad(name, text, Invariant($"whole numbers from {least} to {most}"));
    }

    /// <summary>A step, or null.</summary>
    public long? Step(string name)
    {
        var text = Given(name);
        return text.Length == 0 ? null
            : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value)
                ? value : throw Bad(name, text, "whole numbers from 0 on");
    }

    /// <summary>A number, or null.</summary>
    public double? Number(string name)
    {
        var text = Given(name);
        return text.Length == 0 ? null
            : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value)
                ? value : throw Bad(name, text, "numbers");
    }

    /// <summary>One of some words; the first where none is given.</summary>
    public string Word(string name, params IReadOnlyList<string> words) => OneOf(name, words) ?? words[0];

    /// <summary>One of some words; null where none is given.</summary>
    public string? OneOf(string name, IReadOnlyList<string> words)
    {
        var text = Given(name);
        return text.Length == 0 ? null : words.Contains(text) ? text
            : throw Bad(name, text, Allowed(words));
    }

    /// <summary>One of some words, which another parameter cannot do without.</summary>
    /// <param name="name">The parameter.</param>
    /// <param name="of">The other one, which is given.</param>
    public string OneFor(string name, string of, IReadOnlyList<string> words) => OneOf(name, words)
        ?? throw new AnswerException(StatusCodes.Status400BadRequest, ExitCodes.BadCommandLine,
            $"{of}={Given(of)} needs {name} beside it: allowed are {Allowed(words)}");

    /// <summary>Any text; empty for none.</summary>
    public string Text(string name) => Given(name) is { Length: <= LongestText } text
        ? text : throw Bad(name, "a text that long", Invariant($"texts of up to {LongestText} characters"));

    /// <summary>All texts of a name, each once.</summary>
    public IEnumerable<string> Texts(string name) => _query[name].OfType<string>().Distinct(StringComparer.Ordinal);

    /// <summary>Yes or no.</summary>
    public bool Is(string name, bool usual) => Given(name) switch
    {
        "" => usual,
        "1" or "true" => true,
        "0" or "false" => false,
        var other => throw Bad(name, other, "1 and 0"),
    };

    private static string Allowed(IReadOnlyList<string> words) => words.Count == 0 ? "none here" : string.Join(", ", words);

    private string Given(string name) => _query[name].ToString();

    private static AnswerException Bad(string name, string given, string allowed) => new(
        StatusCodes.Status400BadRequest, ExitCodes.BadCommandLine, $"{name}={given}: allowed are {allowed}");

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
