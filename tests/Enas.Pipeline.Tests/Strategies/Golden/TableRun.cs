using Enas.Pipeline.Architectures;

namespace Enas.Pipeline.Tests.Strategies.Golden;

/// <summary>Evaluations of one search on the table, and what the search would choose after any number of them.</summary>
internal sealed class TableRun
{
    private readonly List<double> _results = [];
    private double _bestReward = double.NegativeInfinity;

    public int Count => _results.Count;

    /// <summary>The reward of a cell. The first of the highest rewards so far is the search's choice.</summary>
    public double Evaluate(Architecture cell)
    {
        var row = NasBench201Table.Of(cell);
        var reward = NasBench201Table.RewardOf(row);
        _results.Add(reward > _bestReward ? NasBench201Table.TestOf(row) : _results[^1]);
        _bestReward = Math.Max(reward, _bestReward);
        return reward;
    }

    /// <summary>The test accuracy of the choice after so many evaluations.</summary>
    public double ResultAfter(int evaluations) => _results[evaluations - 1];
}
