using Enas.Pipeline.Catalogs;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Enas.Pipeline.Options;

namespace Enas.Pipeline.Jobs;

/// <summary>Options to and from canonical values. The records give the types, the table gives the keys and their order.</summary>
internal static class JobJson
{
    // What an image space has in the place of a text's: null in the jobs of all others, so that whoever asks which there is is answered.
    private static readonly string[] s_sectionsOfImages = ["imageWeights.", "train.imageNetwork."];

    // Each member once, as the first table that has it says: thousands of rows are some two hundred members.
    private static readonly (JobOption Option, string Json)[] s_defaults =
        [.. JobSchema.Tables.SelectMany(table => table.Options).Where(option => option.Default is not null
            && !option.Member.StartsWith(OwnOptions.Prefix, StringComparison.Ordinal))
            .DistinctBy(option => option.Member).Select(option => (option, option.Default!))];

    /// <summary>One object, nested by the parts of the keys, which must come section by section.</summary>
    public static string Nest(IEnumerable<(string Key, string Json)> values, bool indented)
    {
        var text = new StringBuilder("{");
        string[] open = [];
        var first = true;
        foreach (var (key, json) in values)
        {
            var parts = key.Split('.');
            var shared = 0;
            while (shared < Math.Min(open.Length, parts.Length - 1) && open[shared] == parts[shared])
            {
                shared++;
            }

            for (var level = open.Length; level > shared; level--)
            {
                text.Append(NewLine(level, indented)).Append('}');
                first = false;
            }

            for (var level = shared; level < parts.Length; level++)
            {
                var isLeaf = level == parts.Length - 1;
                text.Append(first ? "" : ",").Append(NewLine(level + 1, indented))
                    .Append(CanonicalJson.Text(parts[level])).Append(indented ? ": " : ":").Append(isLeaf ? json : "{");
                first = !isLeaf;
            }

            open = parts[..^1];
        }

        for (var level = open.Length; level >= 0; level--)
        {
            text.Append(NewLine(level, indented)).Append('}');
        }

        return text.ToString();
    }

    /// <summary>The typed options of a complete set of canonical values of one table. What only other tables have takes
    /// its default there, but for the sections of image networks where it has neither of them.</summary>
    public static JobOptions Bind(IEnumerable<(JobOption Option, string Json)> values)
    {
        var members = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (option, json) in values)
        {
            members.TryAdd(option.Member, json);
        }

        var hasImages = members.Keys.Any(IsOfImages);
        foreach (var (option, json) in s_defaults.Where(value => hasImages || !IsOfImages(value.Option.Member)))
        {
            members.TryAdd(option.Member, json);
        }

        var options = JsonSerializer.Deserialize(
            Nest(members.Select(member => (member.Key, member.Value)), indented: false), JobJsonContext.Default.JobOptions)
            ?? throw new InvalidOperationException("a nested object is never null");
        return SpaceCatalog.Find(options.Space.Kind, options.Data.Kind)?.OwnEvaluator is { } own
            ? options with { Evaluator = options.Evaluator with { Kind = own } } : options;
    }

    /// <summary>The canonical value of every option of the job's kind, in the order of its table.</summary>
    public static IEnumerable<(JobOption Option, string Json)> Values(JobOptions options)
    {
        var root = JsonSerializer.SerializeToElement(options, JobJsonContext.Default.JobOptions);
        return JobSchema.Of(options).Options.Select(option => (option, Canonical(option, root)));
    }

    private static bool IsOfImages(string member) =>
        Array.Exists(s_sectionsOfImages, section => member.StartsWith(section, StringComparison.Ordinal));

    private static string Canonical(JobOption option, JsonElement root)
    {
        var element = option.Member.Split('.').Aggregate(root, (node, part) => node.GetProperty(part));
        return option.Type switch
        {
            JobOptionType.Number => CanonicalJson.Number(element.GetDouble()),
            JobOptionType.TextList => CanonicalJson.List(element.EnumerateArray().Select(item => item.GetString()!)),
            JobOptionType.Structure => CanonicalJson.Element(element),
            JobOptionType.Text or JobOptionType.Path => CanonicalJson.Text(element.GetString()!),
            _ => element.GetRawText(),
        };
    }

    private static string NewLine(int level, bool indented) => indented ? "\n" + new string(' ', 2 * level) : "";
}

/// <summary>Generated at build time, so reading a job needs no reflection.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(JobOptions))]
internal sealed partial class JobJsonContext : JsonSerializerContext;
