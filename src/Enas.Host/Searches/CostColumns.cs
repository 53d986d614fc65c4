using System.Text.Json.Nodes;
using Enas.Pipeline.Evaluation;
using Enas.Pipeline.Evaluation.Plans;
using Enas.Pipeline.Measures;
using Enas.Pipeline.Options;
using Enas.Pipeline.Strategies;

namespace Enas.Host.Searches;

/// <summary>The columns of tables that say what architectures cost: those costs that a search has recorded, none in a search that has
/// none.</summary>
internal sealed class CostColumns
{
    // A program can say many.
    private const int MostOwn = 6;

    private readonly KnownCosts _known;
    private readonly CostMeasure[] _costs;

    private CostColumns(KnownCosts known, CostMeasure[] costs) => (_known, _costs) = (known, costs);

    /// <summary>The heads.</summary>
    public IReadOnlyList<string> Heads => [.. _costs.Select(cost => cost.Measure.Name)];

    /// <summary>The columns for some architectures: of costs that a program said those that the job asks for come first, and there are six
    /// of them at most.</summary>
    public static CostColumns Of(JobOptions job, KnownCosts known, IEnumerable<string> architectures)
    {
        var costs = architectures.Select(known.Of).ToArray();
        var own = CostPlan.Of(job).Said.Concat(costs.SelectMany(one => one.Values).Select(value => value.Cost).Where(cost => cost.IsOwn));
        return new(known, [.. CostMeasure.All.Concat(own.Distinct().Take(MostOwn))
            .Where(cost => costs.Any(one => one.Of(cost) is not null))]);
    }

    /// <summary>The cells of an architecture, empty where nothing is known.</summary>
    public IReadOnlyList<string> Cells(string architecture) =>
        [.. _costs.Select(cost => _known.Of(architecture).Of(cost) is { } value ? cost.Measure.Format(value) : string.Empty)];

    /// <summary>What is known of an architecture in one line; null for nothing.</summary>
    public static string? Line(KnownCosts known, string architecture) => known.Of(architecture).Values is { Length: > 0 } values
        ? string.Join(", ", values.Select(Words)) : null;

    /// <summary>A cost with its name: counts before what is counted, others behind their names.</summary>
    public static string Words(CostValue value) =>
        value.Cost.IsOwn || value.Cost == CostMeasure.Latency || value.Cost == CostMeasure.TableLatency
            ? $"{value.Cost.Measure} {value}" : $"{value} {value.Cost.Measure}";

    /// <summary>What is known of an architecture, by the names in facts; null for nothing.</summary>
    public static JsonObject? ToJson(KnownCosts known, string? architecture) =>
        architecture is not null && known.Of(architecture).Values is { Length: > 0 } values
            ? new([.. values.Select(value => new KeyValuePair<string, JsonNode?>(value.Cost.FactName, value.Value))]) : null;
}
