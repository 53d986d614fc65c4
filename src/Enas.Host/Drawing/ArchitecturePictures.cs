using Enas.Pipeline.Jobs;
using Enas.Pipeline.Spaces;

namespace Enas.Host.Drawing;

/// <summary>The picture of an architecture of any space.</summary>
internal static class ArchitecturePictures
{
    /// <summary>The picture of an architecture of the space that a job describes. Throws <see cref="ArchitectureFormatException"/>.</summary>
    public static IArchitecturePicture Of(SpaceOptions options, string tokens) => SearchSpace.Of(options) switch
    {
        MacroCnnSpace macro => Of(macro, tokens),
        MicroCnnSpace micro => Of(micro, tokens),
        RnnCellSpace cell => CellPicture.Of(cell, tokens),
        var other => throw new ArgumentException($"no drawing for {other.Kind}", nameof(options)),
    };

    /// <summary>The picture of a token string alone, whose length says how large its space is. Throws <see cref="ArchitectureFormatException"/>.</summary>
    /// <param name="kind">The space, see <see cref="SpaceKinds"/>.</param>
    /// <param name="dialect">How a recurrent cell is written; of no meaning for the others.</param>
    /// <param name="tokens">The token string.</param>
    public static IArchitecturePicture Of(string kind, string dialect, string tokens) => kind switch
    {
        SpaceKinds.MacroCnn => Of(new MacroCnnSpace(MacroLayers(tokens), AllMacro), tokens),
        SpaceKinds.MicroCnn => Of(new MicroCnnSpace(MicroNodes(tokens), AllMicro), tokens),
        _ => CellPicture.Of(dialect, tokens),
    };

    private static MacroOperation[] AllMacro => [.. OperationNames.Macro.Select(OperationNames.ParseMacro)];

    private static MicroOperation[] AllMicro => [.. OperationNames.Micro.Select(OperationNames.ParseMicro)];

    private static MacroPicture Of(MacroCnnSpace space, string tokens)
    {
        var architecture = space.Parse(tokens);
        return new MacroPicture(space.Network(architecture), architecture.Tokens);
    }

    private static MicroPicture Of(MicroCnnSpace space, string tokens)
    {
        var architecture = space.Parse(tokens);
        return new MicroPicture(space.Network(architecture), architecture.Tokens);
    }

    // L operations and L (L - 1) / 2 bits.
    private static int MacroLayers(string tokens)
    {
        var count = Count(tokens);
        var layers = 1;
        while (MacroCnnSpace.FirstDecisionOf(layers) < count)
        {
            layers++;
        }

        return MacroCnnSpace.FirstDecisionOf(layers) == count
            ? layers
            : throw new ArchitectureFormatException($"{count} tokens; a macro network of L layers has L (L + 1) / 2: each layer's operation and then its bits");
    }

    private static int MicroNodes(string tokens)
    {
        var first = Count(tokens.Split('/')[0]);
        return first > 0 && first % MicroTokensPerNode == 0
            ? first / MicroTokensPerNode
            : throw new ArchitectureFormatException($"{first} tokens in the normal cell; a micro cell has four a node: entry, operation, entry, operation; then a slash and the reduction cell");
    }

    private const int MicroTokensPerNode = 4;

    private static int Count(string tokens) => tokens.Split([' ', ',', '\t', '\r', '\n'], StringSplitOptions.RemoveEmptyEntries).Length;
}
