using Enas.Pipeline.Architectures;
using Enas.Pipeline.Evaluation;
using Enas.Pipeline.Events;
using Enas.Pipeline.Ports;

namespace Enas.Pipeline.Strategies.Halving;

/// <summary>
/// Successive halving: each step trains one architecture of a rung, or closes the rung. An architecture that is promoted is trained anew,
/// with a schedule of its own that ends with the steps of its rung: what a longer schedule has come to half-way says little. It keeps
/// nothing but what events tell, so a checkpoint holds nothing of it.
/// </summary>
internal sealed class HalvingStrategy : IStrategy
{
    private readonly SearchSpace _space;
    private readonly IReadOnlyList<string> _candidates;
    private readonly Ladder _ladder;
    private readonly bool _tiesByLoss;

    /// <summary>The strategy over some candidates.</summary>
    /// <param name="candidates">The architectures of the first rung.</param>
    /// <param name="ladder">The rungs.</param>
    /// <param name="tiesByLoss">Whether of equal rewards the lower loss counts, before the order of draws.</param>
    public HalvingStrategy(SearchSpace space, IReadOnlyList<string> candidates, Ladder ladder, bool tiesByLoss = false) =>
        (_space, _candidates, _ladder, _tiesByLoss) = (space, candidates, ladder, tiesByLoss);

    /// <inheritdoc />
    public ISchedule Schedule => _ladder;

    /// <inheritdoc />
    public bool NamesItsBest => true;

    /// <inheritdoc />
    public void AddHandlers(IHandlerRegistry registry)
    {
        registry.Handle(new DrawCandidateHandler(_candidates));
        registry.Handle(new UpdateRungHandler());
        registry.Handle(new PromoteRungHandler(_ladder, _tiesByLoss));
    }

    /// <inheritdoc />
    public async Task StepAsync(IStrategyStep step)
    {
        var state = (HalvingState)step.State;
        var next = state.Places.Length;
        if (next == _ladder.SizeOf(state.Rung))
        {
            await step.SendAsync(new PromoteRung(step.Position, state.Rung, state.Places));
            return;
        }

        var (slot, tokens) = state.Rung == 0
            ? (next, (await step.SendAsync(new DrawCandidate(step.Position, next))).Tokens)
            : (state.Entrants[next].Slot, state.Entrants[next].Tokens);
        step.Expect([.. (state.Rung == 0 ? _candidates : state.Entrants.Select(entrant => entrant.Tokens)).Skip(next)
            .Select(waiting => new ExpectedEvaluation(waiting, state.Rung, _ladder.StepsOf(state.Rung)))]);
        var evaluated = await step.TrainAsync(0, tokens, state.Rung, _ladder.StepsOf(state.Rung));
        await step.SendAsync(new UpdateRung(step.Position, state.Rung, new RungPlace(slot, tokens, evaluated.Standing)));
    }

    /// <inheritdoc />
    /// <remarks>Those of the last rung: what shorter trainings came to cannot be compared with what these did.</remarks>
    public IEnumerable<Architecture> Candidates(IStrategyState state, StepPosition position, int count) =>
        ((HalvingState)state).Ranked.Take(count).Select(place => _space.Parse(place.Tokens));

    /// <inheritdoc />
    public ChildOrder FinalOrder(ChildPlan plan, string tokens) =>
        plan.Order(tokens, _ladder.Count - 1, _ladder.StepsOf(_ladder.Count - 1));

    /// <inheritdoc />
    public void Dispose()
    {
    }
}
