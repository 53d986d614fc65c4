using System.Globalization;
using System.Text.Json;

namespace Enas.Mutants;

/// <summary>One small fault: where it lies below <c>src/Enas.Pipeline</c>, what stands there, and what stands there instead.</summary>
internal sealed record Mutant(int Id, string File, int Line, string Kind, string From, string To)
{
    public string Folder => File[..File.IndexOf('/', StringComparison.Ordinal)];
}

/// <summary>The mutants that stand in the mutated assembly, from Stryker's report.</summary>
internal static class MutantList
{
    private const string Project = "src/Enas.Pipeline/";

    // Of a mutant with one of these the assembly has nothing.
    private static readonly string[] s_absent = ["Ignored", "CompileError"];

    /// <summary>Every nth mutant, in the order of files and of places in them.</summary>
    public static IReadOnlyList<Mutant> Read(string path, int nth)
    {
        using var report = JsonDocument.Parse(File.ReadAllText(path));
        var files = report.RootElement.GetProperty("files").EnumerateObject();
        var mutants = files.SelectMany(file => InFile(file.Name, file.Value)).OrderBy(mutant => mutant.Id);
        return [.. mutants.Where((_, i) => i % nth == 0)];
    }

    private static IEnumerable<Mutant> InFile(string path, JsonElement file)
    {
        var name = path.Replace('\\', '/');
        var start = name.LastIndexOf(Project, StringComparison.Ordinal);
        var below = start < 0 ? name : name[(start + Project.Length)..];
        var lines = file.GetProperty("source").GetString()!.Split('\n');
        foreach (var mutant in file.GetProperty("mutants").EnumerateArray())
        {
            if (!s_absent.Contains(mutant.GetProperty("status").GetString()))
            {
                var id = int.Parse(mutant.GetProperty("id").GetString()!, CultureInfo.InvariantCulture);
                var (line, from) = Original(lines, mutant.GetProperty("location"));
                var (kind, to) = (mutant.GetProperty("mutatorName").GetString()!, mutant.GetProperty("replacement").GetString()!);
                yield return new(id, below, line, kind, OneLine(from), OneLine(to));
            }
        }
    }

    private static (int Line, string Text) Original(string[] lines, JsonElement location)
    {
        var (start, end) = (location.GetProperty("start"), location.GetProperty("end"));
        var (first, last) = (start.GetProperty("line").GetInt32(), end.GetProperty("line").GetInt32());
        var text = string.Join('\n', lines[(first - 1)..last]);
        var from = start.GetProperty("column").GetInt32() - 1;
        var to = text.Length - lines[last - 1].Length + end.GetProperty("column").GetInt32() - 1;
        return (first, text[from..Math.Clamp(to, from, text.Length)]);
    }

    private static string OneLine(string text)
    {
        const int longest = 160;
        var line = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return line.Length <= longest ? line : line[..longest] + "...";
    }
}
