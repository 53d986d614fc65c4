using Enas.Pipeline.Events;
using MediatR;

namespace Enas.Pipeline.Strategies.Halving;

/// <summary>Give an architecture that was trained its place in a rung.</summary>
/// <param name="Place">The architecture and what its training was worth.</param>
internal sealed record UpdateRung(StepPosition Position, int Rung, RungPlace Place) : IRequest<RungUpdated>;

/// <summary>Gives it.</summary>
internal sealed class UpdateRungHandler : IRequestHandler<UpdateRung, RungUpdated>
{
    /// <inheritdoc />
    public Task<RungUpdated> Handle(UpdateRung request, CancellationToken cancellationToken) =>
        Task.FromResult(new RungUpdated(request.Position, request.Rung, request.Place));
}
