using System.Diagnostics.CodeAnalysis;
using Enas.Pipeline.Projections;
using Enas.Pipeline.Steps.Evaluate;

namespace Enas.Host.Readings;

/// <summary>What the rewards of one architecture came to.</summary>
/// <param name="firstStep">The step of its first reward.</param>
internal sealed class RewardedArchitecture(string tokens, long firstStep)
{
    private double _sum;

    public string Tokens => tokens;

    public int Times { get; private set; }

    /// <summary>Its highest reward.</summary>
    public double Best { get; private set; }

    /// <summary>What was measured for that one, the first of several that are equal; null where it has no value.</summary>
    public double? BestMetric { get; private set; }

    public double Mean => _sum / Times;

    public double Last { get; private set; }

    public long FirstStep => firstStep;

    public long LastStep { get; private set; }

    /// <summary>Takes one more reward.</summary>
    public void Add(long step, double reward, double? metric)
    {
        if (Times == 0 || reward > Best)
        {
            (Best, BestMetric) = (reward, metric);
        }

        Times++;
        _sum += reward;
        (Last, LastStep) = (reward, step);
    }
}

/// <summary>The architectures that got rewards, each once. It reads the promoted columns and parses nothing.</summary>
/// <param name="pool">Holds each architecture's text once; another projection may hold the same ones.</param>
internal sealed class ArchitectureRewards(TokenPool? pool = null) : IProjection
{
    private readonly Dictionary<string, RewardedArchitecture> _known = new(StringComparer.Ordinal);
    private readonly List<RewardedArchitecture> _all = [];
    private readonly TokenPool _pool = pool ?? new TokenPool();

    /// <summary>In the order of their first rewards.</summary>
    public IReadOnlyList<RewardedArchitecture> All => _all;

    /// <summary>By the highest reward; the earlier one when equal.</summary>
    public IEnumerable<RewardedArchitecture> Ranked => _all.OrderByDescending(one => one.Best).ThenBy(one => one.FirstStep);

    /// <summary>Looks one up.</summary>
    public bool TryGet(string tokens, [NotNullWhen(true)] out RewardedArchitecture? found) => _known.TryGetValue(tokens, out found);

    public void Apply(RecordedEvent recorded)
    {
        var row = recorded.Row;
        if (row.EventType != RewardEvaluated.Name)
        {
            return;
        }

        var tokens = _pool.Of(row.Architecture);
        if (!_known.TryGetValue(tokens, out var one))
        {
            one = new RewardedArchitecture(tokens, row.Step);
            _known.Add(tokens, one);
            _all.Add(one);
        }

        one.Add(row.Step, row.Reward ?? 0, row.Metric);
    }
}
