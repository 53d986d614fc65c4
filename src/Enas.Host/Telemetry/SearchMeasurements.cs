using System.Diagnostics.Metrics;
using Enas.Pipeline.Catalogs;
using Enas.Pipeline.Events;
using Enas.Pipeline.Projections;
using Enas.Pipeline.Steps.Evaluate;
using Enas.Pipeline.Steps.Lifecycle;
using Enas.Pipeline.Steps.Sample;
using Enas.Pipeline.Steps.Score;

namespace Enas.Host.Telemetry;

/// <summary>Turns the events of one search into measurements. A step's duration is the sum of those of its events.</summary>
/// <param name="meter">What they are measured with.</param>
/// <param name="job">The job's name.</param>
internal sealed class SearchMeasurements(SearchMeter meter, string job) : IProjection
{
    private readonly KeyValuePair<string, object?> _job = new("enas.job", job);
    private double _stepMs;

    /// <inheritdoc />
    public void Apply(RecordedEvent recorded)
    {
        var row = recorded.Row;
        _stepMs += row.DurationMs ?? 0;
        switch (row.EventType)
        {
            case ArchitectureSampled.Name:
                meter.Samples.Add(1, _job);
                Set(meter.Entropy, row.Entropy);
                break;
            case RewardEvaluated.Name:
                Set(meter.Reward, row.Reward);
                Evaluated(row, "reward");
                break;
            case CandidateScored.Name:
                Evaluated(row, "candidate");
                _stepMs = 0; // It is of no step.
                break;
            case var name when SearchEvents.EndsStep(name):
                meter.StepDuration.Record(_stepMs / 1000, _job, new("enas.phase", row.Phase));
                _stepMs = 0;
                break;
            default:
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
            meter.EvaluationDuration.Record(durationMs / 1000, _job, new("enas.evaluation", kind));
        }
    }
}
