using Enas.Pipeline.Architectures;
using Enas.Pipeline.Messages;

namespace Enas.Pipeline.Spaces.MicroCnn;

/// <summary>
/// The forms in which pairs of micro cells are published: the reference implementation's numbers (with a slash between the cells, as forty
/// plain ones, or as it prints them, a list in brackets for each cell), and DARTS genotypes.
/// </summary>
internal static class MicroCnnDialects
{
    /// <summary>Stands between the tokens of the two cells.</summary>
    internal const char CellSeparator = '/';

    private static readonly (string Name, MicroOperation Operation)[] s_darts =
    [
        ("sep_conv_3x3", MicroOperation.SeparableConvolution3),
        ("sep_conv_5x5", MicroOperation.SeparableConvolution5),
        ("avg_pool_3x3", MicroOperation.AveragePool3),
        ("max_pool_3x3", MicroOperation.MaxPool3),
        ("skip_connect", MicroOperation.Identity),
    ];

    /// <summary>Operations that genotypes have and this space has not: no other name was meant.</summary>
    private static readonly string[] s_dartsOnly = ["none", "dil_conv_3x3", "dil_conv_5x5", "sep_conv_7x7", "conv_7x1_1x7"];

    /// <summary>The dialects by name.</summary>
    public static IReadOnlyList<string> Names { get; } = [Dialects.Official, Dialects.Darts];

    /// <summary>Whether a text is of two cells, by how it is written.</summary>
    public static bool IsOfCells(string dialect, string text) => dialect == Dialects.Darts
        ? text.Contains("normal", StringComparison.Ordinal) || text.Contains("reduce", StringComparison.Ordinal)
        : text.Contains(CellSeparator, StringComparison.Ordinal)
            || (PrintedLists.Several(text) is { Count: 2 } cells
                && TokenNumbers.Parse(cells[0]).Length == TokenNumbers.Parse(cells[1]).Length);

    /// <summary>The cells of a text in any dialect. Whether a space holds them, the space says. Throws
    /// <see cref="ArchitectureFormatException"/>.</summary>
    public static MicroNetwork Parse(string dialect, string text) => dialect switch
    {
        Dialects.Official => ParseOfficial(text),
        Dialects.Darts => ParseDarts(text),
        _ => throw Dialects.Unknown(dialect, MicroCnnSpace.Name, Names),
    };

    /// <summary>The reference implementation's numbers: entry, operation, entry, operation for each node; the normal cell, then the
    /// reduction cell.</summary>
    public static MicroNetwork ParseOfficial(string text)
    {
        var (normal, reduction) = Halves(text);
        var nodes = normal.Length / MicroCnnSpace.DecisionsPerNode;
        if (normal.Length != reduction.Length || nodes == 0 || normal.Length % MicroCnnSpace.DecisionsPerNode != 0)
        {
            throw new ArchitectureFormatException($"{Counted.Of(normal.Length, "token")} in the normal "
                + $"cell and {reduction.Length} in the reduction cell; both have four for each node: entry, operation, entry, operation");
        }

        var space = new MicroCnnSpace(nodes, [.. MicroOperationNames.All.Select(MicroOperationNames.Parse)]);
        return space.Network(space.Parse($"{string.Join(' ', normal)} {CellSeparator} {string.Join(' ', reduction)}"));
    }

    /// <summary>DARTS: two ('operation', index) a node; index 0 is the cell before the previous one, 1 the previous cell, 2
    /// the first node.</summary>
    public static MicroNetwork ParseDarts(string text)
    {
        var fields = GenotypeText.Read(text);
        if (fields.FirstOrDefault(field => field.Name is not ("normal" or "normal_concat" or "reduce" or "reduce_concat")) is { } other)
        {
            throw new ArchitectureFormatException($"the genotype says "
                + $"{(other.Name.Length == 0 ? "a list without a name" : ForeignText.Shown(other.Name, TokenNumbers.MostShown))}; "
                + $"that of convolutional cells says normal, normal_concat, reduce and reduce_concat");
        }

        return new MicroNetwork(DartsCell(fields, "normal"), DartsCell(fields, "reduce"));
    }

    private static (int[] Normal, int[] Reduction) Halves(string text)
    {
        if (text.Split(CellSeparator) is { Length: 2 } parts)
        {
            var first = TokenNumbers.Parse(PrintedLists.One(parts[0], "a cell"));
            return (first, TokenNumbers.Parse(PrintedLists.One(parts[1], "a cell"), first.Length));
        }

        if (text.Contains(CellSeparator, StringComparison.Ordinal))
        {
            throw new ArchitectureFormatException($"{text.Count(c => c == CellSeparator)} "
                + $"slashes; a slash stands between the tokens of the normal cell and those of the reduction cell");
        }

        if (PrintedLists.Of(text) is { Count: > 1 } lists)
        {
            var first = TokenNumbers.Parse(lists[0]);
            return lists.Count == 2
                ? (first, TokenNumbers.Parse(lists[1], first.Length))
                : throw new ArchitectureFormatException(
                    $"{lists.Count} lists in brackets; a micro architecture has two: the normal cell and the reduction cell");
        }

        var numbers = TokenNumbers.Parse(PrintedLists.One(text, "a micro architecture"));
        return numbers.Length > 0 && numbers.Length % (2 * MicroCnnSpace.DecisionsPerNode) == 0
            ? (numbers[..(numbers.Length / 2)], numbers[(numbers.Length / 2)..])
            : throw new ArchitectureFormatException($"{Counted.Of(numbers.Length, "token")}; a micro "
                + $"architecture has four for each node of the normal cell, then as many for the reduction cell: forty with five nodes");
    }

    private static MicroCell DartsCell(IReadOnlyList<GenotypeField> fields, string name)
    {
        var pairs = fields.FirstOrDefault(field => field.Name == name)?.Pairs ?? [];
        if (pairs.Count == 0 || pairs.Count % 2 != 0)
        {
            throw new ArchitectureFormatException($"{name} has {pairs.Count} ('operation', index) pairs; a cell has two for each node");
        }

        MicroNode[] nodes = [.. pairs.Chunk(2).Select((two, node) => new MicroNode(Input(two[0], name, node), Input(two[1], name, node)))];
        return fields.FirstOrDefault(field => field.Name == name + "_concat") is { } concat
            ? new MicroCell(nodes) { Output = Output(concat, nodes.Length) }
            : new MicroCell(nodes);
    }

    private static MicroInput Input(GenotypePair pair, string cell, int node)
    {
        if (pair.Index > node + 1)
        {
            throw new ArchitectureFormatException($"{cell}, node {node}: index {pair.Index}; allowed: 0 to {node + 1}");
        }

        var names = s_darts.Select(known => known.Name).ToArray();
        return Array.IndexOf(names, pair.Operation) is >= 0 and var place
            ? new MicroInput(pair.Index, s_darts[place].Operation)
            : throw new ArchitectureFormatException(
                $"{cell}, node {node}: \"{ForeignText.Shown(pair.Operation, TokenNumbers.MostShown)}\" is not an "
                + $"operation of this space{(s_dartsOnly.Contains(pair.Operation) ? string.Empty : Nearest.Hint(pair.Operation, names))}; "
                + $"allowed: {string.Join(' ', names)}");
    }

    private static int[] Output(GenotypeField concat, int nodeCount)
    {
        var last = nodeCount + 1;
        if (concat.Numbers.Count == 0 || concat.Numbers.Any(entry => entry > last)
            || concat.Numbers.Distinct().Count() != concat.Numbers.Count)
        {
            throw new ArchitectureFormatException(
                $"{concat.Name} is {(concat.Numbers.Count == 0 ? "empty" : string.Join(", ", concat.Numbers))}; "
                + $"allowed: 0 to {last}, each once and at least one");
        }

        return [.. concat.Numbers.Order()];
    }
}
