using Enas.Pipeline.Architectures;

namespace Enas.Pipeline.Spaces.NasBench201;

/// <summary>
/// What a cell computes, as text: cells with equal text compute the same function of their weights. Edges without an operation and what
/// only they would feed are left out, a skip is what it reads, and the order of a sum does not matter.
/// </summary>
internal static class NasBench201Function
{
    private const string Input = "x";

    /// <summary>The function of a cell, or null where its output has no input.</summary>
    public static string? Of(Architecture architecture)
    {
        var nodes = new string?[NasBench201Space.NodeCount];
        nodes[0] = Input;
        foreach (var edges in NasBench201Space.EdgesOf(architecture).GroupBy(edge => edge.To))
        {
            nodes[edges.Key] = Sum([.. edges.Select(edge => Term(edge.Operation, nodes[edge.From])).OfType<string>()]);
        }

        return nodes[^1];
    }

    private static string? Term(NasBench201Operation operation, string? read) => operation switch
    {
        _ when read is null => null,
        NasBench201Operation.None => null,
        NasBench201Operation.SkipConnect => read,
        _ => $"{NasBench201Operations.NameOf(operation)}({read})",
    };

    private static string? Sum(string[] terms) => terms.Length switch
    {
        0 => null,
        1 => terms[0],
        _ => $"({string.Join(" + ", terms.Order(StringComparer.Ordinal))})",
    };
}
