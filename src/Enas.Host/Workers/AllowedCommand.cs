using System.Text.Encodings.Web;
using System.Text.Json;
using Enas.Host.Cli;
using Enas.Pipeline.Messages;

namespace Enas.Host.Workers;

/// <summary>
/// A command that evaluators of searches may start on a machine: all of its words, as the job has them under <c>evaluator.command</c>,
/// since one word can make an interpreter run anything. On a command line it is these words with blanks between them, or a JSON array of
/// them, which a word with a blank in it needs.
/// </summary>
/// <param name="words">The program and its arguments.</param>
internal sealed class AllowedCommand(IReadOnlyList<string> words)
{
    private static readonly JsonSerializerOptions s_json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The command that a text names.</summary>
    /// <exception cref="CommandLineException">It names none.</exception>
    public static AllowedCommand Parse(string text)
    {
        string[]? words = text.StartsWith('[') ? OfArray(text) : text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return words?.Length > 0 && words.All(word => word is not null) ? new AllowedCommand(words)
            : throw new CommandLineException($"{WorkItemNames.AllowProgram} {ForeignText.Shown(text)}: allowed are the words of a whole "
                + "command as evaluator.command has them, with blanks between them (\"python3 train.py\"), or as a JSON array of texts");
    }

    /// <summary>The commands of a job: one, or none.</summary>
    /// <param name="command">What its evaluator starts.</param>
    public static IReadOnlyList<AllowedCommand> Of(IReadOnlyList<string> command) => command.Count == 0 ? [] : [new(command)];

    /// <summary>Whether it is this one, word for word.</summary>
    public bool Is(IReadOnlyList<string> command) => words.SequenceEqual(command, StringComparer.Ordinal);

    /// <summary>A text that names it, for another command line.</summary>
    public override string ToString() => JsonSerializer.Serialize(words, s_json);

    private static string[]? OfArray(string text)
    {
        try
        {
            return JsonSerializer.Deserialize<string[]>(text);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
