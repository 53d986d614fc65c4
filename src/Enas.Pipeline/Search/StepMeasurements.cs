using System.Globalization;

namespace Enas.Pipeline.Search;

/// <summary>What the measuring behaviour saw of the last request: an observation for the row that the request leads to.</summary>
internal sealed class StepMeasurements
{
    /// <summary>Duration of the last request.</summary>
    public double LastDurationMs { get; set; }

    /// <summary>The duration rounded to a microsecond, as the log keeps it.</summary>
    public double RoundedDurationMs => Math.Round(LastDurationMs, 3, MidpointRounding.ToEven);

    /// <summary>The observations of a row.</summary>
    public string ToObservations() => $"{{\"duration_ms\":{RoundedDurationMs.ToString("R", CultureInfo.InvariantCulture)}}}";
}
