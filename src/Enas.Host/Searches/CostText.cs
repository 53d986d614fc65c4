using System.Globalization;
using System.Text.Json.Nodes;
using Enas.Pipeline.Catalogs;
using Enas.Pipeline.Events;
using Enas.Pipeline.Options;
using Enas.Pipeline.Search;

namespace Enas.Host.Searches;

/// <summary>Costs in words for people and as JSON for programs.</summary>
internal static class CostText
{
    /// <summary>Costs that differ by more than this share are not equal.</summary>
    public const double MostApart = 0.02;

    private static readonly (double Size, string Unit)[] s_units = [(1e15, "P"), (1e12, "T"), (1e9, "G"), (1e6, "M"), (1e3, "k")];

    /// <summary>A count with three digits and the prefix of its size: <c>12.3 T</c>.</summary>
    public static string Of(long multiplyAdds)
    {
        var (size, unit) = s_units.FirstOrDefault(unit => multiplyAdds >= unit.Size, (1, string.Empty));
        var value = multiplyAdds / size;
        var format = value < 10 ? "0.00" : value < 100 ? "0.0" : "0";
        return size == 1 ? multiplyAdds.ToString(CultureInfo.InvariantCulture)
            : string.Create(CultureInfo.InvariantCulture, $"{value.ToString(format, CultureInfo.InvariantCulture)} {unit}");
    }

    /// <summary>The whole and its parts; null where nothing is counted.</summary>
    /// <param name="job">Whose strategy says what its parts are called.</param>
    /// <param name="costs">What was counted.</param>
    public static string? Of(JobOptions job, CostTotals costs)
    {
        string NameOf(string phase) => phase == Phases.Policy ? StrategyCatalog.Of(job).StageWords : phase;
        return costs.MultiplyAdds is not { } all ? null : $"{Of(all)} multiply-adds: "
            + string.Join(", ", costs.ByPhase.Select(phase => $"{NameOf(phase.Phase)} {Of(phase.MultiplyAdds)}"));
    }

    /// <summary>Why the work of a search or of a training is not counted; null where it is.</summary>
    /// <param name="costs">What was counted.</param>
    public static string? WhyNotCounted(JobOptions job, CostTotals costs) => costs.MultiplyAdds is not null ? null
        : "not counted: " + (SpaceCatalog.WordsOf(job).Uncounted
            ?? (job.Budget.Cost == BudgetOptions.NoCost
                ? $"the job has budget.cost \"{BudgetOptions.NoCost}\"; a search with \"{BudgetOptions.CostInMultiplyAdds}\" has it"
                : "no work that costs any is in the log yet"));

    /// <summary>For programs; null where nothing is counted.</summary>
    public static JsonObject? ToJson(CostTotals costs) => costs.MultiplyAdds is not { } all ? null : new()
    {
        ["unit"] = "multiply-adds",
        ["total"] = all,
        ["phases"] = new JsonObject(costs.ByPhase.Select(phase => KeyValuePair.Create(phase.Phase, (JsonNode?)phase.MultiplyAdds))),
    };
}
