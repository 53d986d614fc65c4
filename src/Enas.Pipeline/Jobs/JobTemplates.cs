using System.Text;
using Enas.Pipeline.Catalogs;
using Enas.Pipeline.Options;
using Enas.Pipeline.Spaces;
using Enas.Pipeline.Spaces.NasBench201;

namespace Enas.Pipeline.Jobs;

/// <summary>A job to start from: the values it sets, over the preset among them.</summary>
public sealed record JobTemplate(string Name, string Description, IReadOnlyList<PresetValue> Values)
{
    /// <summary>The space that it searches.</summary>
    internal ISpaceModule Space => SpaceCatalog.All.FirstOrDefault(space => Holds("space.kind", space.Kind)) ?? SpaceCatalog.All[0];

    /// <summary>Its options.</summary>
    internal JobTable Table =>
        JobSchema.Of(Space.Kind, Space.Strategies.FirstOrDefault(strategy => Holds("strategy.kind", strategy.Name))?.Name ?? string.Empty);

    private bool Holds(string key, string word) => Values.Any(value => value.Key == key && value.Json == CanonicalJson.Text(word));
}

/// <summary>Commented job files for <c>init</c>. Every option is in them; what the preset fills is commented out.</summary>
public static class JobTemplates
{
    private static readonly (string Key, object Value)[] s_quickstart =
    [
        ("preset", "small"),
        ("data.kind", "generated"), ("data.states", 16), ("data.vocabulary", 32), ("data.branches", 4),
        ("data.trainTokens", 40_000), ("data.validTokens", 4_000), ("data.testTokens", 4_000),
        ("space.nodes", 5),
        ("strategy.warmUpSteps", 60), ("strategy.weightStepsPerRound", 60), ("strategy.policyStepsPerRound", 10),
        ("sharedWeights.hidden", 32), ("sharedWeights.batchSize", 32),
            ("sharedWeights.sequenceLength", 20), ("sharedWeights.learningRate", 10), ("sharedWeights.decayStartEpoch", 4),
        ("policy.hidden", 32),
        ("reward.batchSize", 32), ("reward.sequenceLength", 20),
        ("budget.rounds", 6),
        ("derive.batchSize", 32),
        ("train.network.hidden", 32), ("train.network.sequenceLength", 20), ("train.epochs", 4),
    ];

    /// <summary>Every template, the one for beginners first.</summary>
    public static IReadOnlyList<JobTemplate> All { get; } =
    [
        Template("quickstart", "A search on the built-in language: no files, 480 short steps.", s_quickstart),
        .. Presets.Of(SpaceKinds.RnnCell).Select(preset => Template(
            $"ptb-{preset.Name}", $"A search on Penn Treebank. {preset.Description}",
                [("preset", preset.Name), ("data.kind", "tokens"), ("data.path", "data/ptb")])),
        .. Images("cifar10-macro", SpaceKinds.MacroCnn),
        .. Images("cifar10-micro", SpaceKinds.MicroCnn),
        .. SpaceCatalog.Of(NasBench201Space.Name).Strategies.Select(strategy => Template(
            $"nas-bench-201-{strategy.Name}",
            $"A search of NAS-Bench-201's table: {strategy.Summary}.",
            [("preset", "cifar10"), ("data.kind", "table"), ("data.path", "data/nasbench201/nasbench201_cifar10.csv"),
                ("space.kind", NasBench201Space.Name), ("strategy.kind", strategy.Name)])),
    ];

    /// <summary>The job text of a template, or null when there is no such template.</summary>
    public static string? Init(string name) =>
        All.FirstOrDefault(template => template.Name == name) is { } template ? Write(template) : null;

    private static IEnumerable<JobTemplate> Images(string name, string spaceKind) => Presets.Of(spaceKind).Select(preset => Template(
        $"{name}-{preset.Name}", $"A search on CIFAR-10. {preset.Description}",
            [("preset", preset.Name), ("data.kind", "images"), ("data.path", "data/cifar10"), ("space.kind", spaceKind)]));

    private static JobTemplate Template(string name, string description, (string Key, object Value)[] values) =>
        new(name, description,
            [PresetValue.Of("name", name), PresetValue.Of("seed", 1), .. values.Select(value => PresetValue.Of(value.Key, value.Value))]);

    private static string Write(JobTemplate template)
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
        var filled = preset.Values.FirstOrDefault(value => value.Key == option.Key)?.Json ?? option.Default;
        var allowed = option.Allowed.Count > 0 ? $" [{option.AllowedText}]" : "";
        text.Append($"{indent}// {option.Description}{allowed}\n");
        text.Append($"{indent}{(set is null ? "// " : "")}\"{option.Name}\": {set ?? filled},\n");
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
