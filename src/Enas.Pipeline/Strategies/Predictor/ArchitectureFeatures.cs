using Enas.Pipeline.Architectures;

namespace Enas.Pipeline.Strategies.Predictor;

/// <summary>
/// What a linear model sees of an architecture: how often each option was chosen, among all decisions of a role and, where a space has
/// several parts, among those of one part; and what the first decision of each role chose. Counts n of a group of g decisions are divided
/// by √g, so that the product of two architectures' features is, for each group, the number of pairs of equal choices over g. Which of
/// many equal decisions chose an option is left out: a few evaluations say nothing of it.
/// </summary>
internal sealed class ArchitectureFeatures
{
    private readonly List<Group> _groups = [];
    private readonly SearchSpace _space;

    /// <summary>The features of a space.</summary>
    public ArchitectureFeatures(SearchSpace space, FeatureSet set)
    {
        _space = space;
        var decisions = space.Decisions.Index().Where(decision => decision.Item.OptionCount > 1).ToArray();
        if (set == FeatureSet.Decisions)
        {
            foreach (var decision in decisions)
            {
                Add([decision.Index], space, decisions.Length);
            }

            return;
        }

        AddCounts(decisions, space);
    }

    /// <summary>Number of features.</summary>
    public int Count { get; private set; }

    private void AddCounts((int Index, Decision Item)[] decisions, SearchSpace space)
    {
        foreach (var role in decisions.GroupBy(decision => decision.Item.Role))
        {
            Add([.. role.Select(decision => decision.Index)], space);
            Add([role.First().Index], space);
            var parts = role.GroupBy(decision => decision.Item.Part, StringComparer.Ordinal).ToArray();
            foreach (var part in parts.Where(_ => parts.Length > 1))
            {
                Add([.. part.Select(decision => decision.Index)], space);
            }
        }
    }

    /// <summary>The features of an architecture of the space, [Count].</summary>
    public double[] Of(Architecture architecture)
    {
        var features = new double[Count];
        foreach (var group in _groups)
        {
            foreach (var decision in group.Decisions.Where(decision => _space.IsOpen(decision, architecture.Values)))
            {
                features[group.Start + architecture.Values[decision]] += group.Weight;
            }
        }

        return features;
    }

    private void Add(int[] decisions, SearchSpace space) => Add(decisions, space, decisions.Length);

    private void Add(int[] decisions, SearchSpace space, int size)
    {
        _groups.Add(new Group(decisions, Count, 1 / Math.Sqrt(size)));
        Count += decisions.Max(decision => space.Decisions[decision].OptionCount);
    }

    private sealed record Group(int[] Decisions, int Start, double Weight);
}
