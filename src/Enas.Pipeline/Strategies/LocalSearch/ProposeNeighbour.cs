using Enas.Pipeline.Events;
using Enas.Pipeline.Steps.Sample;
using MediatR;

namespace Enas.Pipeline.Strategies.LocalSearch;

/// <summary>Propose what the climb needs to know next: a neighbour of where it stands, or a new start.</summary>
/// <param name="Position">The step.</param>
/// <param name="Climb">The climb.</param>
public sealed record ProposeNeighbour(StepPosition Position, Climb Climb) : IRequest<ArchitectureSampled>;

/// <summary>Asks the climb.</summary>
public sealed class ProposeNeighbourHandler : IRequestHandler<ProposeNeighbour, ArchitectureSampled>
{
    /// <inheritdoc />
    public Task<ArchitectureSampled> Handle(ProposeNeighbour request, CancellationToken cancellationToken) =>
        Task.FromResult(new ArchitectureSampled(request.Position, 0, request.Climb.Proposal!.Tokens, LogProb: null, Entropy: null));
}
