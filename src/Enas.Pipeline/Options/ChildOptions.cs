namespace Enas.Pipeline.Options;

/// <summary>Architectures that a search trains alone: as its final training, except for what stands here.</summary>
public sealed record ChildOptions
{
    /// <summary>Steps of a child's training; 0 for one epoch.</summary>
    public int Steps { get; init; }

    /// <summary>Image spaces: channels before the first reduction; 0 for those of the final training.</summary>
    public int Filters { get; init; }

    /// <summary>Convolutional cells: cells without the reductions; 0 for those of the final training.</summary>
    public int Layers { get; init; }

    /// <summary>Recurrent cells: the width; 0 for that of the final training.</summary>
    public int Hidden { get; init; }

    /// <summary>Whether the test set is measured at the end, as the final training does: it costs its share, and nothing is chosen by
    /// it.</summary>
    public bool Test { get; init; } = true;

    /// <summary><see cref="OwnSeeds"/> or <see cref="CommonSeeds"/>.</summary>
    public string Seeds { get; init; } = OwnSeeds;

    /// <summary>Each architecture has a seed of its own.</summary>
    public const string OwnSeeds = "own";

    /// <summary>All children of a rung begin from one seed: common random numbers.</summary>
    public const string CommonSeeds = "common";
}
