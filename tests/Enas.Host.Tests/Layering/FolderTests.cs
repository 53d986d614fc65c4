using System.Text.RegularExpressions;

namespace Enas.Host.Tests.Layering;

/// <summary>
/// Folders are walls: a namespace is a folder, no folder needs itself by way of others, and the document says which uses which.
/// </summary>
public sealed partial class FolderTests
{
    private static readonly string s_document = File.ReadAllText(SourceProject.PathOf("docs", "architecture.md"));

    public static TheoryData<string> Projects { get; } = new(SourceProject.All.Select(project => project.Name));

    [Theory]
    [MemberData(nameof(Projects))]
    public void Every_namespace_is_a_folder(string name)
    {
        var strays = SourceProject.Of(name).Files()
            .Select(file => (Path: Path.GetRelativePath(SourceProject.PathOf("src"), file), Text: File.ReadAllText(file)))
            .SelectMany(file => Namespace().Matches(file.Text).Select(space => (file.Path, Space: space.Groups[1].Value)))
            .Where(file => file.Space != Path.GetDirectoryName(file.Path)!.Replace(Path.DirectorySeparatorChar, '.'));
        Assert.Equal(string.Empty, string.Join('\n', strays.Select(file => $"{file.Path} has the namespace {file.Space}")));
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void No_folder_needs_itself_by_way_of_others(string name)
    {
        var graph = FolderGraph.Of(SourceProject.Of(name));
        var found = graph.InCycles();
        var reasons = found.SelectMany(folder => Within(graph, folder, found));
        Assert.True(found.Count == 0, $"{name} has folders in a cycle:\n{string.Join('\n', reasons)}");
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void The_document_says_which_folder_uses_which(string name)
    {
        var graph = FolderGraph.Of(SourceProject.Of(name));
        if (graph.Folders.Count > 1)
        {
            RequireTable($"room of `{name}`", graph.FromTheBottom(), graph.UsedBy, graph.Reason);
        }
    }

    [Fact]
    public void The_document_says_which_project_uses_which()
    {
        var names = SourceProject.All.Select(project => project.Name).ToArray();
        var projects = SourceProject.All.ToDictionary(
            project => project.Name,
            project => project.Assembly.GetReferencedAssemblies().Select(used => used.Name!).Intersect(names).ToArray());
        RequireTable("project", names, name => projects[name], (from, to) => $"{from} references {to}");
    }

    // What a row may use stands in rows above it: a table that passes has no cycle.
    private static void RequireTable(
        string heading, IReadOnlyList<string> names, Func<string, IReadOnlyCollection<string>> uses, Func<string, string, string> reason)
    {
        var table = LayeringTable.Of(heading, s_document);
        var rows = string.Join('\n', names.Select(name => $"| `{name}` | {Words(uses(name))} |"));
        var asItIs = $"As it is, docs/architecture.md should say:\n| {heading} | uses |\n{rows}";
        Assert.True(table.Select(row => row.Name).Order().SequenceEqual(names.Order()), $"a row for each {heading}, once. {asItIs}");
        foreach (var ((name, said), place) in table.Select((row, place) => (row, place)))
        {
            var above = table.Take(place).Select(row => row.Name).ToArray();
            var unsaid = uses(name).Except(said).Select(used => $"{used} ({reason(name, used)})");
            Assert.True(said.All(above.Contains), $"{name} uses what stands below it: {string.Join(", ", said.Except(above))}. {asItIs}");
            Assert.True(uses(name).All(said.Contains), $"{name} may not use {string.Join(", ", unsaid)}. {asItIs}");
            Assert.True(said.All(uses(name).Contains), $"{name} does not use {string.Join(", ", said.Except(uses(name)))}. {asItIs}");
        }
    }

    private static string Words(IReadOnlyCollection<string> names) =>
        names.Count == 0 ? "nothing" : string.Join(", ", names.Select(name => $"`{name}`"));

    private static IEnumerable<string> Within(FolderGraph graph, string folder, IReadOnlyList<string> cycle) =>
        graph.UsedBy(folder).Where(cycle.Contains).Select(used => $"  {folder} -> {used}: {graph.Reason(folder, used)}");

    [GeneratedRegex(@"^namespace ([\w.]+)", RegexOptions.Multiline)]
    private static partial Regex Namespace();
}
