using Enas.Pipeline.Architectures;
using Enas.Pipeline.Events;
using MediatR;

namespace Enas.Pipeline.Strategies.LocalSearch;

/// <summary>Take an evaluation into account.</summary>
/// <param name="Climb">The climb before it.</param>
/// <param name="Architecture">What was evaluated.</param>
/// <param name="Reward">What it is worth.</param>
internal sealed record UpdateClimb(StepPosition Position, Climb Climb, Architecture Architecture, double Reward) : IRequest<ClimbUpdated>;

/// <summary>Lets the climb go on.</summary>
internal sealed class UpdateClimbHandler : IRequestHandler<UpdateClimb, ClimbUpdated>
{
    /// <inheritdoc />
    public Task<ClimbUpdated> Handle(UpdateClimb request, CancellationToken cancellationToken)
    {
        var next = request.Climb.Enter(request.Architecture, request.Reward);
        return Task.FromResult(new ClimbUpdated(request.Position, next.At?.Tokens, next.Moves, next.Restarts));
    }
}
