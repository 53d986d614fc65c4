using System.Diagnostics.Metrics;
using Enas.Pipeline.Events;
using Enas.Pipeline.Steps.Evaluate;
using Enas.Pipeline.Steps.Lifecycle;
using Enas.Pipeline.Steps.Sample;
using Enas.Pipeline.Steps.Score;
using Enas.Pipeline.Steps.Train;
using Enas.Pipeline.Strategies.Reinforce;

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
    private readonly Counter<long> _samples;
    private readonly Histogram<double> _stepDuration;
    private readonly Histogram<double> _evaluationDuration;
    private readonly Gauge<double> _reward;
    private readonly Gauge<double> _entropy;

    public SearchMeter()
    {
        _samples = _meter.CreateCounter<long>("enas.samples", "{architecture}", "Architectures sampled.");
        _stepDuration = _meter.CreateHistogram("enas.step.duration", "s", "Duration of a step.", advice: s_seconds);
        _evaluationDuration = _meter.CreateHistogram(
            "enas.eval.duration", "s", "Duration of an evaluation: of a reward, or of a score on a whole set.", advice: s_seconds);
        _reward = _meter.CreateGauge<double>("enas.reward", null, "The last reward.");
        _entropy = _meter.CreateGauge<double>(
            "enas.controller.entropy", "nat", "Entropy of the policy at the last sample, summed over its decisions.");
    }

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

    /// <summary>Turns the rows of one search into measurements. A step's duration is the sum of those of its rows.</summary>
    internal sealed class SearchMeasurements(SearchMeter meter, string job)
    {
        private readonly KeyValuePair<string, object?> _job = new("enas.job", job);
        private double _stepMs;

        /// <summary>Takes the next committed row.</summary>
        public void Take(LogRow row)
        {
            _stepMs += row.DurationMs ?? 0;
            switch (row.EventType)
            {
                case ArchitectureSampled.Name:
                    meter._samples.Add(1, _job);
                    Set(meter._entropy, row.Entropy);
                    break;
                case RewardEvaluated.Name:
                    Set(meter._reward, row.Reward);
                    Evaluated(row, "reward");
                    break;
                case CandidateScored.Name:
                    Evaluated(row, "candidate");
                    _stepMs = 0; // It is of no step.
                    break;
                case SharedWeightsTrained.Name or PolicyUpdated.Name or StepFailed.Name:
                    meter._stepDuration.Record(_stepMs / 1000, _job, new("enas.phase", row.Phase));
                    _stepMs = 0;
                    break;
            }
        }

        private void Set(Gauge<double> gauge, double? value)
        {
            if (value is { } known)
            {
                gauge.Record(known, _job);
            }
        }

        private void Evaluated(LogRow row, string kind)
        {
            if (row.DurationMs is { } durationMs)
            {
                meter._evaluationDuration.Record(durationMs / 1000, _job, new("enas.evaluation", kind));
            }
        }
    }
}
