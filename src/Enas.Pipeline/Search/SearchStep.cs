using Enas.Pipeline.Events;
using Enas.Pipeline.Strategies;
using MediatR;

namespace Enas.Pipeline.Search;

/// <summary>One step of a search while it is made: sends its requests and collects the rows of what answers them.</summary>
internal sealed class SearchStep(
    SearchState state, StepPosition position, IMediator mediator, StepMeasurements measurements, CancellationToken cancellationToken)
    : IStrategyStep
{
    private readonly List<LogRow> _rows = [];

    /// <summary>The rows so far, in order.</summary>
    public List<LogRow> Rows => _rows;

    /// <inheritdoc />
    public StepPosition Position => position;

    /// <inheritdoc />
    public IStrategyState State => state.Strategy;

    /// <inheritdoc />
    public Trials Trials => state.Trials;

    /// <inheritdoc />
    public async Task<TEvent> SendAsync<TEvent>(IRequest<TEvent> request)
        where TEvent : ISearchEvent
    {
        var happened = await mediator.Send(request, cancellationToken);
        _rows.Add(happened.ToRow() with { DurationMs = measurements.RoundedDurationMs, Observations = measurements.ToObservations() });
        return happened;
    }
}
