using Enas.Pipeline.Architectures;

namespace Enas.Pipeline.Spaces.MacroCnn;

/// <summary>
/// The forms in which macro networks are published: the reference implementation's numbers, bare or as it prints them, a list in brackets
/// for each layer; and what Katib's ENAS says of a trial.
/// </summary>
internal static class MacroCnnDialects
{
    /// <summary>Katib's ENAS: the two parameters of a trial, <c>architecture</c> and <c>nn_config</c>.</summary>
    public const string Katib = "katib";

    /// <summary>The dialects by name.</summary>
    public static IReadOnlyList<string> Names { get; } = [Dialects.Official, Katib];

    /// <summary>Whether a text is a list in brackets for each layer: their lengths grow by one.</summary>
    public static bool AreLayers(string text) =>
        PrintedLists.Several(text) is { } lists
            && (lists.Count != 2 || TokenNumbers.Parse(lists[0]).Length != TokenNumbers.Parse(lists[1]).Length);

    /// <summary>The token string of a text in any dialect. Whether a space holds it, the space says. Throws
    /// <see cref="ArchitectureFormatException"/>.</summary>
    public static string Canonical(string dialect, string text) => dialect switch
    {
        Dialects.Official => OfLists(PrintedLists.Of(text), text),
        Katib => OfLayers(KatibTrial.Read(text)),
        _ => throw Dialects.Unknown(dialect, MacroCnnSpace.Name, Names),
    };

    /// <summary>The layers of a token string that nobody has said the size of. Throws <see cref="ArchitectureFormatException"/>.</summary>
    public static int LayerCount(string tokens)
    {
        // L operations and L (L - 1) / 2 bits.
        var count = TokenNumbers.Parse(tokens).Length;
        var layers = 1;
        while (MacroCnnSpace.FirstDecisionOf(layers) < count)
        {
            layers++;
        }

        return MacroCnnSpace.FirstDecisionOf(layers) == count
            ? layers
            : throw new ArchitectureFormatException(
                $"{count} tokens; a macro network of L layers has L (L + 1) / 2: each layer's operation and then its bits");
    }

    private static string OfLists(IReadOnlyList<string>? lists, string text)
    {
        if (lists is null or { Count: 1 })
        {
            return lists?[0] ?? text;
        }

        var tokens = new List<int>();
        foreach (var (layer, list) in lists.Index())
        {
            var numbers = TokenNumbers.Parse(list, tokens.Count);
            tokens.AddRange(numbers.Length == layer + 1
                ? numbers
                : throw new ArchitectureFormatException($"layer {layer}: {numbers.Length} numbers in its "
                    + $"brackets; it has {layer + 1}: its operation, then a bit for the stem and for each layer but the last before it"));
        }

        return string.Join(' ', tokens);
    }

    private static string OfLayers(MacroNetwork network) => string.Join(' ', network.Layers.SelectMany((layer, number) =>
        Enumerable.Range(0, number).Select(entry => layer.Skips.Contains(entry) ? 1 : 0).Prepend((int)layer.Operation)));
}
