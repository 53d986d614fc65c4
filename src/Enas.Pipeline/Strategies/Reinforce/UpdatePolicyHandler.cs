using Enas.Pipeline.Architectures;
using Enas.Pipeline.Policies;
using MediatR;

namespace Enas.Pipeline.Strategies.Reinforce;

/// <summary>Forms the advantages against the baseline and makes the REINFORCE step (Williams 1992).</summary>
public sealed class UpdatePolicyHandler(SearchSpace space, IPolicy policy, IBaselineRule rule)
    : IRequestHandler<UpdatePolicy, PolicyUpdated>
{
    /// <inheritdoc />
    public Task<PolicyUpdated> Handle(UpdatePolicy request, CancellationToken cancellationToken)
    {
        var baseline = new BaselineState(request.Baseline, request.BaselineWeight);
        var samples = new List<WeightedSample>(request.Signals.Count);
        foreach (var signal in request.Signals)
        {
            (var advantage, baseline) = rule.Observe(baseline, signal.Signal);
            samples.Add(new WeightedSample(space.Parse(signal.Tokens), advantage));
        }

        var result = policy.Update(samples);
        return Task.FromResult(new PolicyUpdated(
            request.Position, baseline.Value!.Value,
                [.. samples.Select(s => s.Advantage)], result.GradNorm, result.LearningRate, baseline.Weight));
    }
}
