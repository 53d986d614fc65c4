using Enas.Pipeline.Architectures;
using Enas.Pipeline.Networks;

namespace Enas.Pipeline.Spaces.NasBench201;

/// <summary>
/// The cells of NAS-Bench-201 (Dong and Yang, ICLR 2020), which are those of NATS-Bench's topology space: four nodes, each earlier node
/// joined to each later one by an edge with one of five operations, 5^6 = 15,625 in all. A node is the sum of its edges; node 0 is the
/// input, node 3 the output. The canonical token string is the benchmark's own: <c>|nor_conv_3x3~0|+|none~0|skip_connect~1|+|...|</c>.
/// </summary>
internal sealed class NasBench201Space : SearchSpace, IConvolutionalSpace
{
    /// <summary>The space's name in job files.</summary>
    public const string Name = "nas-bench-201";

    /// <summary>Nodes of a cell, its input included.</summary>
    public const int NodeCount = 4;

    /// <inheritdoc />
    public override string Kind => Name;

    /// <summary>The decisions in the order of the string: node by node, each node's edges by the node that they read.</summary>
    public override IReadOnlyList<Decision> Decisions { get; } =
        [.. from node in Enumerable.Range(1, NodeCount - 1) from edge in Enumerable.Range(0, node) select DecisionOf(node, edge)];

    /// <inheritdoc />
    public override int TokenCount => Decisions.Count;

    /// <summary>Every edge of a cell, in the order of the decisions, with nothing on it.</summary>
    public static IReadOnlyList<NasBench201Edge> Edges { get; } =
    [
        .. from node in Enumerable.Range(1, NodeCount - 1)
           from edge in Enumerable.Range(0, node)
           select new NasBench201Edge(edge, node, NasBench201Operation.None),
    ];

    /// <summary>The edges of an architecture of this space, in the order of the string.</summary>
    public static IReadOnlyList<NasBench201Edge> EdgesOf(Architecture architecture) =>
    [
        .. from node in Enumerable.Range(1, NodeCount - 1)
           from edge in Enumerable.Range(0, node)
           select new NasBench201Edge(edge, node, (NasBench201Operation)architecture.Values[FirstDecisionOf(node) + edge]),
    ];

    /// <summary>
    /// The architecture of the benchmark's string, or of six numbers of operations. Throws <see cref="ArchitectureFormatException"/>.
    /// </summary>
    public override Architecture Parse(string tokens) => FromValues(NasBench201Text.Parse(tokens));

    /// <inheritdoc />
    public override ArchitectureGraph GraphOf(Architecture architecture) => new(
        ["input", "node 1", "node 2", "output"],
        [
            .. EdgesOf(architecture).Where(edge => edge.Operation != NasBench201Operation.None)
                .Select(edge => new ArchitectureEdge(edge.From, edge.To, LabelOf(edge.Operation), StyleOf(edge.Operation))),
        ]);

    ImageNetworkFamily IConvolutionalSpace.Networks => new NasBench201NetworkFamily(this);

    /// <inheritdoc />
    protected override string Print(IReadOnlyList<int> values) => NasBench201Text.Print(values);

    /// <summary>The number of the first decision of a node from 1: node n has n edges.</summary>
    internal static int FirstDecisionOf(int node) => node * (node - 1) / 2;

    private static string LabelOf(NasBench201Operation operation) => operation switch
    {
        NasBench201Operation.SkipConnect => "skip",
        NasBench201Operation.Convolution1 => "conv 1×1",
        NasBench201Operation.Convolution3 => "conv 3×3",
        _ => "avg 3×3",
    };

    private static string StyleOf(NasBench201Operation operation) => operation switch
    {
        NasBench201Operation.SkipConnect => "identity",
        NasBench201Operation.AveragePool3 => "pool",
        _ => "convolution",
    };

    private static Decision DecisionOf(int node, int edge) =>
        new($"node{node}/edge{edge}", DecisionRole.Operation, NasBench201Operations.Names)
        {
            // A mutation draws the node first and then one of its edges, as the published evolution does.
            Part = $"node{node}",
            Place = FirstDecisionOf(node) + edge + 1,
            Tokens = [.. NasBench201Operations.Names.Select(name => NasBench201Text.Token(name, edge))],
            SkipValue = (int)NasBench201Operation.SkipConnect,
        };
}
