using Enas.Pipeline.Architectures;
using Enas.Pipeline.Spaces.Images;

namespace Enas.Pipeline.Spaces.MicroCnn;

/// <summary>The micro operations' names in job files and drawings.</summary>
internal static class MicroOperationNames
{
    /// <summary>The operations, also those that a program added.</summary>
    internal static OperationList List { get; } = new(
        "separable-convolution-3x3", "separable-convolution-5x5", "average-pool-3x3", "max-pool-3x3", "identity");

    /// <summary>The names in the order of the operations' ids.</summary>
    public static IReadOnlyList<string> All => List.Names;

    /// <summary>The name of an operation.</summary>
    public static string Of(MicroOperation operation) => List.Names[(int)operation];

    /// <summary>The operation of a name. Throws <see cref="ArchitectureFormatException"/>.</summary>
    public static MicroOperation Parse(string name) => (MicroOperation)List.IdOf(name);
}
