using Enas.Pipeline.Architectures;
using Enas.Pipeline.Messages;
using Enas.Pipeline.Tensors;

namespace Enas.Pipeline.Spaces.RnnCell;

/// <summary>
/// The token strings in which recurrent cells are published (docs/algorithms.md#tokens-and-dialects). The dialects number the activations
/// differently, and two of them have a first node that is always tanh and is not written. Numbers may stand in brackets, as they
/// are printed.
/// </summary>
internal static class RnnCellDialects
{
    /// <summary>enas_lm's order: tanh, ReLU, sigmoid, identity.</summary>
    private static readonly Activation[] s_enasLmOrder = [Activation.Tanh, Activation.Relu, Activation.Sigmoid, Activation.Identity];

    /// <summary>The dialects by name.</summary>
    public static IReadOnlyList<string> Names { get; } = ["official", "enas-lm", "darts"];

    /// <summary>Parses any dialect by name. Throws <see cref="ArchitectureFormatException"/>.</summary>
    public static RecurrentCell Parse(string dialect, string text) => dialect switch
    {
        "official" => ParseOfficial(PrintedLists.One(text, "a recurrent cell")),
        "enas-lm" => ParseEnasLm(PrintedLists.One(text, "a recurrent cell")),
        "darts" => ParseDarts(text),
        _ => throw Dialects.Unknown(dialect, RnnCellSpace.Name, Names),
    };

    /// <summary>Prints in any dialect by name. Throws <see cref="ArchitectureFormatException"/> when the dialect cannot say it.</summary>
    public static string Print(string dialect, RecurrentCell cell) => dialect switch
    {
        "official" => PrintOfficial(cell),
        "enas-lm" => PrintEnasLm(cell),
        "darts" => PrintDarts(cell),
        _ => throw Dialects.Unknown(dialect, RnnCellSpace.Name, Names),
    };

    /// <summary>Official: function of node 0, then (index, function) per node; 2N - 1 tokens; 0 tanh, 1 ReLU, 2
    /// identity, 3 sigmoid.</summary>
    public static RecurrentCell ParseOfficial(string text)
    {
        var tokens = TokenNumbers.Parse(text);
        if (tokens.Length % 2 == 0)
        {
            throw new ArchitectureFormatException(
                $"{Counted.Of(tokens.Length, "token")}; a cell of N nodes has 2N - 1: the function of node 0, then index and function "
                    + "of each node");
        }

        var sources = new int[(tokens.Length + 1) / 2];
        var activations = new Activation[sources.Length];
        activations[0] = OfficialActivation(tokens[0], 0);
        for (var node = 1; node < sources.Length; node++)
        {
            sources[node] = Source(tokens[(2 * node) - 1], node, node);
            activations[node] = OfficialActivation(tokens[2 * node], node);
        }

        return new RecurrentCell(sources, activations);
    }

    /// <summary>The official form of a cell: the canonical token string.</summary>
    public static string PrintOfficial(RecurrentCell cell) => string.Join(' ', Enumerable.Range(0, cell.NodeCount).SelectMany(node =>
        node == 0 ? [(int)cell.Activations[0]] : new[] { cell.Sources[node], (int)cell.Activations[node] }));

    /// <summary>enas_lm: (index, function) per node after a fixed tanh node 0; 0 tanh, 1 ReLU, 2 sigmoid, 3 identity.</summary>
    public static RecurrentCell ParseEnasLm(string text)
    {
        var tokens = TokenNumbers.Parse(text);
        if (tokens.Length % 2 != 0 || tokens.Length == 0)
        {
            throw new ArchitectureFormatException(
                $"{Counted.Of(tokens.Length, "token")}; the enas-lm dialect has an index and a function for each node after the fixed tanh "
                    + "node");
        }

        var (sources, activations) = WithTanhFirst(tokens.Length / 2);
        for (var node = 1; node < sources.Length; node++)
        {
            var function = tokens[(2 * node) - 1];
            sources[node] = Source(tokens[(2 * node) - 2], node, node);
            activations[node] = function is >= 0 and < 4
                ? s_enasLmOrder[function]
                : throw new ArchitectureFormatException(
                    $"node {node}: function {function}; allowed: 0 tanh, 1 relu, 2 sigmoid, 3 identity");
        }

        return new RecurrentCell(sources, activations);
    }

    /// <summary>The enas_lm form of a cell whose node 0 is tanh.</summary>
    public static string PrintEnasLm(RecurrentCell cell)
    {
        RequireTanhFirst(cell, "enas-lm");
        return string.Join(' ', Enumerable.Range(1, cell.NodeCount - 1).SelectMany(node =>
            new[] { cell.Sources[node], Array.IndexOf(s_enasLmOrder, cell.Activations[node]) }));
    }

    /// <summary>DARTS: a list of ('function', index) after a fixed tanh input node 0; <c>concat</c>, where it is given, says which nodes
    /// are averaged.</summary>
    public static RecurrentCell ParseDarts(string text)
    {
        var fields = GenotypeText.Read(text);
        if (fields.FirstOrDefault(field => field.Name is not ("" or "recurrent" or "concat")) is { } other)
        {
            throw new ArchitectureFormatException($"the genotype says {ForeignText.Shown(other.Name, TokenNumbers.MostShown)}; "
                + $"a recurrent cell's says recurrent and concat. For convolutional cells add --space micro-cnn");
        }

        var pairs = fields.FirstOrDefault(field => field.Name is "" or "recurrent")?.Pairs ?? [];
        if (pairs.Count == 0)
        {
            throw new ArchitectureFormatException(
                "no ('function', index) pair found; a DARTS genotype reads [('relu', 0), ('sigmoid', 1), ...]");
        }

        var (sources, activations) = WithTanhFirst(pairs.Count);
        for (var node = 1; node < sources.Length; node++)
        {
            sources[node] = Source(pairs[node - 1].Index, node, node);
            activations[node] = ActivationNames.Parse(pairs[node - 1].Operation);
        }

        var output = fields.FirstOrDefault(field => field.Name == "concat");
        return new RecurrentCell(sources, activations) { StatedOutput = output is null ? null : Output(output, sources.Length) };
    }

    private static int[] Output(GenotypeField concat, int nodeCount)
    {
        if (concat.Numbers.Count == 0 || concat.Numbers.FirstOrDefault(node => node >= nodeCount, -1) is >= 0
            || concat.Numbers.Distinct().Count() != concat.Numbers.Count)
        {
            throw new ArchitectureFormatException($"concat is {(concat.Numbers.Count == 0 ? "empty" : string.Join(", ", concat.Numbers))}; "
                + $"allowed: nodes 0 to {nodeCount - 1}, each once and at least one");
        }

        return [.. concat.Numbers.Order()];
    }

    /// <summary>The DARTS form of a cell whose node 0 is tanh.</summary>
    public static string PrintDarts(RecurrentCell cell)
    {
        RequireTanhFirst(cell, "darts");
        var pairs = Enumerable.Range(1, cell.NodeCount - 1)
            .Select(node => $"('{ActivationNames.Of(cell.Activations[node])}', {cell.Sources[node]})");
        return $"Genotype(recurrent=[{string.Join(", ", pairs)}], concat=range(1, {cell.NodeCount}))";
    }

    private static (int[] Sources, Activation[] Activations) WithTanhFirst(int sampledNodes) =>
        (new int[sampledNodes + 1], [Activation.Tanh, .. new Activation[sampledNodes]]);

    private static void RequireTanhFirst(RecurrentCell cell, string dialect)
    {
        if (cell.Activations[0] != Activation.Tanh || cell.NodeCount < 2)
        {
            throw new ArchitectureFormatException($"the {dialect} dialect has a fixed "
                + $"tanh node 0 and at least one node after it; this cell starts with {ActivationNames.Of(cell.Activations[0])}");
        }
    }

    private static int Source(int index, int node, int bound) => index >= 0 && index < bound
        ? index
        : throw new ArchitectureFormatException($"node {node}: index {index}; allowed: 0 to {bound - 1}");

    private static Activation OfficialActivation(int token, int node) => token is >= 0 and < 4
        ? (Activation)token
        : throw new ArchitectureFormatException($"node {node}: function {token}; allowed: 0 tanh, 1 relu, 2 identity, 3 sigmoid");
}
