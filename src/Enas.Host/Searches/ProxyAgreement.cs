using System.Globalization;
using System.Text.Json.Nodes;
using Enas.Pipeline.Measures;

namespace Enas.Host.Searches;

/// <summary>
/// How far a zero-cost proxy orders networks as their trainings do, and which way it points: larger values may go with better networks or
/// with worse ones, which is measured and never taken for granted.
/// </summary>
/// <param name="Count">Networks with a value and a score.</param>
/// <param name="Spearman">Spearman's rho of value and score, of which more is better.</param>
/// <param name="Kendall">Kendall's tau-b of both.</param>
internal sealed record ProxyAgreement(ZeroCostProxy Proxy, int Count, Correlation Spearman, Correlation Kendall)
{
    private const int Fewest = 3;
    private const double Rare = 0.05;

    /// <summary>The agreement over networks.</summary>
    /// <param name="networks">What it says of a network, null for nothing, and what its training came to.</param>
    public static ProxyAgreement Of(ZeroCostProxy proxy, IEnumerable<(double? Value, double Score)> networks)
    {
        (double Value, double Score)[] both =
            [.. networks.Where(one => one.Value is not null && double.IsFinite(one.Score)).Select(one => (one.Value!.Value, one.Score))];
        double[] values = [.. both.Select(one => one.Value)];
        double[] scores = [.. both.Select(one => one.Score)];
        var none = new Correlation(null, null, null);
        return both.Length < Fewest ? new(proxy, both.Length, none, none)
            : new(proxy, both.Length, RankCorrelation.Spearman(values, scores), RankCorrelation.Kendall(values, scores));
    }

    /// <summary>Which values go with better networks: <c>higher</c>, <c>lower</c>, or null where chance alone may order them so.</summary>
    public string? Sign => Spearman switch
    {
        { Value: null } => null,
        { Low: { } low, High: { } high } => low > 0 ? "higher" : high < 0 ? "lower" : null,
        { Chance: { } chance } => chance >= Rare ? null : Spearman.Value > 0 ? "higher" : "lower",
        _ => Spearman.Value > 0 ? "higher" : "lower",
    };

    /// <summary>It in a sentence without its end.</summary>
    public string Words => Count < Fewest
        ? string.Create(CultureInfo.InvariantCulture, $"{Proxy}: {Count} networks with a value and a result; {Fewest} are needed at least")
        : string.Create(CultureInfo.InvariantCulture,
            $"{Proxy}: Spearman rho {Spearman.Words}, Kendall tau-b {Kendall.Words}, n = {Count}: ") + Direction;

    /// <summary>It for programs.</summary>
    public JsonObject ToJson() => new()
    {
        ["proxy"] = Proxy.Name,
        ["count"] = Count,
        ["spearman"] = Spearman.ToJson(),
        ["kendall"] = Kendall.ToJson(),
        ["sign"] = Sign,
    };

    private string Direction => Sign switch
    {
        "higher" => "larger values go with better networks",
        "lower" => "larger values go with worse networks",
        _ => "which way it points cannot be told from these",
    };
}
