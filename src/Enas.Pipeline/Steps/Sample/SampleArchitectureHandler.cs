using Enas.Pipeline.Policies;
using MediatR;

namespace Enas.Pipeline.Steps.Sample;

/// <summary>Asks the policy. Weight steps and policy steps draw from streams of their own.</summary>
public sealed class SampleArchitectureHandler(IPolicy policy) : IRequestHandler<SampleArchitecture, ArchitectureSampled>
{
    /// <inheritdoc />
    public Task<ArchitectureSampled> Handle(SampleArchitecture request, CancellationToken cancellationToken)
    {
        var sample = policy.Sample("sampling/" + request.Position.Phase, request.Position.Step, request.Ordinal);
        var tokens = sample.Architecture.Tokens;
        return Task.FromResult(new ArchitectureSampled(
            request.Position, request.Ordinal, tokens, sample.LogProb, sample.Entropy, request.Trials.Find(tokens)?.Step));
    }
}
