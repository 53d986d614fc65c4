using Enas.Pipeline.Architectures;
using Enas.Pipeline.Policies;
using MediatR;

namespace Enas.Pipeline.Strategies.Reinforce;

/// <summary>Forms the advantages against the baseline and makes the REINFORCE step (Williams 1992).</summary>
internal sealed class UpdatePolicyHandler(SearchSpace space, IPolicy policy, IBaselineRule rule)
    : IRequestHandler<UpdatePolicy, PolicyUpdated>
{
    /// <inheritdoc />
    public Task<PolicyUpdated> Handle(UpdatePolicy request, CancellationToken cancellationToken)
    {
        var (advantages, baseline) = rule.Observe(
            new BaselineState(request.Baseline, request.BaselineWeight), [.. request.Signals.Select(signal => signal.Signal)]);
        var result = policy.Update(
            [.. request.Signals.Zip(advantages, (signal, advantage) => new WeightedSample(space.Parse(signal.Tokens), advantage))]);
        return Task.FromResult(new PolicyUpdated(
            request.Position, baseline.Value!.Value, advantages, result.GradNorm, result.LearningRate, baseline.Weight));
    }
}
