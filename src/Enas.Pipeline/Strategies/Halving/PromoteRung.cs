using System.Collections.Immutable;
using Enas.Pipeline.Events;
using MediatR;

namespace Enas.Pipeline.Strategies.Halving;

/// <summary>Close a rung: rank its architectures and let the best go on.</summary>
/// <param name="Places">Its architectures.</param>
internal sealed record PromoteRung(StepPosition Position, int Rung, ImmutableArray<RungPlace> Places) : IRequest<RungClosed>;

/// <summary>Closes it.</summary>
/// <param name="ladder">The rungs.</param>
/// <param name="tiesByLoss">Whether of equal rewards the lower loss counts.</param>
internal sealed class PromoteRungHandler(Ladder ladder, bool tiesByLoss) : IRequestHandler<PromoteRung, RungClosed>
{
    /// <inheritdoc />
    public Task<RungClosed> Handle(PromoteRung request, CancellationToken cancellationToken)
    {
        int[] ranked = [.. HalvingState.Ranking(request.Places, tiesByLoss).Select(place => place.Slot)];
        return Task.FromResult(new RungClosed(request.Position, request.Rung, ranked, ranked[..ladder.PromotedFrom(request.Rung)]));
    }
}
