using Enas.Pipeline.Events;
using Enas.Pipeline.Steps.Sample;
using MediatR;

namespace Enas.Pipeline.Strategies.LocalSearch;

/// <summary>Propose what the climb needs to know next: a neighbour of where it stands, or a new start.</summary>
/// <param name="Ordinal">Proposals before it that are not evaluated yet.</param>
internal sealed record ProposeNeighbour(StepPosition Position, Climb Climb, int Ordinal = 0) : IRequest<ArchitectureSampled>;

/// <summary>Asks the climb.</summary>
internal sealed class ProposeNeighbourHandler : IRequestHandler<ProposeNeighbour, ArchitectureSampled>
{
    /// <inheritdoc />
    public Task<ArchitectureSampled> Handle(ProposeNeighbour request, CancellationToken cancellationToken) =>
        Task.FromResult(new ArchitectureSampled(
            request.Position, request.Ordinal, request.Climb.Proposal!.Tokens, LogProb: null, Entropy: null));
}
