using Enas.Pipeline.Architectures;
using Enas.Pipeline.Messages;
using Enas.Pipeline.Options;
using Enas.Pipeline.Policies;
using Enas.Pipeline.Tensors;

namespace Enas.Pipeline.Spaces.RnnCell;

/// <summary>
/// The space of recurrent cells (docs/algorithms.md#recurrent-cell): node 0 chooses an activation, every later node an earlier node and an
/// activation. With all of it sampled there are F^N (N-1)! decision sequences.
/// </summary>
internal sealed class RnnCellSpace : SearchSpace, IControlledSpace, ITextSpace
{
    /// <summary>The space's name in job files and facts.</summary>
    public const string Name = "rnn-cell";

    private static readonly string[] s_outputs = ["loose-ends", "all-but-first", "all-nodes"];

    private readonly Activation[] _activations;
    private readonly Activation? _first;
    private readonly string _output;

    ITextNetworks ITextSpace.Networks => new RnnNetworks(this);

    /// <summary>The space that a job describes.</summary>
    public RnnCellSpace(SpaceOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Nodes, 1);
        NodeCount = options.Nodes;
        _activations = [.. options.Activations.Select(ActivationNames.Parse)];
        _first = options.FirstActivation == "sampled" ? null : ActivationNames.Parse(options.FirstActivation);
        _output = options.Output;
        Decisions = [.. DecisionsOf()];
    }

    /// <inheritdoc />
    public override string Kind => Name;

    /// <summary>Nodes N, node 0 included.</summary>
    public int NodeCount { get; }

    /// <summary>The activations a node can take, in option order.</summary>
    public IReadOnlyList<Activation> Activations => _activations;

    /// <summary>Whether node 0's activation is a decision.</summary>
    public bool FirstActivationIsSampled => _first is null;

    /// <summary>Node 0's activation, where it is no decision; else null.</summary>
    internal Activation? FirstActivation => _first;

    /// <summary>The nodes whose mean is the output of every cell, ascending; null where it is that of the loose ends.</summary>
    internal IReadOnlyList<int>? FixedOutput => _output == s_outputs[0] ? null
        : OutputNodes(new RecurrentCell(new int[NodeCount], new Activation[NodeCount]));

    /// <summary>A node's source and activation are one choice: what is strong is an edge with what is done on it.</summary>
    public override Relaxation Relaxation => new(this, GroupsOf());

    /// <summary>The number of the choice that a node makes; of node 0 only where its activation is sampled.</summary>
    internal int ChoiceOf(int node) => FirstActivationIsSampled ? node : node - 1;

    /// <summary>The decisions in sampling order: within a node the source, then the activation.</summary>
    public override IReadOnlyList<Decision> Decisions { get; }

    /// <summary>Number of tokens of an architecture in the canonical (official) dialect: 2N - 1.</summary>
    public override int TokenCount => (2 * NodeCount) - 1;

    /// <inheritdoc />
    public override Architecture Parse(string tokens) => FromCell(RnnCellDialects.ParseOfficial(tokens));

    /// <summary>The architecture of a cell, which must lie in this space. Throws <see cref="ArchitectureFormatException"/>.</summary>
    public Architecture FromCell(RecurrentCell cell)
    {
        if (cell.NodeCount != NodeCount)
        {
            throw new ArchitectureFormatException($"the cell has {Counted.Of(cell.NodeCount, "node")}, the space has {NodeCount}");
        }

        if (cell.StatedOutput is { } stated && !stated.SequenceEqual(OutputNodes(cell)))
        {
            throw new ArchitectureFormatException($"the genotype's output is the mean of the nodes {string.Join(", ", stated)}; in this "
                + $"space it is that of {string.Join(", ", OutputNodes(cell))} (space.output = \"{_output}\"){OtherOutput(cell, stated)}");
        }

        var values = new List<int>(Decisions.Count);
        for (var node = 0; node < NodeCount; node++)
        {
            if (node > 0)
            {
                values.Add(cell.Sources[node]);
            }

            AddActivation(values, cell, node);
        }

        return FromValues(values);
    }

    /// <summary>Whether every activation of a cell of so many nodes is one that its node can take.</summary>
    internal bool Holds(RecurrentCell cell) => cell.Activations.Index().All(one =>
        one.Index == 0 && _first is { } first ? one.Item == first : _activations.Contains(one.Item));

    /// <summary>The cell that an architecture of this space describes.</summary>
    public RecurrentCell Cell(Architecture architecture) => CellOf(architecture.Values);

    /// <inheritdoc />
    /// <remarks>The input, the cell's nodes, and the mean that is its output.</remarks>
    public override ArchitectureGraph GraphOf(Architecture architecture)
    {
        var cell = Cell(architecture);
        string[] names = [.. cell.Activations.Select(ActivationNames.Of)];
        return new(
            ["x[t], h[t-1]", .. names.Select((name, node) => $"node{node} = {name}"), "h[t] = mean"],
            [
                .. names.Select((name, node) => new ArchitectureEdge(node == 0 ? 0 : cell.Sources[node] + 1, node + 1, name)),
                .. OutputNodes(cell).Select(node => new ArchitectureEdge(node + 1, NodeCount + 1, "mean")),
            ]);
    }

    /// <summary>The nodes whose mean is the cell's output, ascending.</summary>
    public IReadOnlyList<int> OutputNodes(RecurrentCell cell) => OutputNodes(cell, _output);

    private static IReadOnlyList<int> OutputNodes(RecurrentCell cell, string output) => output switch
    {
        "all-nodes" => [.. Enumerable.Range(0, cell.NodeCount)],
        "all-but-first" => [.. Enumerable.Range(Math.Min(1, cell.NodeCount - 1), Math.Max(1, cell.NodeCount - 1))],
        _ => cell.LooseEnds,
    };

    /// <summary>The way out: the value of the option that has the stated output, if one has.</summary>
    private static string OtherOutput(RecurrentCell cell, IReadOnlyList<int> stated) =>
        s_outputs.FirstOrDefault(output => stated.SequenceEqual(OutputNodes(cell, output))) is { } fitting
            ? $". A job whose space.output is \"{fitting}\" has it"
            : ". No value of space.output has those nodes; give the list of pairs without concat to take the job's";

    protected override string Print(IReadOnlyList<int> values) => RnnCellDialects.PrintOfficial(CellOf(values));

    private void AddActivation(List<int> values, RecurrentCell cell, int node)
    {
        var activation = cell.Activations[node];
        if (node == 0 && _first is { } fixedActivation)
        {
            if (activation != fixedActivation)
            {
                throw new ArchitectureFormatException(
                    $"node 0 is always {ActivationNames.Of(fixedActivation)} in this space, not {ActivationNames.Of(activation)}");
            }

            return;
        }

        var option = Array.IndexOf(_activations, activation);
        if (option < 0)
        {
            throw new ArchitectureFormatException($"node {node}: {ActivationNames.Of(activation)} "
                + $"is not in this space; allowed: {string.Join(' ', _activations.Select(ActivationNames.Of))}");
        }

        values.Add(option);
    }

    private IEnumerable<IReadOnlyList<int>> GroupsOf()
    {
        if (FirstActivationIsSampled)
        {
            yield return [0];
        }

        for (var node = 1; node < NodeCount; node++)
        {
            var source = (2 * (node - 1)) + (FirstActivationIsSampled ? 1 : 0);
            yield return [source, source + 1];
        }
    }

    private RecurrentCell CellOf(IReadOnlyList<int> values)
    {
        var sources = new int[NodeCount];
        var activations = new Activation[NodeCount];
        var next = 0;
        for (var node = 0; node < NodeCount; node++)
        {
            sources[node] = node == 0 ? 0 : values[next++];
            activations[node] = node == 0 && _first is { } first ? first : _activations[values[next++]];
        }

        return new RecurrentCell(sources, activations);
    }

    private IEnumerable<Decision> DecisionsOf()
    {
        string[] activations = [.. _activations.Select(ActivationNames.Of)];
        string[] ids = [.. _activations.Select(activation => TokenNumbers.Of((int)activation))];
        int? identity = Array.IndexOf(_activations, Activation.Identity) is >= 0 and var position ? position : null;
        for (var node = 0; node < NodeCount; node++)
        {
            if (node > 0)
            {
                yield return new Decision(
                    $"node{node}/source", DecisionRole.Input, [.. Enumerable.Range(0, node).Select(source => $"node{source}")])
                {
                    Place = 2 * node,
                    Tokens = [.. Enumerable.Range(0, node).Select(TokenNumbers.Of)],
                };
            }

            if (node > 0 || _first is null)
            {
                yield return new Decision($"node{node}/activation", DecisionRole.Operation, activations)
                {
                    Place = (2 * node) + 1,
                    Tokens = ids,
                    SkipValue = identity,
                };
            }
        }
    }

    LstmPolicyShape IControlledSpace.PolicyShapeOf(PolicyOptions options) =>
        new("activation", Activations.Count, HasAttention: true, IsTied: options.TiedActivations);

    PolicyWalk IControlledSpace.CreateWalk(IStepScope scope, LstmPolicyWeights weights, PolicyOptions options) =>
        new RnnCellWalk(scope, weights, options, this);
}
