using Enas.Pipeline.Architectures;
using Enas.Pipeline.Events;
using Enas.Pipeline.Options;
using Enas.Pipeline.Strategies.Exhaustion;
using Enas.Pipeline.Strategies.WarmStarts;

namespace Enas.Pipeline.Strategies.Predictor;

/// <summary>
/// Search by a predictor (after BANANAS, White and Neiswanger 2021, whose ensemble of networks is a ridge regression here): each step fits
/// a model to all evaluations and evaluates what it expects most of. It keeps nothing but what events tell, so a checkpoint holds nothing
/// of it.
/// </summary>
internal sealed class PredictorStrategy : IStrategy
{
    private readonly BudgetOptions _budget;
    private readonly SearchSpace _space;
    private readonly Forecaster _forecaster;
    private readonly WarmStart? _warmStart;

    /// <summary>The strategy of a job.</summary>
    public PredictorStrategy(StrategyContext context, PredictorOptions options)
    {
        (_budget, _space) = (context.Job.Budget, context.Space);
        _forecaster = new Forecaster(_space, options, context.Job.Seed);
        _warmStart = WarmStartRows.Read(context.Job);
        Schedule = new EvaluationSchedule(_budget.Evaluations);
    }

    /// <inheritdoc />
    public ISchedule Schedule { get; }

    /// <inheritdoc />
    public void AddHandlers(IHandlerRegistry registry)
    {
        registry.Handle(new ProposePredictedHandler());
        registry.Handle(new CheckPredictionHandler());
        registry.Handle(new DeclareExhaustedHandler());
    }

    /// <inheritdoc />
    public bool IsDone(IStrategyState state, long stepCount) => ((PredictorState)state).Proposals.IsDone(_budget);

    /// <inheritdoc />
    public long PlannedSteps(IStrategyState state, long stepCount) =>
        ((PredictorState)state).Proposals.PlannedSteps(stepCount, _budget);

    /// <inheritdoc />
    public async Task StepAsync(IStrategyStep step)
    {
        var state = (PredictorState)step.State;
        if (state.Proposals.FindsNothingNew(_budget, _space, step.Trials))
        {
            await step.SendAsync(new DeclareExhausted(step.Position, step.Trials.Count));
            return;
        }

        var pool = _forecaster.Pool(state.Observations, step.Trials, step.Position.Step);
        var first = _warmStart is null ? [] : await _warmStart.NextAsync(step, state.WarmPool);
        Forecast? forecast = null;
        var proposed = await step.AdmittedAsync(0, attempt =>
        {
            forecast = pool.Count == 0 && attempt < first.Count ? new Forecast(_space.Parse(first[attempt]), null)
                : _forecaster.Next(pool, step.Position.Step, attempt);
            return new ProposePredicted(step.Position, forecast, step.Trials);
        });
        if (proposed is null)
        {
            await step.SendAsync(new DeclareExhausted(step.Position, step.Trials.Count));
            return;
        }

        step.Expect([new ExpectedEvaluation(proposed.Tokens), .. Initial(step.Position.Step + 1, first)
            .Take((int)Math.Clamp(state.Proposals.Left(_budget) - 1, 0, step.Ahead))]);
        var evaluated = await step.EvaluateAsync(0, proposed.Tokens);
        await step.SendAsync(new CheckPrediction(step.Position, forecast!, evaluated.Reward));
    }

    /// <inheritdoc />
    public IEnumerable<Architecture> Candidates(IStrategyState state, StepPosition position, int count) =>
        ((PredictorState)state).Observations.Index()
        .OrderByDescending(known => known.Item.Reward).ThenBy(known => known.Index)
        .Take(count).Select(known => _space.Parse(known.Item.Tokens));

    /// <inheritdoc />
    public void Dispose()
    {
    }

    // What is proposed from a step on before there is a model: no evaluation has a part in it.
    private IEnumerable<ExpectedEvaluation> Initial(long step, IReadOnlyList<string> first)
    {
        for (var number = 1; step < _forecaster.Initial; step++, number++)
        {
            yield return new ExpectedEvaluation(
                number < first.Count ? first[number] : _forecaster.Next([], step, 0).Architecture.Tokens);
        }
    }
}
