using System.Globalization;
using System.Text.Json.Nodes;
using Enas.Host.Readings;
using Enas.Pipeline.Architectures;

namespace Enas.Host.Report;

/// <summary>How often each operation was chosen, by stretches of a search, over all its decisions on operations; and how often
/// a skip was.</summary>
internal sealed class OperationShares
{
    /// <summary>So many stretches where nobody says how many.</summary>
    public const int MostStretches = 60;

    private readonly List<(long Step, long Last, int[] Chosen, int Skips, int Bits)> _stretches = [];

    private OperationShares(IReadOnlyList<string> options) => Options = options;

    /// <summary>The operations by name.</summary>
    public IReadOnlyList<string> Options { get; }

    /// <summary>Whether the space has skip decisions.</summary>
    public bool HasSkips => _stretches.Any(stretch => stretch.Bits > 0);

    /// <summary>Share of skips that were chosen among those that could be, by stretch.</summary>
    public IReadOnlyList<SeriesPoint> SkipRates =>
        [.. _stretches.Where(s => s.Bits > 0).Select(s => new SeriesPoint(s.Step, (double)s.Skips / s.Bits))];

    /// <summary>The share of each operation, in the order of <see cref="Options"/>, from a step to another.</summary>
    public IEnumerable<(long From, long To, IReadOnlyList<double> Shares)> Bins => _stretches.Select(stretch =>
        (stretch.Step, stretch.Last, (IReadOnlyList<double>)[.. stretch.Chosen.Select(count =>
            (double)count / Math.Max(stretch.Chosen.Sum(), 1))]));

    /// <summary>Counts the samples of the policy, or all where it has none.</summary>
    /// <param name="space">What they are of.</param>
    /// <param name="most">So many stretches at most.</param>
    public static OperationShares Of(SearchSpace space, IReadOnlyList<SampledTokens> samples, int most = MostStretches)
    {
        var known = new Dictionary<string, IReadOnlyList<int>>(StringComparer.Ordinal);
        var shares = new OperationShares(space.OperationOptions);
        SampledTokens[] counted = [.. samples.Where(sample => sample.IsForPolicy)];
        counted = counted.Length == 0 ? [.. samples] : counted;
        foreach (var stretch in Stretches.Of(counted, most))
        {
            shares.Count(space, counted.AsSpan(stretch), known);
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

    private void Count(SearchSpace space, ReadOnlySpan<SampledTokens> samples, Dictionary<string, IReadOnlyList<int>> known)
    {
        var (chosen, skips, bits) = (new int[Options.Count], 0, 0);
        var place = Options.Index().ToDictionary(option => option.Item, option => option.Index, StringComparer.Ordinal);
        foreach (var sample in samples)
        {
            if (!known.TryGetValue(sample.Tokens, out var values))
            {
                values = space.Parse(sample.Tokens).Values;
                known.Add(sample.Tokens, values);
            }

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

        _stretches.Add((samples[0].Step, samples[^1].Step, chosen, skips, bits));
    }
}
