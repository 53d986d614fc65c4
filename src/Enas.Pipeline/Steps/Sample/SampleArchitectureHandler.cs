using Enas.Pipeline.Events;
using Enas.Pipeline.Policies;
using MediatR;

namespace Enas.Pipeline.Steps.Sample;

/// <summary>Asks the policy, and in a weight step the sampler for weights. Weight steps and policy steps draw from streams of their
/// own.</summary>
/// <param name="policy">Draws in policy steps.</param>
/// <param name="forWeights">Draws in weight steps.</param>
internal sealed class SampleArchitectureHandler(IPolicy policy, IWeightSampler forWeights)
    : IRequestHandler<SampleArchitecture, ArchitectureSampled>
{
    /// <inheritdoc />
    public Task<ArchitectureSampled> Handle(SampleArchitecture request, CancellationToken cancellationToken)
    {
        var (architecture, logProb, entropy) = request.Position.Phase == Phases.Weights
            ? forWeights.Sample(request.Position.Step, request.Deal) : OfPolicy(request);
        var tokens = architecture.Tokens;
        return Task.FromResult(new ArchitectureSampled(
            request.Position, request.Ordinal, tokens, logProb, entropy, request.Trials.Find(tokens)?.Step));
    }

    private WeightSample OfPolicy(SampleArchitecture request)
    {
        var stream = "sampling/" + request.Position.Phase + (request.Attempt == 0 ? string.Empty : $"/attempt{request.Attempt}");
        var (architecture, logProb, entropy) = policy.Sample(stream, request.Position.Step, request.Ordinal);
        return new WeightSample(architecture, logProb, entropy);
    }
}
