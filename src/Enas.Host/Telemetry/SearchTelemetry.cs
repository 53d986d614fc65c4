using System.Diagnostics;
using Enas.Pipeline.Projections;
using Enas.Pipeline.Search;

namespace Enas.Host.Telemetry;

/// <summary>Spans and measurements of the searches of this process; does nothing, and loads nothing, unless export is asked for.</summary>
internal sealed class SearchTelemetry : IDisposable
{
    private readonly IDisposable? _export;
    private readonly SearchMeter? _meter;
    private volatile string? _folder;

    public SearchTelemetry()
    {
        if (!TelemetrySource.IsExported)
        {
            return;
        }

        if (TelemetrySource.AreMetricsExported)
        {
            _meter = new SearchMeter();
            _meter.Observe("enas.log.unsealed_bytes", "By", "Bytes written that are not yet sealed.", () =>
                StagedBytes.Of(_folder is { } folder ? [folder] : []));
        }

        _export = TelemetryExport.Start(TelemetrySource.AreMetricsExported);
    }

    /// <summary>Behaviours for a search's handlers, or null.</summary>
    public Action<SearchMediator>? Behaviors => _export is null ? null : TraceBehaviors.AddTo;

    /// <summary>Work with its spans.</summary>
    public ISearchWork Traced(ISearchWork work) => _export is null ? work : new TracedWork(work);

    /// <summary>A search begins or goes on: opens its span.</summary>
    /// <param name="job">Name of its job.</param>
    /// <param name="shown">Who else hears of its progress.</param>
    public SearchSpan Begin(string folder, string job, ISearchProgress shown)
    {
        _folder = folder;
        return new SearchSpan(_export is null ? null : TelemetrySource.Activities.StartActivity(
            "enas.search", ActivityKind.Internal, TelemetrySource.Parent()), folder, job, _meter, shown);
    }

    /// <summary>Exports what is left.</summary>
    public void Dispose()
    {
        _export?.Dispose();
        _meter?.Dispose();
    }
}

/// <summary>One search's span; ends with it.</summary>
internal sealed class SearchSpan : ISearchProgress, IDisposable
{
    private readonly Activity? _span;
    private readonly SearchMeasurements? _measurements;
    private readonly ISearchProgress _shown;

    public SearchSpan(Activity? span, string folder, string job, SearchMeter? meter, ISearchProgress shown)
    {
        _span = span?.SetTag("enas.search", Path.GetFileName(folder)).SetTag("enas.job", job);
        _measurements = meter?.Of(job);
        _shown = shown;
    }

    /// <inheritdoc />
    public void Committed(CommittedProgress progress)
    {
        _shown.Committed(progress);
        _span?.SetTag("enas.steps", progress.State.StepCount).SetTag("enas.is_complete", progress.State.Completed is not null);
        foreach (var committed in _measurements is null ? [] : progress.Rows)
        {
            _measurements!.Apply(new RecordedEvent(committed));
        }
    }

    /// <inheritdoc />
    public void Dispose() => _span?.Dispose();
}
