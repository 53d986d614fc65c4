using Enas.Pipeline.Evaluation;
using Enas.Pipeline.Events;
using Enas.Pipeline.Ports;
using Enas.Pipeline.Steps.Child;
using Enas.Pipeline.Steps.Evaluate;
using Enas.Pipeline.Strategies;
using MediatR;

namespace Enas.Pipeline.Search;

/// <summary>One step of a search while it is made: sends its requests and collects the rows of what answers them.</summary>
internal sealed class SearchStep(
    SearchState state,
    StepPosition position,
    IMediator mediator,
    StepMeasurements measurements,
    ChildPlan? children,
    CancellationToken cancellationToken)
    : IStrategyStep
{
    private readonly List<LogRow> _rows = [];

    // A policy can draw an architecture twice in one step: it is trained once.
    private readonly List<(string Tokens, Evaluated Evaluated)> _trained = [];

    /// <summary>The rows so far, in order.</summary>
    public List<LogRow> Rows => _rows;

    /// <inheritdoc />
    public StepPosition Position => position;

    /// <inheritdoc />
    public IStrategyState State => state.Strategy;

    /// <inheritdoc />
    public Trials Trials => state.Trials;

    /// <inheritdoc />
    public async Task<RewardEvaluated> EvaluateAsync(int ordinal, string tokens)
    {
        var known = Trials.Find(tokens)?.Evaluated ?? _trained.Find(child => child.Tokens == tokens).Evaluated;
        if (known is null && children is not null)
        {
            known = await TrainedAsync(children, ordinal, children.Order(tokens));
            _trained.Add((tokens, known));
        }

        return await SendAsync(new EvaluateReward(position, ordinal, tokens, known));
    }

    /// <inheritdoc />
    public async Task<RewardEvaluated> TrainAsync(int ordinal, string tokens, int rung, long steps)
    {
        var plan = children ?? throw new InvalidOperationException("no architecture is trained alone in this search");
        var evaluated = await TrainedAsync(plan, ordinal, plan.Order(tokens, rung, steps));
        return await SendAsync(new EvaluateReward(position, ordinal, tokens, evaluated));
    }

    /// <inheritdoc />
    public async Task<TEvent> SendAsync<TEvent>(IRequest<TEvent> request)
        where TEvent : ISearchEvent
    {
        var happened = await mediator.Send(request, cancellationToken);
        _rows.Add(happened.ToRow() with { DurationMs = measurements.RoundedDurationMs, Observations = measurements.ToObservations() });
        return happened;
    }

    private async Task<Evaluated> TrainedAsync(ChildPlan plan, int ordinal, ChildOrder order) =>
        plan.Evaluation((await SendAsync(new TrainChild(position, ordinal, order))).Outcome);
}
