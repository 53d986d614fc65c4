namespace Enas.Pipeline.Options;

/// <summary>What zero-cost proxies are asked for beside what a search is made for.</summary>
public sealed record ProxyOptions
{
    /// <summary>Names of those that are recorded of every architecture before it is trained alone, or evaluated by a proxy.</summary>
    public IReadOnlyList<string> Recorded { get; init; } = [];

    /// <summary>Image spaces: training images that networks see.</summary>
    public int BatchSize { get; init; } = StandardBatchSize;

    /// <summary>The images of a job that says nothing.</summary>
    public const int StandardBatchSize = 64;
}
