using System.Diagnostics.Metrics;

namespace Enas.Host.Telemetry;

/// <summary>
/// The measurements of searches, made from committed events: what is counted is what the log holds. They carry the job's name, of which
/// there are few, and never a search's.
/// </summary>
internal sealed class SearchMeter : IDisposable
{
    private static readonly InstrumentAdvice<double> s_seconds = new()
    {
        HistogramBucketBoundaries = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 25, 60],
    };

    private readonly Meter _meter = new(TelemetrySource.Name);

    public SearchMeter()
    {
        Samples = _meter.CreateCounter<long>("enas.samples", "{architecture}", "Architectures sampled.");
        StepDuration = _meter.CreateHistogram("enas.step.duration", "s", "Duration of a step.", advice: s_seconds);
        EvaluationDuration = _meter.CreateHistogram(
            "enas.eval.duration", "s", "Duration of an evaluation: of a reward, or of a score on a whole set.", advice: s_seconds);
        Reward = _meter.CreateGauge<double>("enas.reward", null, "The last reward.");
        Entropy = _meter.CreateGauge<double>(
            "enas.controller.entropy", "nat", "Entropy of the policy at the last sample, summed over its decisions.");
    }

    internal Counter<long> Samples { get; }

    internal Histogram<double> StepDuration { get; }

    internal Histogram<double> EvaluationDuration { get; }

    internal Gauge<double> Reward { get; }

    internal Gauge<double> Entropy { get; }

    /// <summary>Adds a measurement that is asked for when it is exported.</summary>
    public void Observe(string name, string? unit, string description, Func<long> value) =>
        _meter.CreateObservableGauge(name, value, unit, description);

    /// <summary>The same, of several at a time.</summary>
    public void Observe(string name, string? unit, string description, Func<IEnumerable<Measurement<long>>> values) =>
        _meter.CreateObservableGauge(name, values, unit, description);

    /// <summary>The measurements of one opening of a search's log.</summary>
    public SearchMeasurements Of(string job) => new(this, job);

    /// <inheritdoc />
    public void Dispose() => _meter.Dispose();
}
