using Enas.Pipeline.Messages;
using Enas.Pipeline.Options;

namespace Enas.Pipeline.Tasks.Programs;

/// <summary>What the command line of a program may have and is likely a mistake, a sentence each.</summary>
internal static class ProgramWarnings
{
    private static readonly string[] s_scriptEndings =
        [".py", ".sh", ".bash", ".pl", ".rb", ".js", ".mjs", ".ts", ".r", ".jl", ".lua", ".php", ".cs", ".jar"];

    /// <summary>The warnings for a job whose architectures a program evaluates.</summary>
    public static IEnumerable<string> Of(EvaluatorOptions options) =>
    [
        .. options.Command.Skip(1).Where(argument => IsMissingScript(options.Folder, argument)).Select(argument =>
            $"evaluator.command: \"{ForeignText.Shown(argument)}\" looks like a script, and there is no such file in evaluator.folder "
                + $"({ForeignText.Shown(options.Folder)}), where the program runs"),
        .. ProgramArguments.WithLoneBraces(options.Command).Select(argument =>
            $"evaluator.command: \"{ForeignText.Shown(argument)}\" has a brace without its partner, so the program gets it as it stands; "
                + "a name stands between two, as in {rate}, and a brace that is meant is doubled"),
    ];

    // What has a name in braces is known only with an architecture, and what begins with a dash is an option.
    private static bool IsMissingScript(string folder, string argument) =>
        s_scriptEndings.Contains(Path.GetExtension(argument), StringComparer.OrdinalIgnoreCase) && !argument.StartsWith('-')
        && argument.IndexOfAny(['{', '}']) < 0 && Directory.Exists(folder) && !File.Exists(Path.Combine(folder, argument));
}
