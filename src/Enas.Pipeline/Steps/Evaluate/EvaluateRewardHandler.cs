using Enas.Pipeline.Jobs;
using Enas.Pipeline.Ports;
using Enas.Pipeline.Search;
using Enas.Pipeline.Spaces;
using MediatR;

namespace Enas.Pipeline.Steps.Evaluate;

/// <summary>Measures c / perplexity^power, or the accuracy, with dropout off (algorithms dossier 1.4, 2.4).</summary>
public sealed class EvaluateRewardHandler(SearchSpace space, ISharedWeights weights, RewardOptions options) : IMeasuringHandler<EvaluateReward, RewardEvaluated>
{
    /// <inheritdoc />
    public Task<RewardEvaluated> Handle(EvaluateReward request, CancellationToken cancellationToken)
    {
        var sampleOrdinal = options.CommonWindows ? 0 : request.Ordinal;
        var windows = weights.Evaluate(space.Parse(request.Tokens), request.Position.Step, sampleOrdinal);
        return Task.FromResult(RewardEvaluated.Of(request.Position, request.Ordinal, request.Tokens, windows, options));
    }

    /// <inheritdoc />
    public RewardEvaluated Again(EvaluateReward asked, RewardEvaluated recorded) =>
        RewardEvaluated.Of(asked.Position, asked.Ordinal, asked.Tokens, recorded.Windows, options);
}
