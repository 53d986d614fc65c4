using System.Text.Json.Serialization;

namespace Enas.Pipeline.Options;

/// <summary>How measurements and costs become rewards.</summary>
public sealed record ObjectiveOptions
{
    /// <summary>The name of the space's measure for the measure alone, else <see cref="Limit"/>, <see cref="Soft"/> or
    /// <see cref="Pareto"/>.</summary>
    public string Kind { get; init; } = string.Empty;

    /// <summary>The cost beside the measure, by name.</summary>
    public string Cost { get; init; } = "multiply-adds";

    /// <summary>Soft: T, in the unit of the cost.</summary>
    public double Target { get; init; }

    /// <summary>Soft: the exponent of cost / T up to the target.</summary>
    public double Alpha { get; init; } = MnasExponent;

    /// <summary>Soft: the exponent of cost / T above the target.</summary>
    public double Beta { get; init; } = MnasExponent;

    /// <summary>What becomes of what does not keep a limit: <see cref="Rejected"/> or <see cref="Penalised"/>.</summary>
    public string Exceeding { get; init; } = Rejected;

    /// <summary>Pareto: the cost of the point against which the hypervolume is measured, whose reward is 0; 0 for none.</summary>
    public double Reference { get; init; }

    /// <summary>Whether it sets <see cref="Cost"/> beside the measure.</summary>
    [JsonIgnore]
    public bool LooksAtCost => Kind is Soft or Pareto;

    /// <summary>Whether it is measure and cost side by side.</summary>
    [JsonIgnore]
    public bool IsFront => Kind == Pareto;

    /// <summary>MnasNet's exponent of the soft form.</summary>
    public const double MnasExponent = -0.07;

    /// <summary>The measure, of what keeps the limits.</summary>
    public const string Limit = "limit";

    /// <summary>The measure times a power of the cost.</summary>
    public const string Soft = "soft";

    /// <summary>The measure and the cost side by side.</summary>
    public const string Pareto = "pareto";

    /// <summary>It is not evaluated.</summary>
    public const string Rejected = "rejected";

    /// <summary>It is evaluated, and its reward is multiplied by limit / cost.</summary>
    public const string Penalised = "penalised";
}

/// <summary>The most that an architecture may have of a cost; 0 for no limit.</summary>
public sealed record LimitOptions
{
    public double Parameters { get; init; }

    public double MultiplyAdds { get; init; }

    public double TableLatencyMs { get; init; }

    public double LatencyMs { get; init; }
}

/// <summary>Which costs of an architecture are recorded beside those that an objective or a limit needs, and how they are
/// measured.</summary>
public sealed record CostOptions
{
    /// <summary>Parameters and multiply-adds.</summary>
    public bool Counts { get; init; }

    /// <summary>The measured latency.</summary>
    public bool Latency { get; init; }

    /// <summary>The additive table of latencies; empty for none.</summary>
    public string Table { get; init; } = string.Empty;

    /// <summary>Runs whose median is the measured latency.</summary>
    public int Repeats { get; init; } = 30;

    /// <summary>Runs before them, which are not measured.</summary>
    public int WarmUp { get; init; } = 5;
}
