using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Spectre.Console;

namespace Enas.Host.Cli;

/// <summary>
/// Where a verb speaks: results for programs on standard output, words for people beside them. With <c>--json</c> standard output carries
/// one JSON object and nothing else, and people read standard error.
/// </summary>
internal sealed class Terminal
{
    /// <summary>Width that tables may use where nobody wraps lines.</summary>
    private const int RedirectedWidth = 200;

    private static readonly JsonSerializerOptions s_json = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The terminal of this process.</summary>
    /// <param name="json">Whether the verb was asked for JSON.</param>
    public Terminal(bool json)
    {
        IsJson = json;
        var redirected = json ? Console.IsErrorRedirected : Console.IsOutputRedirected;
        var mode = TerminalMode.Of(redirected, Environment.GetEnvironmentVariable);
        IsPlain = mode.IsPlain;
        IsUnicode = Console.OutputEncoding.CodePage == Encoding.UTF8.CodePage;
        Writer = json ? Console.Error : Console.Out;
        People = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = IsPlain ? AnsiSupport.No : AnsiSupport.Detect,
            ColorSystem = mode.HasColor ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(Writer),
        });
        if (redirected)
        {
            People.Profile.Width = RedirectedWidth;
        }
    }

    /// <summary>Whether results are JSON.</summary>
    public bool IsJson { get; }

    /// <summary>Plain lines only: no colours, no control codes, no repainting.</summary>
    public bool IsPlain { get; }

    /// <summary>Whether box-drawing characters arrive.</summary>
    public bool IsUnicode { get; }

    /// <summary>Words for people as plain text.</summary>
    public TextWriter Writer { get; }

    /// <summary>Words for people, drawn.</summary>
    public IAnsiConsole People { get; }

    /// <summary>One line for people, as it is.</summary>
    public void Line(string text = "") => Writer.WriteLine(text);

    /// <summary>A table for people.</summary>
    public void Draw(Table table) => People.Write(table);

    /// <summary>The result for programs; nothing without <c>--json</c>.</summary>
    public void Result(JsonObject result)
    {
        if (IsJson)
        {
            Console.Out.WriteLine(result.ToJsonString(s_json));
        }
    }

    /// <summary>A failure, for people always, for programs too with <c>--json</c>.</summary>
    public void Fail(Failure failure)
    {
        Console.Out.Flush();
        for (var i = 0; i < failure.Lines.Count; i++)
        {
            Console.Error.WriteLine(i == 0 && failure.Lines.Count < 3 ? "enas: " + failure.Lines[i] : failure.Lines[i]);
        }

        Result(new JsonObject
        {
            ["error"] = new JsonObject { ["exitCode"] = failure.ExitCode, ["message"] = string.Join('\n', failure.Lines) },
        });
    }
}
