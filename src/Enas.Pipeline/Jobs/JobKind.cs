using Enas.Pipeline.Spaces;

namespace Enas.Pipeline.Jobs;

/// <summary>The kind of space that a job is about, which must be known before its other options can be: each kind has a table of its own.</summary>
internal static class JobKind
{
    private const string Section = "space";
    private const string Name = "kind";

    /// <summary>As the last override says, else as the file says; a recurrent cell where neither does, or says what is no kind.</summary>
    public static string Of(JsonNode root, IReadOnlyList<string> sets)
    {
        var overriding = sets.Select(set => set.Split('=', 2)).LastOrDefault(parts => parts.Length == 2 && parts[0].Trim() == $"{Section}.{Name}");
        var said = overriding is null ? Text(Member(Member(root, Section), Name)) : overriding[1].Trim().Trim('"');
        return JobSchema.AcceptedKinds.FirstOrDefault(kind => kind == said) ?? SpaceKinds.RnnCell;
    }

    private static JsonNode? Member(JsonNode? node, string key) => (node as JsonObjectNode)?.Members.FirstOrDefault(member => member.Key == key)?.Value;

    private static string? Text(JsonNode? node) => (node as JsonTextNode)?.Text;
}
