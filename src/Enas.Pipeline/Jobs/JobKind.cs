using Enas.Pipeline.Catalogs;
using Enas.Pipeline.Catalogs.Evaluators;
using Enas.Pipeline.Messages;
using Enas.Pipeline.Options;
using Enas.Pipeline.Spaces;

namespace Enas.Pipeline.Jobs;

/// <summary>The space and the strategy of a job, which must be known before its other options can be: each pair has a table
/// of its own. Where a space can be searched on two kinds of data, the kind of data says which module of it is meant.</summary>
internal static class JobKind
{
    /// <summary>
    /// The table of the pair, each as the last override says, else as the file says. Of a misspelt name it is that of the nearest one, so
    /// that one wrong letter is one error. Where neither says anything, or what there is not, it is a recurrent cell, and the strategy
    /// that the preset names or the first that can search the space.
    /// </summary>
    public static JobTable Of(PlacedNode root, IReadOnlyList<string> sets)
    {
        var kind = Known(Said(root, sets, "space", "kind"), SpaceCatalog.Kinds);
        string[] data = [.. SpaceCatalog.All.Where(one => one.Kind == kind).SelectMany(one => one.DataKinds)];
        var space = (NeedsNoData(root, sets) ? DataKindNames.None : Said(root, sets, "data", "kind")) is { } said
            ? SpaceCatalog.Find(kind, Known(said, data)) : OfPreset(kind, root, sets);
        space ??= SpaceCatalog.All[0];
        var strategy = Said(root, sets, "strategy", "kind") ?? OfPreset(space, root, sets);
        return JobSchema.Of(space, Known(strategy, [.. SpaceCatalog.StrategiesOf(space).Select(one => one.Name)]));
    }

    // Who names an evaluator that needs no data need not say that there are none.
    private static bool NeedsNoData(PlacedNode root, IReadOnlyList<string> sets) =>
        Said(root, sets, "evaluator", "kind") is { } said && EvaluatorCatalog.Find(said) is { NeedsData: false };

    private static string Known(string? said, IReadOnlyList<string> names) =>
        said is null || names.Contains(said) ? said ?? string.Empty : Nearest.Find(said, names) ?? said;

    // Where the job does not say which data it has, which is an error of its own, its preset tells which module is meant.
    private static ISpaceModule? OfPreset(string kind, PlacedNode root, IReadOnlyList<string> sets)
    {
        var preset = Last(sets, "preset") ?? Text(Member(root, "preset"));
        return SpaceCatalog.All.FirstOrDefault(one => one.Kind == kind && one.Presets.Any(known => known.Name == preset))
            ?? SpaceCatalog.Find(kind);
    }

    private static string? OfPreset(ISpaceModule space, PlacedNode root, IReadOnlyList<string> sets)
    {
        var preset = Last(sets, "preset") ?? Text(Member(root, "preset"));
        var value = space.Presets.FirstOrDefault(known =>
            known.Name == preset)?.Values.FirstOrDefault(value => value.Key == "strategy.kind");
        return value?.Json.Trim('"');
    }

    private static string? Said(PlacedNode root, IReadOnlyList<string> sets, string section, string name) =>
        Last(sets, $"{section}.{name}") ?? Text(Member(Member(root, section), name));

    private static string? Last(IReadOnlyList<string> sets, string key) =>
        sets.Select(set => set.Split('=', 2)).LastOrDefault(parts => parts.Length == 2 && parts[0].Trim() == key)?[1].Trim().Trim('"');

    private static PlacedNode? Member(PlacedNode? node, string key) =>
        (node as JsonObjectNode)?.Members.FirstOrDefault(member => member.Key == key)?.Value;

    private static string? Text(PlacedNode? node) => (node as JsonTextNode)?.Text;
}
