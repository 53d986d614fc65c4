using Enas.Pipeline.Architectures;
using Enas.Pipeline.Events;
using Enas.Pipeline.Steps.Sample;
using Enas.Pipeline.Strategies;
using MediatR;

namespace Samples.Library;

/// <summary>Each step changes one decision of the best architecture, has the result evaluated and moves there when it is better.</summary>
internal sealed class OneByOneStrategy(StrategyContext context) : IStrategy
{
    private readonly SearchSpace _space = context.Space;
    private readonly int _stride = context.Job.Own.Integer("strategy.stride");

    public ISchedule Schedule { get; } = new EvaluationSchedule(context.Job.Budget.Evaluations);

    public void AddHandlers(IHandlerRegistry registry)
    {
        registry.Handle(new ProposeHandler());
        registry.Handle(new MoveHandler());
    }

    // A step sends requests; each is answered by an event, and all of its events are committed together or not at all.
    public async Task StepAsync(IStrategyStep step)
    {
        var best = (OneByOneState)step.State;
        var proposed = await step.SendAsync(new Propose(step.Position, Next(best, step.Position.Step), step.Trials));
        var evaluated = await step.EvaluateAsync(0, proposed.Tokens);
        await step.SendAsync(new Move(step.Position, best, evaluated.Tokens, evaluated.Reward));
    }

    public IEnumerable<Architecture> Candidates(IStrategyState state, StepPosition position, int count) =>
        state is OneByOneState { Tokens: { } tokens } ? [_space.Parse(tokens)] : [];

    public void Dispose()
    {
    }

    private string Next(OneByOneState best, long step)
    {
        int[] values = best.Tokens is null ? new int[_space.Decisions.Count] : [.. _space.Parse(best.Tokens).Values];
        var decision = (int)(step % values.Length);
        values[decision] = (values[decision] + _stride) % _space.Decisions[decision].OptionCount;
        return _space.FromValues(values).Tokens;
    }

    private sealed record Propose(StepPosition Position, string Tokens, Trials Trials) : IRequest<ArchitectureSampled>;

    private sealed class ProposeHandler : IRequestHandler<Propose, ArchitectureSampled>
    {
        public Task<ArchitectureSampled> Handle(Propose request, CancellationToken cancellationToken) => Task.FromResult(
            new ArchitectureSampled(
                request.Position, 0, request.Tokens, LogProb: null, Entropy: null, request.Trials.Find(request.Tokens)?.Step));
    }

    private sealed record Move(StepPosition Position, OneByOneState From, string Tokens, double Reward) : IRequest<BestMoved>;

    private sealed class MoveHandler : IRequestHandler<Move, BestMoved>
    {
        public Task<BestMoved> Handle(Move request, CancellationToken cancellationToken) => Task.FromResult(
            request.Reward > request.From.Reward
                ? new BestMoved(request.Position, request.Tokens, request.Reward)
                : new BestMoved(request.Position, request.From.Tokens!, request.From.Reward));
    }
}
