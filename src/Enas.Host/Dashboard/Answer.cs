using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Enas.Host.Cli;
using Enas.Host.Dashboard.Answers;
using Enas.Pipeline.Messages;
using Microsoft.AspNetCore.Http;

namespace Enas.Host.Dashboard;

/// <summary>
/// What is answered, made before any of it is written: whoever reads it slowly holds up nobody who makes one, and one that comes too late
/// is dropped.
/// </summary>
internal sealed record Answer
{
    /// <summary>The media type of JSON.</summary>
    public const string JsonType = "application/json; charset=utf-8";

    private const int LongestWords = 2000;

    // Another build may answer otherwise to the same question.
    private static readonly string s_build = typeof(Answer).Module.ModuleVersionId.ToString("N")[..8];

    /// <summary>The status of HTTP.</summary>
    public int Status { get; init; } = StatusCodes.Status200OK;

    /// <summary>Its media type; null for an answer without a body.</summary>
    public string? Type { get; init; }

    /// <summary>Its body.</summary>
    public byte[] Bytes { get; init; } = [];

    /// <summary>Names its content, to be asked for only where it is another one; null where nothing does.</summary>
    public string? Tag { get; init; }

    /// <summary>The name of the file that it is kept as; null for what is shown.</summary>
    public string? FileName { get; init; }

    /// <summary>Whether it is a drawing, which has colours of its own.</summary>
    public bool IsDrawing { get; init; }

    /// <summary>An object as JSON, or as CSV where that is asked for.</summary>
    /// <exception cref="AnswerException">Another format is asked for.</exception>
    public static Answer Json<T>(Asked asked, T value, JsonTypeInfo<T> type, int status = StatusCodes.Status200OK)
    {
        if (status == StatusCodes.Status200OK && asked.Word("format", "json", "csv") == "csv")
        {
            var table = (value as ITabular)?.ToTable() ?? throw new AnswerException(StatusCodes.Status400BadRequest,
                ExitCodes.BadCommandLine, "format=csv: what is at this address is no table; ask without it");
            return Text(AnswerCsv.Of(table), "text/csv; charset=utf-8") with { FileName = "enas.csv" };
        }

        var json = JsonSerializer.SerializeToUtf8Bytes(value, type);
        return new Answer { Status = status, Type = JsonType, Bytes = json };
    }

    /// <summary>A text.</summary>
    public static Answer Text(string text, string type = "text/plain; charset=utf-8") =>
        new() { Type = type, Bytes = Encoding.UTF8.GetBytes(text) };

    /// <summary>That whoever asks has it already.</summary>
    public static Answer Unchanged(string tag) => new() { Status = StatusCodes.Status304NotModified, Tag = tag };

    /// <summary>Why there is no answer.</summary>
    /// <param name="status">The status of HTTP.</param>
    /// <param name="exitCode">The exit code that the command line has for it.</param>
    /// <param name="words">Why, for people.</param>
    public static Answer Problem(int status, int exitCode, string words) => new()
    {
        Status = status,
        Type = "application/problem+json; charset=utf-8",
        Bytes = JsonSerializer.SerializeToUtf8Bytes(new ProblemAnswer
        {
            Type = "about:blank",
            Title = ForeignText.Shown(words, LongestWords),
            Status = status,
            Code = ExitCodes.NameOf(exitCode),
        }, AnswerJson.Default.ProblemAnswer),
    };

    /// <summary>A tag as the header has it.</summary>
    public static string HeaderOf(string tag) => $"W/\"{tag}-{s_build}\"";
}
