using Enas.Pipeline.Architectures;
using Enas.Pipeline.Messages;
using Enas.Pipeline.Spaces.MacroCnn;
using Enas.Pipeline.Spaces.MicroCnn;

namespace Enas.Pipeline.Spaces;

/// <summary>The image operations' names in job files and drawings.</summary>
public static class OperationNames
{
    private static readonly string[] s_macro =
        ["convolution-3x3", "separable-convolution-3x3",
            "convolution-5x5", "separable-convolution-5x5", "average-pool-3x3", "max-pool-3x3"];

    private static readonly string[] s_micro =
        ["separable-convolution-3x3", "separable-convolution-5x5", "average-pool-3x3", "max-pool-3x3", "identity"];

    /// <summary>The macro operations' names in the order of their ids.</summary>
    public static IReadOnlyList<string> Macro => s_macro;

    /// <summary>The micro operations' names in the order of their ids.</summary>
    public static IReadOnlyList<string> Micro => s_micro;

    /// <summary>The name of a macro operation.</summary>
    public static string Of(MacroOperation operation) => s_macro[(int)operation];

    /// <summary>The name of a micro operation.</summary>
    public static string Of(MicroOperation operation) => s_micro[(int)operation];

    /// <summary>The macro operation of a name. Throws <see cref="ArchitectureFormatException"/>.</summary>
    public static MacroOperation ParseMacro(string name) => (MacroOperation)Position(s_macro, name);

    /// <summary>The micro operation of a name. Throws <see cref="ArchitectureFormatException"/>.</summary>
    public static MicroOperation ParseMicro(string name) => (MicroOperation)Position(s_micro, name);

    private static int Position(string[] names, string name) => Array.IndexOf(names, name) is >= 0 and var position
        ? position
        : throw new ArchitectureFormatException($"\"{ForeignText.Shown(name, TokenNumbers.MostShown)}\" "
            + $"is not an operation of this space{Nearest.Hint(name, names)}; allowed: {string.Join(' ', names)}");
}
