namespace Enas.Pipeline.Options;

/// <summary>The reward on validation windows, dropout off: c / perplexity of tokens, accuracy of images.</summary>
public sealed record RewardOptions
{
    public required double C { get; init; }

    /// <summary>Exponent of the perplexity: 1, or 2 as in NAS.</summary>
    public required double PerplexityPower { get; init; }

    /// <summary>Windows, or batches of images, per reward.</summary>
    public required int Windows { get; init; }

    /// <summary>Streams of a window, or images of a batch.</summary>
    public required int BatchSize { get; init; }

    public required int SequenceLength { get; init; }

    /// <summary>All samples of one policy step see the same windows or images (common random numbers).</summary>
    public required bool CommonWindows { get; init; }
}
