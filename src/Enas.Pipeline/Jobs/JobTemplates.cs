using System.Text;
using System.Text.Json;
using Enas.Pipeline.Catalogs;
using Enas.Pipeline.Options;
using Enas.Pipeline.Spaces;

namespace Enas.Pipeline.Jobs;

/// <summary>A job to start from: the values it sets, over the preset among them.</summary>
internal sealed record JobTemplate(string Name, string Description, IReadOnlyList<PresetValue> Values)
{
    /// <summary>The space that it searches.</summary>
    internal ISpaceModule Space => SpaceCatalog.All.FirstOrDefault(space =>
        Holds("space.kind", space.Kind) && (space.DataKinds.Count == 0 || space.DataKinds.Any(data => Holds("data.kind", data))))
            ?? SpaceCatalog.All[0];

    /// <summary>Its options.</summary>
    internal JobTable Table =>
        JobSchema.Of(Space,
            SpaceCatalog.StrategiesOf(Space).FirstOrDefault(strategy => Holds("strategy.kind", strategy.Name))?.Name ?? string.Empty);

    private bool Holds(string key, string word) => Values.Any(value => value.Key == key && value.Json == CanonicalJson.Text(word));
}

/// <summary>Commented job files for <c>init</c>. Every option is in them; what the preset fills is commented out.</summary>
internal static class JobTemplates
{
    /// <summary>Every template, the one for beginners first.</summary>
    public static IReadOnlyList<JobTemplate> All { get; } =
    [
        .. from space in SpaceCatalog.All
           from template in space.Templates(SpaceCatalog.ContextOf(space, SpaceCatalog.StrategiesOf(space)[0]))
           select Template(template.Name, template.Description, template.Values),
    ];

    /// <summary>The job text of a template, or null when there is no such template.</summary>
    public static string? Init(string name) =>
        All.FirstOrDefault(template => template.Name == name) is { } template ? Write(template) : null;

    private static JobTemplate Template(string name, string description, IReadOnlyList<(string Key, object Value)> values) =>
        new(name, description,
            [PresetValue.Of("name", name), PresetValue.Of("seed", 1), .. values.Select(value => PresetValue.Of(value.Key, value.Value))]);

    /// <summary>The job text of a template: every option with its description, those that the preset fills commented out.</summary>
    public static string Write(JobTemplate template)
    {
        var text = new StringBuilder($"// {template.Description}\n");
        text.Append("// A line that starts with // \" shows what the preset fills in; take the slashes away to change it.\n{\n");
        text.Append($"  \"$schema\": \"./{JobSchema.FileName}\",\n");
        string[] open = [];
        foreach (var option in template.Table.Options)
        {
            var sections = option.Key.Split('.')[..^1];
            var shared = sections.Zip(open).TakeWhile(pair => pair.First == pair.Second).Count();
            Close(text, open.Length, shared);
            for (var level = shared; level < sections.Length; level++)
            {
                text.Append($"{Indent(level)}\"{sections[level]}\": {{\n");
            }

            open = sections;
            WriteOption(text, template, option, Indent(sections.Length));
        }

        Close(text, open.Length, 0);
        return text.Append("}\n").ToString();
    }

    private static void WriteOption(StringBuilder text, JobTemplate template, JobOption option, string indent)
    {
        var set = template.Values.FirstOrDefault(value => value.Key == option.Key)?.Json;
        var preset = template.Space.Presets.First(p =>
            template.Values.Any(value => value.Key == "preset" && value.Json == CanonicalJson.Text(p.Name)));
        var filled = preset.ValueOf(option) ?? option.Default;
        var allowed = option.Allowed.Count > 0 ? $" [{option.AllowedText}]" : "";
        text.Append($"{indent}// {option.Description}{allowed}\n");
        var shown = option.Form is null ? set ?? filled : OnLines(set ?? filled!, indent + (set is null ? "// " : string.Empty));
        text.Append($"{indent}{(set is null ? "// " : "")}\"{option.Name}\": {shown},\n");
    }

    // A list of a form of its own, one entry a line.
    private static string OnLines(string json, string indent)
    {
        using var list = JsonDocument.Parse(json);
        return list.RootElement.ValueKind != JsonValueKind.Array || list.RootElement.GetArrayLength() == 0 ? json
            : "[\n" + string.Join(",\n", list.RootElement.EnumerateArray().Select(item => $"{indent}  {CanonicalJson.Element(item)}"))
                + $"\n{indent}]";
    }

    private static void Close(StringBuilder text, int from, int to)
    {
        for (var level = from; level > to; level--)
        {
            text.Append($"{Indent(level - 1)}}},\n");
        }
    }

    private static string Indent(int sections) => new(' ', 2 * (sections + 1));
}
