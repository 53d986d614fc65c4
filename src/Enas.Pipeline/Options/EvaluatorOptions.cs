namespace Enas.Pipeline.Options;

/// <summary>Who says what an architecture is worth, in spaces whose networks can be trained.</summary>
public sealed record EvaluatorOptions
{
    /// <summary><see cref="SharedWeights"/>, <see cref="Child"/> or <see cref="ZeroCost"/>.</summary>
    public string Kind { get; init; } = SharedWeights;

    /// <summary>The proxy of <see cref="ZeroCost"/>, by its name.</summary>
    public string Proxy { get; init; } = string.Empty;

    /// <summary>Which of its values are better, <see cref="Higher"/> or <see cref="Lower"/>.</summary>
    public string Order { get; init; } = Higher;

    /// <summary>Weights that all architectures share.</summary>
    public const string SharedWeights = "shared-weights";

    /// <summary>A training of the architecture alone.</summary>
    public const string Child = "child";

    /// <summary>What a zero-cost proxy says of its network before any training.</summary>
    public const string ZeroCost = "zero-cost";

    /// <summary>More is better.</summary>
    public const string Higher = "higher";

    /// <summary>Less is better.</summary>
    public const string Lower = "lower";
}
