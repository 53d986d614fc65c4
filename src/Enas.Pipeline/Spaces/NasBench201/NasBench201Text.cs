using System.Globalization;
using Enas.Pipeline.Architectures;
using Enas.Pipeline.Messages;

namespace Enas.Pipeline.Spaces.NasBench201;

/// <summary>
/// The benchmark's architecture strings: <c>|OPERATION~0|+|OPERATION~0|OPERATION~1|+|OPERATION~0|OPERATION~1|OPERATION~2|</c>, a node
/// between two plus signs, an edge between two bars, behind the tilde the node that the edge reads. Six numbers of operations
/// are read too.
/// </summary>
internal static class NasBench201Text
{
    private const char NodeSeparator = '+';
    private const char EdgeSeparator = '|';
    private const char InputMark = '~';
    private const int ShownCharacters = 40;
    private const int DecisionCount = NasBench201Space.NodeCount * (NasBench201Space.NodeCount - 1) / 2;
    private const string Form = "|OPERATION~0|+|OPERATION~0|OPERATION~1|+|OPERATION~0|OPERATION~1|OPERATION~2|";

    private static string Allowed => string.Join(' ', NasBench201Operations.Names);

    private static string NumberedNames => string.Join(", ", NasBench201Operations.Names.Select((name, number) => $"{number} {name}"));

    /// <summary>How an edge with an operation is written.</summary>
    public static string Token(string operation, int edge) => string.Create(CultureInfo.InvariantCulture, $"{operation}{InputMark}{edge}");

    public static string Print(IReadOnlyList<int> values) =>
        string.Join(NodeSeparator, Enumerable.Range(1, NasBench201Space.NodeCount - 1).Select(node => PrintNode(values, node)));

    /// <summary>The operations' numbers, one per edge. Throws <see cref="ArchitectureFormatException"/>.</summary>
    public static int[] Parse(string text)
    {
        if (!text.AsSpan().ContainsAny(EdgeSeparator, InputMark, NodeSeparator))
        {
            return ParseNumbers(text);
        }

        var nodes = text.Split(NodeSeparator);
        return nodes.Length == NasBench201Space.NodeCount - 1
            ? [.. nodes.SelectMany((node, i) => ParseNode(node.Trim(), i + 1))]
            : throw Error($"{Counted.Of(nodes.Length, "node")}; a cell has {NasBench201Space.NodeCount - 1}, joined by "
                + $"'{NodeSeparator}': {Form}");
    }

    private static string PrintNode(IReadOnlyList<int> values, int node)
    {
        var first = NasBench201Space.FirstDecisionOf(node);
        var tokens = Enumerable.Range(0, node).Select(edge => Token(NasBench201Operations.Names[values[first + edge]], edge));
        return EdgeSeparator + string.Concat(tokens.Select(token => token + EdgeSeparator));
    }

    private static int[] ParseNumbers(string text)
    {
        var numbers = TokenNumbers.Parse(text);
        if (numbers.Length != DecisionCount)
        {
            throw Error($"{Counted.Of(numbers.Length, "token")}; an architecture is a string {Form}, or {DecisionCount} numbers of "
                + "operations");
        }

        var wrong = Array.FindIndex(numbers, number => number >= NasBench201Operations.Names.Count);
        return wrong < 0 ? numbers : throw Error($"token {wrong + 1} is {numbers[wrong]}; allowed: {NumberedNames}");
    }

    private static IEnumerable<int> ParseNode(string text, int node)
    {
        if (text.Length < 2 || text[0] != EdgeSeparator || text[^1] != EdgeSeparator)
        {
            throw Error($"node {node} is \"{Shown(text)}\"; a node begins and ends with '{EdgeSeparator}': {Form}");
        }

        var edges = text[1..^1].Split(EdgeSeparator);
        return edges.Length == node
            ? edges.Select((token, edge) => ParseEdge(token, node, edge))
            : throw Error($"node {node}: {edges.Length} edges instead of {node}, one from each earlier node: {Form}");
    }

    private static int ParseEdge(string token, int node, int edge)
    {
        var place = $"node {node}, edge {edge} (token {NasBench201Space.FirstDecisionOf(node) + edge + 1})";
        var mark = token.IndexOf(InputMark, StringComparison.Ordinal);
        if (mark < 0)
        {
            var example = Token(NasBench201Operations.NameOf(NasBench201Operation.SkipConnect), edge);
            throw Error($"{place} is \"{Shown(token)}\"; an edge is an operation, '{InputMark}' and the node that it reads: {example}");
        }

        var (name, input) = (token[..mark], token[(mark + 1)..]);
        var operation = NasBench201Operations.Find(name);
        if (operation < 0)
        {
            throw Error($"{place}: \"{Shown(name)}\" is not an operation; allowed: {Allowed}{Hint(name)}");
        }

        return input == TokenNumbers.Of(edge)
            ? operation
            : throw Error($"{place} reads \"{Shown(input)}\"; the edges of a node read 0, 1, ... in this order, here {edge}");
    }

    private static string Hint(string name) => Nearest.Hint(Shown(name), NasBench201Operations.Names);

    private static string Shown(string text) => ForeignText.Shown(text, ShownCharacters);

    private static ArchitectureFormatException Error(string message) => new(message);
}
