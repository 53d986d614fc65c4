using Enas.Pipeline.Jobs;
using Enas.Pipeline.Numerics;
using Enas.Pipeline.Ports;
using Enas.Pipeline.Spaces;
using MediatR;

namespace Enas.Pipeline.Steps.Evaluate;

/// <summary>Measures c / perplexity^power with dropout off (algorithms dossier 1.4).</summary>
public sealed class EvaluateRewardHandler(RnnCellSpace space, ISharedWeights weights, RewardOptions options) : IRequestHandler<EvaluateReward, RewardEvaluated>
{
    /// <inheritdoc />
    public Task<RewardEvaluated> Handle(EvaluateReward request, CancellationToken cancellationToken)
    {
        var sampleOrdinal = options.CommonWindows ? 0 : request.Ordinal;
        var windows = weights.Evaluate(space.Parse(request.Tokens), request.Position.Step, sampleOrdinal);
        var perplexity = Perplexity.Of(windows.Sum(window => window.LossSum), windows.Sum(window => window.TokenCount));
        var reward = options.C / (options.PerplexityPower == 1 ? perplexity : ExactMath.Pow(perplexity, options.PerplexityPower));
        if (!double.IsFinite(reward) || !double.IsFinite(perplexity))
        {
            throw new NonFiniteStepException("reward-not-finite", $"the reward of {request.Tokens} is {reward} (perplexity {perplexity})");
        }

        return Task.FromResult(new RewardEvaluated(request.Position, request.Ordinal, request.Tokens, reward, perplexity, windows));
    }
}
