using Enas.Pipeline.Architectures;
using Enas.Pipeline.Events;
using Enas.Pipeline.Ports;
using Enas.Pipeline.Steps.Evaluate;
using Enas.Pipeline.Steps.Sample;
using Enas.Pipeline.Strategies;
using MediatR;

namespace Enas.Extension.Tests.Sweep;

/// <summary>Each step changes one decision of the best architecture, evaluates the result and moves there when it is better.</summary>
public sealed class SweepStrategy(StrategyContext context) : IStrategy
{
    private readonly SearchSpace _space = context.Space;
    private readonly int _stride = context.Job.Own.Integer("strategy.stride");

    public ISchedule Schedule { get; } = new EvaluationSchedule(context.Job.Budget.Evaluations);

    public void AddHandlers(IHandlerRegistry registry)
    {
        registry.Handle(new ProposeChangeHandler());
        registry.Handle(new MoveHandler());
    }

    public async Task StepAsync(IStrategyStep step)
    {
        var state = (SweepState)step.State;
        var proposed = await step.SendAsync(new ProposeChange(step.Position, Next(state, step.Position.Step), step.Trials));
        var evaluated = await step.SendAsync(
            new EvaluateReward(step.Position, 0, proposed.Tokens, step.Trials.Find(proposed.Tokens)?.Evaluated));
        await step.SendAsync(new Move(step.Position, state, evaluated.Tokens, evaluated.Reward));
    }

    public IEnumerable<Architecture> Candidates(IStrategyState state, StepPosition position, int count) =>
        ((SweepState)state).Tokens is { } tokens ? [_space.Parse(tokens)] : [];

    public void Dispose()
    {
    }

    private string Next(SweepState state, long step)
    {
        int[] values = state.Tokens is null ? new int[_space.Decisions.Count] : [.. _space.Parse(state.Tokens).Values];
        var decision = (int)(step % values.Length);
        values[decision] = (values[decision] + _stride) % _space.Decisions[decision].OptionCount;
        return _space.FromValues(values).Tokens;
    }

    private sealed record ProposeChange(StepPosition Position, string Tokens, Trials Trials) : IRequest<ArchitectureSampled>;

    private sealed class ProposeChangeHandler : IRequestHandler<ProposeChange, ArchitectureSampled>
    {
        public Task<ArchitectureSampled> Handle(ProposeChange request, CancellationToken cancellationToken) => Task.FromResult(
            new ArchitectureSampled(request.Position,
                0, request.Tokens, LogProb: null, Entropy: null, request.Trials.Find(request.Tokens)?.Step));
    }

    private sealed record Move(StepPosition Position, SweepState From, string Tokens, double Reward) : IRequest<SweepMoved>;

    private sealed class MoveHandler : IRequestHandler<Move, SweepMoved>
    {
        public Task<SweepMoved> Handle(Move request, CancellationToken cancellationToken) => Task.FromResult(
            request.Reward > request.From.Reward
                ? new SweepMoved(request.Position, request.Tokens, request.Reward)
                : new SweepMoved(request.Position, request.From.Tokens!, request.From.Reward));
    }
}
