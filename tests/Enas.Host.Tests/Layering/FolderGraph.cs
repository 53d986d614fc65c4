using System.Text.RegularExpressions;

namespace Enas.Host.Tests.Layering;

/// <summary>
/// Which folder of a project needs which others: by every type that its compiled code names, in signatures and in bodies, and by every
/// namespace that its sources are told to use, since a constant leaves no trace in compiled code.
/// </summary>
internal sealed partial class FolderGraph
{
    // For each folder those that it needs, each with a reason.
    private readonly SortedDictionary<string, SortedDictionary<string, string>> _uses = new(StringComparer.Ordinal);

    public IReadOnlyCollection<string> Folders => _uses.Keys;

    public static FolderGraph Of(SourceProject project)
    {
        var graph = new FolderGraph();
        foreach (var type in project.Assembly.GetTypes())
        {
            if (project.FolderOf(type.Namespace) is { } folder)
            {
                var user = Outermost(type).Name;
                graph.Add(folder, folder, user);
                foreach (var used in TypeReferences.Of(type))
                {
                    graph.Add(folder, project.FolderOf(used.Namespace), $"{user} needs {used.Name}");
                }
            }
        }

        graph.AddUsings(project);
        return graph;
    }

    /// <summary>A graph from edges, for tests of this class.</summary>
    public static FolderGraph Of(params IEnumerable<(string From, string To)> edges)
    {
        var graph = new FolderGraph();
        foreach (var (from, to) in edges)
        {
            graph.Add(from, from, from);
            graph.Add(to, to, to);
            graph.Add(from, to, $"{from} needs {to}");
        }

        return graph;
    }

    public IReadOnlyCollection<string> UsedBy(string folder) => _uses.TryGetValue(folder, out var used) ? used.Keys : [];

    /// <summary>One reason for an edge.</summary>
    public string Reason(string from, string to) => _uses[from][to];

    /// <summary>The folders that need themselves by way of others, in order.</summary>
    public IReadOnlyList<string> InCycles() => [.. Folders.Where(folder => UsedBy(folder).Any(used => Reach(used).Contains(folder)))];

    /// <summary>The folders of a graph without cycles, each after those that it needs.</summary>
    public IReadOnlyList<string> FromTheBottom()
    {
        var order = new List<string>();
        while (Folders.FirstOrDefault(folder => !order.Contains(folder) && UsedBy(folder).All(order.Contains)) is { } next)
        {
            order.Add(next);
        }

        return order;
    }

    private HashSet<string> Reach(string folder)
    {
        var reached = new HashSet<string>(StringComparer.Ordinal) { folder };
        var open = new Stack<string>([folder]);
        while (open.TryPop(out var next))
        {
            foreach (var used in UsedBy(next).Where(reached.Add))
            {
                open.Push(used);
            }
        }

        return reached;
    }

    private void Add(string from, string? to, string reason)
    {
        if (!_uses.TryGetValue(from, out var used))
        {
            _uses.Add(from, used = new(StringComparer.Ordinal));
        }

        if (to is not null && to != from)
        {
            used.TryAdd(to, reason);
        }
    }

    private void AddUsings(SourceProject project)
    {
        foreach (var file in project.Files())
        {
            var text = File.ReadAllText(file);
            var folder = project.FolderOf(Namespace().Match(text) is { Success: true } match ? match.Groups[1].Value : project.Name)!;
            foreach (var used in Using().Matches(text).Select(found => found.Groups[1].Value))
            {
                Add(folder, FolderOfUsing(project, used), $"{Path.GetFileName(file)} is using {used}");
            }
        }
    }

    // The static members of a type, or another name for one, come by the type's own name; a namespace without types of its own is none.
    private string? FolderOfUsing(SourceProject project, string used) =>
        project.FolderOf(used) is { } folder && _uses.ContainsKey(folder) ? folder
        : project.FolderOf(used) is { } type && type.LastIndexOf('/') is > 0 and var end && _uses.ContainsKey(type[..end]) ? type[..end]
        : null;

    private static Type Outermost(Type type) => type.DeclaringType is { } outer ? Outermost(outer) : type;

    [GeneratedRegex(@"^namespace ([\w.]+)", RegexOptions.Multiline)]
    private static partial Regex Namespace();

    [GeneratedRegex(@"^using (?:static )?(?:\w+ = )?([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex Using();
}
