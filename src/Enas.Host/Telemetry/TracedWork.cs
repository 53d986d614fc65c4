using Enas.Pipeline.Events;
using Enas.Pipeline.Ports;
using Enas.Pipeline.Search;

namespace Enas.Host.Telemetry;

/// <summary>Work of a search or a training with a span around every step; it changes nothing of what is done.</summary>
internal sealed class TracedWork(ISearchWork work) : ISearchWork
{
    /// <inheritdoc />
    public long TotalSteps => work.TotalSteps;

    /// <inheritdoc />
    public long PlannedSteps(SearchState state) => work.PlannedSteps(state);

    /// <inheritdoc />
    public bool IsDone(SearchState state) => work.IsDone(state);

    /// <inheritdoc />
    public StepPosition At(long step) => work.At(step);

    /// <inheritdoc />
    public bool EndsRound(long step) => work.EndsRound(step);

    /// <inheritdoc />
    public async Task<IReadOnlyList<LogRow>> StepAsync(SearchState state, CancellationToken cancellationToken)
    {
        var position = work.At(state.StepCount);
        using var span = TelemetrySource.Activities.StartActivity("enas.step");
        span?.SetTag("enas.step", position.Step).SetTag("enas.phase", position.Phase).SetTag("enas.round", position.Round);
        return await work.StepAsync(state, cancellationToken);
    }

    /// <inheritdoc />
    public IAsyncEnumerable<LogRow> FinishAsync(Func<SearchState> state, CancellationToken stop) => work.FinishAsync(state, stop);

    /// <inheritdoc />
    public IReadOnlyList<ICheckpointed> Sections => work.Sections;
}
