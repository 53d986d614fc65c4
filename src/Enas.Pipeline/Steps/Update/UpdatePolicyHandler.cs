using Enas.Pipeline.Jobs;
using Enas.Pipeline.Policies;
using Enas.Pipeline.Spaces;
using MediatR;

namespace Enas.Pipeline.Steps.Update;

/// <summary>Forms the advantages against the moving baseline and makes the REINFORCE step (algorithms dossier 1.3).</summary>
public sealed class UpdatePolicyHandler(SearchSpace space, IPolicy policy, PolicyOptions options) : IRequestHandler<UpdatePolicy, PolicyUpdated>
{
    /// <inheritdoc />
    public Task<PolicyUpdated> Handle(UpdatePolicy request, CancellationToken cancellationToken)
    {
        var baseline = new Baseline(request.Baseline);
        var samples = new List<WeightedSample>(request.Signals.Count);
        foreach (var signal in request.Signals)
        {
            (var advantage, baseline) = baseline.Observe(signal.Signal, options.BaselineDecay);
            samples.Add(new WeightedSample(space.Parse(signal.Tokens), advantage));
        }

        var result = policy.Update(samples);
        return Task.FromResult(new PolicyUpdated(request.Position, baseline.Value!.Value, [.. samples.Select(s => s.Advantage)], result.GradNorm, result.LearningRate));
    }
}
