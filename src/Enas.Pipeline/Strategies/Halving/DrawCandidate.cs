using Enas.Pipeline.Events;
using Enas.Pipeline.Steps.Sample;
using MediatR;

namespace Enas.Pipeline.Strategies.Halving;

/// <summary>Name a candidate of the first rung.</summary>
/// <param name="Slot">Its number among the candidates.</param>
internal sealed record DrawCandidate(StepPosition Position, int Slot) : IRequest<ArchitectureSampled>;

/// <summary>Names the candidates in the order in which they were drawn.</summary>
internal sealed class DrawCandidateHandler(IReadOnlyList<string> candidates) : IRequestHandler<DrawCandidate, ArchitectureSampled>
{
    /// <inheritdoc />
    public Task<ArchitectureSampled> Handle(DrawCandidate request, CancellationToken cancellationToken) =>
        Task.FromResult(new ArchitectureSampled(request.Position, 0, candidates[request.Slot], LogProb: null, Entropy: null));
}
