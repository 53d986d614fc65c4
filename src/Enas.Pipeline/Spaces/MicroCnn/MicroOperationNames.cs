using Enas.Pipeline.Architectures;

namespace Enas.Pipeline.Spaces.MicroCnn;

/// <summary>The micro operations' names in job files and drawings.</summary>
public static class MicroOperationNames
{
    private static readonly string[] s_all =
        ["separable-convolution-3x3", "separable-convolution-5x5", "average-pool-3x3", "max-pool-3x3", "identity"];

    /// <summary>The names in the order of the operations' ids.</summary>
    public static IReadOnlyList<string> All => s_all;

    /// <summary>The name of an operation.</summary>
    public static string Of(MicroOperation operation) => s_all[(int)operation];

    /// <summary>The operation of a name. Throws <see cref="ArchitectureFormatException"/>.</summary>
    public static MicroOperation Parse(string name) => (MicroOperation)OptionNames.Position(s_all, name);
}
