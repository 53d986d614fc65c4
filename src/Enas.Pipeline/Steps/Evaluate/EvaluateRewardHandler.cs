using Enas.Pipeline.Architectures;
using Enas.Pipeline.Evaluation;
using Enas.Pipeline.Measures;

namespace Enas.Pipeline.Steps.Evaluate;

/// <summary>Has the architecture evaluated, and makes the reward of it.</summary>
internal sealed class EvaluateRewardHandler(SearchSpace space, IEvaluator evaluator, IObjective objective)
    : IMeasuringHandler<EvaluateReward, RewardEvaluated>
{
    /// <inheritdoc />
    public Task<RewardEvaluated> Handle(EvaluateReward request, CancellationToken cancellationToken)
    {
        var evaluated = request.Known?.Again
            ?? evaluator.Evaluate(space.Parse(request.Tokens), request.DataOf ?? request.Position.Step, request.Ordinal);
        return Task.FromResult(RewardEvaluated.Of(
            request.Position, request.Ordinal, request.Tokens, evaluated, objective, request.Costs, request.Lowest));
    }

    /// <inheritdoc />
    public RewardEvaluated Again(EvaluateReward asked, RewardEvaluated recorded)
    {
        // What windows came to is computed again; a value that was looked up or reported is all that there is, and a known one is known.
        var evaluated = asked.Known?.Again ?? (recorded.Windows.Count > 0
            ? Evaluated.Of(recorded.Windows) with { Cost = recorded.Evaluated.Cost } : recorded.Evaluated);
        return RewardEvaluated.Of(asked.Position, asked.Ordinal, asked.Tokens, evaluated, objective, asked.Costs, asked.Lowest);
    }
}
