using System.Text.Json.Serialization;

namespace Enas.Pipeline.Options;

/// <summary>Who says what an architecture is worth.</summary>
public sealed record EvaluatorOptions
{
    /// <summary>The name of one in the catalog of evaluators. Where a space says itself what its architectures are worth, and its jobs
    /// cannot choose, it is <see cref="OfSpace"/>.</summary>
    public string Kind { get; init; } = SharedWeights;

    /// <summary>The proxy of <see cref="ZeroCost"/>, by its name.</summary>
    public string Proxy { get; init; } = string.Empty;

    /// <summary>Which of its values are better, <see cref="Higher"/> or <see cref="Lower"/>.</summary>
    public string Order { get; init; } = Higher;

    /// <summary>The program and its arguments.</summary>
    public IReadOnlyList<string> Command { get; init; } = [];

    /// <summary>The folder in which it runs.</summary>
    public string Folder { get; init; } = string.Empty;

    /// <summary>The name of what it measures.</summary>
    public string Measure { get; init; } = "accuracy";

    /// <summary><see cref="Higher"/> or <see cref="Lower"/>: which values are better.</summary>
    public string Direction { get; init; } = Higher;

    /// <summary>What counts for an architecture without a value.</summary>
    public double Worst { get; init; }

    /// <summary>Seconds after which a program is killed; 0: never.</summary>
    public double TimeLimitSeconds { get; init; }

    /// <summary>Seconds between asking it to end and killing it.</summary>
    public double GraceSeconds { get; init; } = 5;

    /// <summary>The most memory of each of its processes, and of all together; 0: no limit.</summary>
    public int MemoryMegabytes { get; init; }

    /// <summary>How often one that failed is run again.</summary>
    public int Retries { get; init; }

    /// <summary>Programs that run at once; 0: as many as are proposed ahead.</summary>
    public int AtOnce { get; init; }

    /// <summary>How many may be under way: each is proposed from the evaluations of all but the last so many minus one.</summary>
    public int Lag { get; init; } = 1;

    /// <summary>Who is stopped as hopeless: <see cref="NoStop"/>, <see cref="MedianStop"/> or <see cref="HalvingStop"/>.</summary>
    public string StopRule { get; init; } = NoStop;

    /// <summary>Reports of earlier steps stop nobody.</summary>
    public int StopAfterSteps { get; init; } = 1;

    /// <summary>Fewer others to compare with stop nobody.</summary>
    public int StopAfterTrials { get; init; } = 5;

    /// <summary>One in so many goes on at each rung of <see cref="HalvingStop"/>.</summary>
    public int StopEta { get; init; } = 3;

    /// <summary>Whether lower values are better.</summary>
    [JsonIgnore]
    public bool IsLowerBetter => Direction == Lower;

    /// <summary>Nobody is stopped.</summary>
    public const string NoStop = "none";

    /// <summary>By the median of the others.</summary>
    public const string MedianStop = "median";

    /// <summary>By rungs.</summary>
    public const string HalvingStop = "successive-halving";

    /// <summary>Weights that all architectures share.</summary>
    public const string SharedWeights = "shared-weights";

    /// <summary>A training of the architecture alone.</summary>
    public const string Child = "child";

    /// <summary>What a zero-cost proxy says of its network before any training.</summary>
    public const string ZeroCost = "zero-cost";

    /// <summary>A program of one's own.</summary>
    public const string ByCommand = "command";

    /// <summary>Whoever asks for architectures.</summary>
    public const string Told = "told";

    /// <summary>A table of measured results.</summary>
    public const string Table = "table";

    /// <summary>The space itself; no job says it.</summary>
    public const string OfSpace = "space";

    /// <summary>Higher values are better.</summary>
    public const string Higher = "higher";

    /// <summary>Lower values are better.</summary>
    public const string Lower = "lower";
}
