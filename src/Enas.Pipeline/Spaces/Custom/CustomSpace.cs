using System.Numerics;
using Enas.Pipeline.Architectures;
using Enas.Pipeline.Numerics;

namespace Enas.Pipeline.Spaces.Custom;

/// <summary>A space that a job describes: decisions by name, some of which are open only where others were made in some way.</summary>
internal sealed class CustomSpace : SearchSpace
{
    /// <summary>The space's name in job files.</summary>
    public const string Name = "custom";

    private readonly IReadOnlyList<CustomDecision> _described;
    private readonly CustomCondition[][] _conditions;
    private readonly Lazy<OpenShares> _shares;

    internal CustomSpace(IReadOnlyList<CustomDecision> described)
    {
        _described = described;
        _conditions = ConditionsOf(described);
        Decisions =
        [
            .. described.Select((decision, place) => new Decision(
                decision.Name, decision.IsInput ? DecisionRole.Input : DecisionRole.Value,
                [.. decision.Options.Select(option => option.Text)])
            {
                Part = decision.Part,
                Place = place + 1,
                Tokens = [.. decision.Options.Select(option => CustomTokens.Token(decision.Name, option.Text))],
            }),
        ];
        HasConditions = described.Any(decision => decision.When.Count > 0);
        _shares = new(() => OpenShares.Of(described));
    }

    /// <inheritdoc />
    public override string Kind => Name;

    /// <inheritdoc />
    public override IReadOnlyList<Decision> Decisions { get; }

    /// <inheritdoc />
    public override int TokenCount => Decisions.Count;

    /// <inheritdoc />
    public override bool HasConditions { get; }

    /// <inheritdoc />
    public override BigInteger Size => _shares.Value.Size;

    /// <inheritdoc />
    public override bool IsOpen(int decision, IReadOnlyList<int> values) =>
        Array.TrueForAll(_conditions[decision], condition => condition.Options.Contains(values[condition.Decision]));

    /// <inheritdoc />
    /// <remarks>A decision counts for the share of uniform architectures in which it is open.</remarks>
    public override double UniformEntropy(bool ofSampledOption) => Decisions.Zip(_shares.Value.Open).Sum(decision =>
        decision.Second * ExactMath.Log(decision.First.OptionCount) / (ofSampledOption ? decision.First.OptionCount : 1));

    /// <inheritdoc />
    public override Architecture Parse(string tokens) => FromValues(CustomTokens.Parse(this, tokens));

    /// <inheritdoc />
    /// <remarks>The open decisions one after the other, with what was chosen; an edge to each from the item that it chose.</remarks>
    public override ArchitectureGraph GraphOf(Architecture architecture)
    {
        int[] open = [.. Enumerable.Range(0, Decisions.Count).Where(place => IsOpen(place, architecture.Values))];
        string[] nodes = [.. open.Select(place => $"{Decisions[place].Name} = {Decisions[place].Options[architecture.Values[place]]}")];
        return new(nodes, [.. Enumerable.Range(1, Math.Max(0, open.Length - 1)).SelectMany(node => EdgesTo(architecture, open, node))]);
    }

    /// <inheritdoc />
    /// <remarks>Numbers as numbers, bits as true or false.</remarks>
    public override IReadOnlyList<(string Decision, string Json)> ChoicesOf(Architecture architecture) =>
    [
        .. from place in Enumerable.Range(0, Decisions.Count)
           where IsOpen(place, architecture.Values)
           select (Decisions[place].Name, _described[place].Options[architecture.Values[place]].Json),
    ];

    /// <summary>When a decision is open, in words.</summary>
    internal string ConditionOf(int place) => string.Join(" and ", _described[place].When.Select(condition =>
        $"{Decisions[condition.Decision].Name} must be "
        + string.Join(" or ", condition.Options.Select(option => Decisions[condition.Decision].Options[option]))));

    /// <inheritdoc />
    protected override string Print(IReadOnlyList<int> values) => CustomTokens.Print(this, values);

    // A decision is open where its conditions hold and the decisions that they ask are open. So all of these conditions together must
    // hold, each once: two that ask the same decision would double the work at every level.
    private static CustomCondition[][] ConditionsOf(IReadOnlyList<CustomDecision> described)
    {
        var all = new CustomCondition[described.Count][];
        foreach (var (place, decision) in described.Index())
        {
            all[place] = [.. decision.When.SelectMany(condition => all[condition.Decision]).Concat(decision.When).Distinct()];
        }

        return all;
    }

    private IEnumerable<ArchitectureEdge> EdgesTo(Architecture architecture, int[] open, int node)
    {
        yield return new ArchitectureEdge(node - 1, node, string.Empty);
        var decision = Decisions[open[node]];
        var item = Array.FindIndex(open, place => decision.Role == DecisionRole.Input
            && Decisions[place].Name == decision.Options[architecture.Values[open[node]]]);
        if (item >= 0 && item < node - 1)
        {
            yield return new ArchitectureEdge(item, node, "reads", "identity");
        }
    }
}
