using Enas.Pipeline.Architectures;
using Enas.Pipeline.Messages;
using Enas.Pipeline.Networks;
using Enas.Pipeline.Options;
using Enas.Pipeline.Policies;
using Enas.Pipeline.Tensors;

namespace Enas.Pipeline.Spaces.MicroCnn;

/// <summary>
/// The space of cell pairs (docs/algorithms.md#micro-space): a normal and a reduction cell of B nodes, each the sum of two (entry,
/// operation) branches. Each cell has (∏ (i+2))² K^(2B) decision sequences over i = 0 .. B - 1. Sampling asks a node for both entries and
/// then for both operations; tokens interleave them: entry, operation, entry, operation per node, the normal cell, a slash, the
/// reduction cell.
/// </summary>
internal sealed class MicroCnnSpace : SearchSpace, IControlledSpace, IConvolutionalSpace
{
    /// <summary>The space's name in job files and facts.</summary>
    public const string Name = "micro-cnn";

    /// <summary>Decisions of a node: two entries, then two operations.</summary>
    internal const int DecisionsPerNode = 4;

    private const char CellSeparator = MicroCnnDialects.CellSeparator;
    private static readonly string[] s_cellNames = ["normal", "reduction"];

    private readonly MicroOperation[] _operations;

    /// <summary>The space of cells of this many nodes over these operations, in option order.</summary>
    public MicroCnnSpace(int nodeCount, IReadOnlyList<MicroOperation> operations)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(nodeCount, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(operations.Count, 1);
        NodeCount = nodeCount;
        _operations = [.. operations];
        Decisions = [.. DecisionsOf()];
    }

    /// <inheritdoc />
    public override string Kind => Name;

    /// <summary>Nodes B of each cell, its two inputs not counted.</summary>
    public int NodeCount { get; }

    /// <summary>The operations a branch can take, in option order.</summary>
    public IReadOnlyList<MicroOperation> Operations => _operations;

    /// <summary>The decisions in sampling order: the normal cell, then the reduction cell; within a node both entries,
    /// then both operations.</summary>
    public override IReadOnlyList<Decision> Decisions { get; }

    /// <inheritdoc />
    /// <remarks>A branch's entry and operation are one choice; the two branches of a node are its two strongest edges from different
    /// entries.</remarks>
    public override Relaxation Relaxation => new(
        this,
        from node in Enumerable.Range(0, s_cellNames.Length * NodeCount)
        from branch in (int[])[0, 1]
        select (IReadOnlyList<int>)[(node * DecisionsPerNode) + branch, (node * DecisionsPerNode) + 2 + branch],
        [.. Enumerable.Range(0, s_cellNames.Length * NodeCount).Select(node => (2 * node, (2 * node) + 1))]);

    /// <inheritdoc />
    public override int TokenCount => Decisions.Count;

    /// <summary>The number of a node's first decision.</summary>
    /// <param name="cell">0 the normal cell, 1 the reduction cell.</param>
    /// <param name="node">The node from 0.</param>
    public int FirstDecisionOf(int cell, int node) => ((cell * NodeCount) + node) * DecisionsPerNode;

    /// <summary>The cells that an architecture of this space describes.</summary>
    public MicroNetwork Network(Architecture architecture) => new(CellOf(architecture.Values, 0), CellOf(architecture.Values, 1));

    /// <inheritdoc />
    /// <remarks>The normal and the reduction cell beside each other, each with its two inputs, its nodes and its output.</remarks>
    public override ArchitectureGraph GraphOf(Architecture architecture)
    {
        var network = Network(architecture);
        MicroCell[] cells = [network.Normal, network.Reduction];
        var size = NodeCount + 3;
        return new(
            [
                .. s_cellNames.SelectMany(cell => (string[])
                    [.. Enumerable.Range(0, NodeCount + 2).Select(entry => $"{cell}/{EntryName(entry)}"), $"{cell}/output"]),
            ],
            [.. cells.Index().SelectMany(cell => EdgesOf(cell.Item, cell.Index * size))]);
    }

    /// <summary>The architecture of a pair of cells, which must lie in this space. Throws
    /// <see cref="ArchitectureFormatException"/>.</summary>
    public Architecture FromNetwork(MicroNetwork network)
    {
        var values = new int[Decisions.Count];
        foreach (var (cell, graph) in new[] { network.Normal, network.Reduction }.Index())
        {
            if (graph.Nodes.Count != NodeCount)
            {
                throw new ArchitectureFormatException(
                    $"the {s_cellNames[cell]} cell has {Counted.Of(graph.Nodes.Count, "node")}, the space has {NodeCount}");
            }

            RequireLooseEnds(graph, s_cellNames[cell]);
            foreach (var (node, (first, second)) in graph.Nodes.Index())
            {
                var at = FirstDecisionOf(cell, node);
                (values[at], values[at + 1]) = (Entry(first.Entry, cell, node), Entry(second.Entry, cell, node));
                (values[at + 2], values[at + 3]) = (OptionOf(first.Operation, cell, node), OptionOf(second.Operation, cell, node));
            }
        }

        return FromValues(values);
    }

    /// <inheritdoc />
    public override Architecture Parse(string tokens)
    {
        var parts = tokens.Split(CellSeparator);
        if (parts.Length != s_cellNames.Length)
        {
            throw new ArchitectureFormatException($"{parts.Length - 1} slashes; a "
                + $"micro architecture is the tokens of the normal cell, a slash, the tokens of the reduction cell");
        }

        return FromNetwork(new MicroNetwork(ParseCell(parts[0], 0), ParseCell(parts[1], 1)));
    }

    protected override string Print(IReadOnlyList<int> values) =>
        string.Join($" {CellSeparator} ", Enumerable.Range(0, s_cellNames.Length).Select(cell => PrintCell(CellOf(values, cell))));

    private static string PrintCell(MicroCell cell) => string.Join(' ', cell.Nodes.SelectMany(node =>
        new[] { node.First.Entry, (int)node.First.Operation, node.Second.Entry, (int)node.Second.Operation }));

    private static IEnumerable<ArchitectureEdge> EdgesOf(MicroCell cell, int first) =>
    [
        .. from node in cell.Nodes.Index()
           from input in (MicroInput[])[node.Item.First, node.Item.Second]
           select new ArchitectureEdge(first + input.Entry, first + node.Index + 2, MicroOperationNames.Of(input.Operation)),
        .. cell.Output.Select(entry => new ArchitectureEdge(first + entry, first + cell.Nodes.Count + 2, "concat")),
    ];

    private static void RequireLooseEnds(MicroCell cell, string name)
    {
        if (!cell.Output.SequenceEqual(cell.LooseEnds))
        {
            throw new ArchitectureFormatException(
                $"the {name} cell's output is the concat of the entries {string.Join(", ", cell.Output)}; in this space it is that "
                + $"of the entries that nothing reads: {string.Join(", ", cell.LooseEnds)}. Such a cell can be drawn, and not trained");
        }
    }

    private static int Entry(int entry, int cell, int node) => entry >= 0 && entry < node + 2
        ? entry
        : throw new ArchitectureFormatException($"{s_cellNames[cell]} cell, node {node}: entry {entry}; allowed: 0 to {node + 1}");

    private static MicroOperation Operation(int id, int cell, int node) => id < MicroOperationNames.All.Count
        ? (MicroOperation)id
        : throw new ArchitectureFormatException($"{s_cellNames[cell]} cell, node "
            + $"{node}: operation {id}; allowed: "
                + $"{string.Join(", ", MicroOperationNames.All.Select((name, number) => $"{number} {name}"))}");

    private MicroCell ParseCell(string text, int cell)
    {
        var numbers = TokenNumbers.Parse(text, cell * TokenCount / 2);
        if (numbers.Length != TokenCount / 2)
        {
            throw new ArchitectureFormatException($"{Counted.Of(numbers.Length, "token")} in the {s_cellNames[cell]} "
                + $"cell; a cell of {Counted.Of(NodeCount, "node")} has {TokenCount / 2}: entry, operation, entry, operation of each node");
        }

        return new MicroCell([.. numbers.Chunk(DecisionsPerNode).Select((four, node) => new MicroNode(
            new MicroInput(four[0], Operation(four[1], cell, node)),
            new MicroInput(four[2], Operation(four[3], cell, node))))]);
    }

    private MicroCell CellOf(IReadOnlyList<int> values, int cell) => new([.. Enumerable.Range(0, NodeCount).Select(node =>
    {
        var at = FirstDecisionOf(cell, node);
        return new MicroNode(
            new MicroInput(values[at], _operations[values[at + 2]]),
            new MicroInput(values[at + 1], _operations[values[at + 3]]));
    })]);

    private int OptionOf(MicroOperation operation, int cell, int node) => Array.IndexOf(_operations, operation) is >= 0 and var option
        ? option
        : throw new ArchitectureFormatException($"{s_cellNames[cell]} cell, node {node}: "
            + $"{MicroOperationNames.Of(operation)} is not in this space; allowed: "
                + $"{string.Join(' ', _operations.Select(MicroOperationNames.Of))}");

    private IEnumerable<Decision> DecisionsOf() =>
        from cell in s_cellNames
        from node in Enumerable.Range(0, NodeCount)
        from decision in NodeDecisions(cell, node)
        select decision;

    private IEnumerable<Decision> NodeDecisions(string cell, int node)
    {
        // Per node entry, operation, entry, operation; between the cells stands a slash, a token that decides nothing.
        var before = (node * DecisionsPerNode) + (cell == s_cellNames[0] ? 0 : (NodeCount * DecisionsPerNode) + 1);
        Decision Entry(int branch) =>
            new($"{cell}/node{node}/entry{branch}", DecisionRole.Input, [.. Enumerable.Range(0, node + 2).Select(EntryName)])
            {
                Part = cell,
                Cell = cell,
                Place = before + (2 * branch) + 1,
                Tokens = [.. Enumerable.Range(0, node + 2).Select(TokenNumbers.Of)],
            };
        Decision Operation(int branch) =>
            new($"{cell}/node{node}/operation{branch}", DecisionRole.Operation, [.. _operations.Select(MicroOperationNames.Of)])
            {
                Part = cell,
                Cell = cell,
                Place = before + (2 * branch) + 2,
                Tokens = [.. _operations.Select(operation => TokenNumbers.Of((int)operation))],
                SkipValue = Array.IndexOf(_operations, MicroOperation.Identity) is >= 0 and var identity ? identity : null,
            };
        return [Entry(0), Entry(1), Operation(0), Operation(1)];
    }

    private static string EntryName(int entry) => entry < 2 ? $"cell[k-{2 - entry}]" : $"node{entry - 2}";

    ImageNetworkFamily IConvolutionalSpace.Networks => new MicroNetworkFamily(this);

    LstmPolicyShape IControlledSpace.PolicyShapeOf(PolicyOptions options)
    {
        float[] bias = [.. Operations.Select(operation => MicroCnnWalk.IsConvolution(operation) ? (float)options.ConvolutionBias : 0)];
        return new("operation", Operations.Count, HasAttention: true, IsTied: false, bias);
    }

    PolicyWalk IControlledSpace.CreateWalk(IStepScope scope, LstmPolicyWeights weights, PolicyOptions options) =>
        new MicroCnnWalk(scope, weights, options, this);
}
