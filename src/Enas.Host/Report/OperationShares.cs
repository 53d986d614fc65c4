using System.Globalization;
using System.Text.Json.Nodes;
using Enas.Host.Readings;
using Enas.Pipeline.Architectures;

namespace Enas.Host.Report;

/// <summary>How often each operation was chosen, by stretches of a search, over all its decisions on operations; and how often
/// a skip was.</summary>
internal sealed class OperationShares
{
    private const int MostStretches = 60;
    private readonly List<(long Step, int[] Chosen, int Skips, int Bits)> _stretches = [];

    private OperationShares(IReadOnlyList<string> options) => Options = options;

    /// <summary>The operations by name.</summary>
    public IReadOnlyList<string> Options { get; }

    /// <summary>Whether the space has skip decisions.</summary>
    public bool HasSkips => _stretches.Any(stretch => stretch.Bits > 0);

    /// <summary>Share of skips that were chosen among those that could be, by stretch.</summary>
    public IReadOnlyList<SeriesPoint> SkipRates =>
        [.. _stretches.Where(s => s.Bits > 0).Select(s => new SeriesPoint(s.Step, (double)s.Skips / s.Bits))];

    /// <summary>Counts the samples of the policy, or all where it has none.</summary>
    public static OperationShares Of(SearchSpace space, IReadOnlyList<SampledTokens> samples)
    {
        var shares = new OperationShares(space.OperationOptions);
        SampledTokens[] counted = [.. samples.Where(sample => sample.IsForPolicy)];
        counted = counted.Length == 0 ? [.. samples] : counted;
        foreach (var stretch in Stretches.Of(counted, MostStretches))
        {
            shares.Count(space, counted.AsSpan(stretch));
        }

        return shares;
    }

    /// <summary>The shares as a heat map; null where nothing was sampled.</summary>
    public JsonObject? HeatMap()
    {
        if (_stretches.Count == 0)
        {
            return null;
        }

        var cells = new JsonArray();
        for (var stretch = 0; stretch < _stretches.Count; stretch++)
        {
            var total = Math.Max(_stretches[stretch].Chosen.Sum(), 1);
            for (var option = 0; option < Options.Count; option++)
            {
                cells.Add((JsonNode)new JsonArray(stretch, option, ChartSpec.Short((double)_stretches[stretch].Chosen[option] / total)));
            }
        }

        return new JsonObject
        {
            ["kind"] = "heat",
            ["x"] = "step",
            ["columns"] = new JsonArray([.. _stretches.Select(s => (JsonNode)s.Step.ToString(CultureInfo.InvariantCulture))]),
            ["rows"] = new JsonArray([.. Options.Select(option => (JsonNode)option)]),
            ["data"] = cells,
        };
    }

    private void Count(SearchSpace space, ReadOnlySpan<SampledTokens> samples)
    {
        var (chosen, skips, bits) = (new int[Options.Count], 0, 0);
        var place = Options.Index().ToDictionary(option => option.Item, option => option.Index, StringComparer.Ordinal);
        foreach (var sample in samples)
        {
            var values = space.Parse(sample.Tokens).Values;
            for (var i = 0; i < values.Count; i++)
            {
                var decision = space.Decisions[i];
                switch (decision.Role)
                {
                    case DecisionRole.Operation:
                        chosen[place[decision.Options[values[i]]]]++;
                        break;
                    case DecisionRole.Skip:
                        bits++;
                        skips += values[i];
                        break;
                    default:
                        break;
                }
            }
        }

        _stretches.Add((samples[0].Step, chosen, skips, bits));
    }
}
