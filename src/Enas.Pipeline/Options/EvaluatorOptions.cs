namespace Enas.Pipeline.Options;

/// <summary>Who says what an architecture is worth, in spaces whose networks can be trained.</summary>
public sealed record EvaluatorOptions
{
    /// <summary><see cref="SharedWeights"/> or <see cref="Child"/>.</summary>
    public string Kind { get; init; } = SharedWeights;

    /// <summary>Weights that all architectures share.</summary>
    public const string SharedWeights = "shared-weights";

    /// <summary>A training of the architecture alone.</summary>
    public const string Child = "child";
}
