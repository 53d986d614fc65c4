using Enas.Pipeline.Evaluation;
using Enas.Pipeline.Evaluation.Plans;
using Enas.Pipeline.Events;
using Enas.Pipeline.Measures;
using Enas.Pipeline.Ports;
using Enas.Pipeline.Steps.Child;
using Enas.Pipeline.Steps.Cost;
using Enas.Pipeline.Steps.Evaluate;
using Enas.Pipeline.Steps.Proxy;
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
    IChildTrainer trainer,
    StopRules stopping,
    CostPlan costs,
    IObjective objective,
    ProxyPlan proxies,
    CancellationToken cancellationToken)
    : IStrategyStep
{
    private readonly List<LogRow> _rows = [];

    // A policy can draw an architecture twice in one step: it is trained once.
    private readonly List<(string Tokens, Evaluated Evaluated)> _trained = [];

    // Architectures whose proxies became known in this step.
    private readonly List<string> _asked = [];

    // What was said of the evaluations of this step before they were asked for.
    private readonly List<(ChildOrder Order, IStopRule? Stop)> _expected = [];

    // The lowest reward that became known in this step.
    private double? _lowest;

    // Costs that became known in this step: the state has them only after it.
    private KnownCosts _costs = state.ArchitectureCosts;

    /// <summary>The rows so far, in order.</summary>
    public List<LogRow> Rows => _rows;

    /// <inheritdoc />
    public StepPosition Position => position;

    /// <inheritdoc />
    public IStrategyState State => state.Strategy;

    /// <inheritdoc />
    public Trials Trials => state.Trials;

    /// <inheritdoc />
    public ArchitectureCosts CostsOf(string tokens) => _costs.Of(tokens);

    /// <inheritdoc />
    public async Task<bool> AdmitAsync(int ordinal, string tokens)
    {
        if (!costs.Rejects)
        {
            return true;
        }

        var known = await MeasuredAsync(ordinal, tokens);
        if (costs.Limits.Exceeded(known) is not { } limit)
        {
            return true;
        }

        await SendAsync(new RejectProposal(
            position, ordinal, tokens, new CostValue(limit.Cost, known.Of(limit.Cost)!.Value), limit.Most));
        return false;
    }

    /// <inheritdoc />
    public async Task<RewardEvaluated> EvaluateAsync(int ordinal, string tokens, long? dataOf = null, Evaluated? known = null)
    {
        var before = known ?? Trials.Find(tokens)?.Evaluated ?? _trained.Find(child => child.Tokens == tokens).Evaluated;
        var cost = await MeasuredAsync(ordinal, tokens);
        if (before is null)
        {
            await AskProxiesAsync(ordinal, tokens);
        }

        if (before is null && children is not null)
        {
            before = await TrainedAsync(children, ordinal, children.Order(tokens));
            _trained.Add((tokens, before));
            cost = _costs.Of(tokens);
        }

        return await RewardAsync(new EvaluateReward(position, ordinal, tokens, before, dataOf, cost));
    }

    /// <inheritdoc />
    public int Ahead => children is null || costs.Rejects ? 0 : trainer.Ahead;

    /// <inheritdoc />
    public void Expect(IReadOnlyList<ExpectedEvaluation> next)
    {
        if (children is null)
        {
            return;
        }

        _expected.Clear();
        _expected.AddRange(next.Where(one => one.Steps is not null || Trials.Find(one.Tokens) is null)
            .Select(one => (children.Order(one.Tokens, one.Rung, one.Steps), StopOf(one.Known))));
        trainer.Expect([.. _expected.Select(one => new ExpectedChild(one.Order, one.Stop))]);
    }

    /// <inheritdoc />
    public async Task<RewardEvaluated> TrainAsync(int ordinal, string tokens, int rung, long steps)
    {
        var plan = children ?? throw new InvalidOperationException("no architecture is trained alone in this search");
        _ = await MeasuredAsync(ordinal, tokens);
        await AskProxiesAsync(ordinal, tokens);
        var evaluated = await TrainedAsync(plan, ordinal, plan.Order(tokens, rung, steps));
        return await RewardAsync(new EvaluateReward(position, ordinal, tokens, evaluated, Costs: _costs.Of(tokens)));
    }

    /// <inheritdoc />
    public async Task<TEvent> SendAsync<TEvent>(IRequest<TEvent> request)
        where TEvent : ISearchEvent
    {
        var happened = await mediator.Send(request, cancellationToken);
        _rows.Add(happened.ToRow() with { DurationMs = measurements.RoundedDurationMs, Observations = measurements.ToObservations() });
        return happened;
    }

    // Only one that has no value asks what the others had.
    private async Task<RewardEvaluated> RewardAsync(EvaluateReward request)
    {
        var lowest = request.Known?.Failure is null ? null : new[] { Trials.LowestReward, _lowest }.Min();
        var evaluated = await SendAsync(request with { Lowest = lowest });
        _lowest = evaluated.HasValue ? Math.Min(evaluated.Reward, _lowest ?? evaluated.Reward) : _lowest;
        return evaluated;
    }

    private async Task AskProxiesAsync(int ordinal, string tokens)
    {
        if (proxies.IsAny && state.Proxies.Find(tokens) is null && !_asked.Contains(tokens))
        {
            await SendAsync(new MeasureProxies(position, ordinal, tokens));
            _asked.Add(tokens);
        }
    }

    private async Task<Evaluated> TrainedAsync(ChildPlan plan, int ordinal, ChildOrder order)
    {
        var stop = _expected.Find(one => one.Order == order).Stop;
        var child = await SendAsync(new TrainChild(position, ordinal, order, stop));
        _costs = _costs.With(child);
        return plan.Evaluation(child.Outcome, objective);
    }

    private IStopRule? StopOf(int? known) => known is not { } count ? null
        : stopping.Of([.. state.Children.Take(count).Select(child => child.Outcome.Program).OfType<ProgramResult>()]);

    private async Task<ArchitectureCosts> MeasuredAsync(int ordinal, string tokens)
    {
        if (costs.IsAny && _costs.Find(tokens) is null)
        {
            _costs = _costs.With(await SendAsync(new MeasureCosts(position, ordinal, tokens)));
        }

        return _costs.Of(tokens);
    }
}
