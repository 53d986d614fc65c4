using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Enas.Pipeline.Messages;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Enas.Host.Cli;

/// <summary>
/// Where a verb speaks: results for programs on standard output, words for people beside them. With <c>--json</c> standard output carries
/// one JSON object and nothing else, and people read standard error. Whatever people read passes through here, and what would move a cursor
/// or turn the direction of writing is shown as an escape: most texts hold names that somebody else chose.
/// </summary>
internal sealed class Terminal
{
    /// <summary>Width that tables may use where nobody wraps lines.</summary>
    private const int RedirectedWidth = 200;

    /// <summary>Longer than any line of ours; foreign text is cut where it is put into one.</summary>
    private const int LongestLine = ForeignText.MostOfALine;
    private const int LongestRemark = 10_000;
    private const int Unlimited = 1_000_000;

    private static readonly JsonSerializerOptions s_json = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping
    };

    private readonly TextWriter _results;
    private readonly TextWriter _errors;

    /// <summary>The terminal of this process.</summary>
    /// <param name="json">Whether the verb was asked for JSON.</param>
    public Terminal(bool json)
        : this(json, Console.Out, Console.Error)
    {
    }

    /// <summary>A terminal on other streams.</summary>
    /// <param name="json">Whether the verb was asked for JSON.</param>
    /// <param name="output">Results.</param>
    /// <param name="errors">Failures, and with JSON all that people read.</param>
    internal Terminal(bool json, TextWriter output, TextWriter errors)
    {
        IsJson = json;
        (_results, _errors) = (output, errors);
        var redirected = json ? Surroundings.Current.IsErrorRedirected : Surroundings.Current.IsOutputRedirected;
        var mode = TerminalMode.Of(redirected, Surroundings.Current.Variable);
        IsPlain = mode.IsPlain;
        IsUnicode = Console.OutputEncoding.CodePage == Encoding.UTF8.CodePage;
        Writer = json ? errors : output;
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

    /// <summary>A terminal that says nothing, for a verb that another one calls.</summary>
    public static Terminal Quiet => new(json: false, TextWriter.Null, TextWriter.Null);

    /// <summary>Whether results are JSON.</summary>
    public bool IsJson { get; }

    /// <summary>Plain lines only: no colours, no control codes, no repainting.</summary>
    public bool IsPlain { get; }

    /// <summary>Whether box-drawing characters arrive.</summary>
    public bool IsUnicode { get; }

    private TextWriter Writer { get; }

    /// <summary>Words for people, drawn.</summary>
    public IAnsiConsole People { get; }

    /// <summary>One line for people.</summary>
    public void Line(string text = "") => Writer.WriteLine(ForeignText.Shown(text, LongestLine));

    /// <summary>Several lines for people, such as a drawing.</summary>
    public void Lines(string text) => Writer.WriteLine(ForeignText.EscapedLines(text));

    /// <summary>A line on standard error, beside results of any format.</summary>
    public void Remark(string text) => _errors.WriteLine(ForeignText.Shown(text, LongestRemark));

    /// <summary>A table for people.</summary>
    public void Draw(PeopleTable table) => People.Write(table.Content);

    /// <summary>Columns that there are.</summary>
    public int Width => People.Profile.Width;

    /// <summary>Columns that a table takes where nothing is broken into lines.</summary>
    public int WidthOf(PeopleTable table) => ((IRenderable)table.Content).Measure(RenderOptions.Create(People), Unlimited).Max;

    /// <summary>The result for programs; nothing without <c>--json</c>.</summary>
    public void Result(JsonObject result)
    {
        if (IsJson)
        {
            _results.WriteLine(ForeignText.InJson(result.ToJsonString(s_json)));
        }
    }

    /// <summary>A failure, for people always, for programs too with <c>--json</c>. Where a stream takes nothing any more, as a pipe that
    /// nobody reads or a full disk, the exit code says it alone.</summary>
    public void Fail(Failure failure)
    {
        WhereItCan(_results.Flush);
        WhereItCan(() =>
        {
            for (var i = 0; i < failure.Lines.Count; i++)
            {
                Remark(i == 0 && failure.Lines.Count < 3 ? "enas: " + failure.Lines[i] : failure.Lines[i]);
            }
        });
        WhereItCan(() => Result(new JsonObject
        {
            ["error"] = new JsonObject { ["exitCode"] = failure.ExitCode, ["message"] = string.Join('\n', failure.Lines) },
        }));
    }

    private static void WhereItCan(Action write)
    {
        try
        {
            write();
        }
        catch (IOException)
        {
            // This is the end of the program: there is nobody left to tell.
        }
    }
}
