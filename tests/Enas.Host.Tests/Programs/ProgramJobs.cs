using System.Text;
using Enas.Host.Tests.Cli;

namespace Enas.Host.Tests.Programs;

/// <summary>Jobs whose programs are shell scripts, which every system of ours has.</summary>
internal static class ProgramJobs
{
    /// <summary>Says a value that is a function of what was chosen, and one on the way.</summary>
    public const string Script = """
        printf '{"step": 1, "accuracy": 0.%s}\n' "$1"
        printf '{"accuracy": 0.%s%s, "costs": {"size": %s}}\n' "$1" "$2" "$3"
        """;

    /// <summary>A job over them.</summary>
    public static string Text(string strategy = "evolution", string more = "", int evaluations = 12) => $$"""
        {
          "name": "own", "preset": "small", "seed": 5,
          "space": { "kind": "custom", "decisions": [
            { "name": "a", "kind": "integer", "low": 1, "high": 4 }, { "name": "b", "kind": "integer", "low": 1, "high": 2 },
            { "name": "c", "kind": "bit" }, { "name": "d", "kind": "integer", "low": 1, "high": 3, "when": { "c": true } } ] },
          "strategy": { "kind": "{{strategy}}"{{(strategy == "evolution" ? ", \"population\": 4" : string.Empty)}} },
          "evaluator": { "command": ["sh", "value.sh", "{a}", "{b}", "{seed}"]{{more}} },
          {{(strategy == "halving" ? string.Empty : $"\"budget\": {{ \"evaluations\": {evaluations} }},")}}
          "derive": { "candidates": 1 }, "log": { "groupEvents": 1 }
        }
        """;

    /// <summary>Writes job and script.</summary>
    public static string Write(WorkFolder work, string text, string script = Script)
    {
        work.Write("value.sh", script + "\n");
        return work.Write("own.json", text);
    }

    /// <summary>Processes that have a folder in the environment that they began with.</summary>
    public static int LeftIn(string folder)
    {
        var mark = Encoding.UTF8.GetBytes($"ENAS_REQUEST={folder}");
        return Directory.EnumerateDirectories("/proc").Count(process =>
        {
            try
            {
                return File.ReadAllBytes(Path.Combine(process, "environ")).AsSpan().IndexOf(mark) >= 0;
            }
            catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
            {
                return false;
            }
        });
    }
}
