using System.Globalization;
using System.Text.Json.Nodes;
using Enas.Host.Searches;
using Enas.Pipeline.Architectures;
using Enas.Pipeline.Tasks.Tabular;

namespace Enas.Host.Verbs.Costs;

/// <summary>A network that was timed.</summary>
/// <param name="Architecture">Its architecture.</param>
/// <param name="Ms">Its time for one item.</param>
internal sealed record TimedNetwork(Architecture Architecture, double Ms);

/// <summary>How wrong a table is about networks that it was not fitted to.</summary>
/// <param name="Count">Networks.</param>
/// <param name="MeanError">Mean of |table - measured| / measured.</param>
/// <param name="WorstError">The largest of them.</param>
/// <param name="Rho">Spearman's rho of table and measurement.</param>
internal sealed record TableQuality(int Count, double MeanError, double WorstError, Correlation Rho)
{
    /// <summary>How many of them the table was made of, where the space has no others; null where nobody knows.</summary>
    public int? Known { get; init; } = 0;

    /// <summary>It in words.</summary>
    public string Words => Networks + string.Create(CultureInfo.InvariantCulture,
        $": mean relative error {100 * MeanError:0.0} %, at most {100 * WorstError:0.0} %; ")
        + $"Spearman's rho of table and measurement {Rho.Words}";

    private string Networks => Known switch
    {
        0 => $"{N(Count)} other networks",
        { } known => $"{N(Count)} networks, of which the table was made of {N(known)}, as the space has no more others",
        null => $"{N(Count)} networks (the file does not say which it was made of; the same ones may be among them)",
    };

    private static string N(int count) => count.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>The quality on some networks.</summary>
    public static TableQuality Of(LatencyTable table, IReadOnlyList<TimedNetwork> timed)
    {
        double[] told = [.. timed.Select(one => table.Of(one.Architecture))];
        double[] measured = [.. timed.Select(one => one.Ms)];
        double[] errors = [.. told.Zip(measured, (said, was) => Math.Abs(said - was) / was)];
        return new(timed.Count, errors.Average(), errors.Max(), RankCorrelation.Spearman(told, measured));
    }

    /// <summary>It for programs.</summary>
    public JsonObject ToJson() => new()
    {
        ["networks"] = Count,
        ["madeOf"] = Known,
        ["meanRelativeError"] = MeanError,
        ["worstRelativeError"] = WorstError,
        ["spearman"] = Rho.Value,
    };
}
