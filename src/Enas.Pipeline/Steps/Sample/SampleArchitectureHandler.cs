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
        var (architecture, logProb, entropy) = Draw(policy, request.Position, request.Ordinal, request.Attempt);
        return new WeightSample(architecture, logProb, entropy);
    }

    /// <summary>What a policy as it is now draws in a policy step: a function of the step and of nothing that was evaluated.</summary>
    /// <param name="ordinal">Number of the sample within the step.</param>
    /// <param name="attempt">0, or how many samples of this number did not keep the limits of the job.</param>
    public static PolicySample Draw(IPolicy policy, StepPosition position, int ordinal, int attempt = 0) =>
        policy.Sample("sampling/" + position.Phase + (attempt == 0 ? string.Empty : $"/attempt{attempt}"), position.Step, ordinal);
}
