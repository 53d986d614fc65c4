using Enas.Pipeline.Events;
using MediatR;

namespace Enas.Pipeline.Strategies.Exhaustion;

/// <summary>Say that nothing new can be proposed any more.</summary>
/// <param name="Evaluated">Different architectures that were evaluated.</param>
internal sealed record DeclareExhausted(StepPosition Position, int Evaluated) : IRequest<SpaceExhausted>;

/// <summary>Says it.</summary>
internal sealed class DeclareExhaustedHandler : IRequestHandler<DeclareExhausted, SpaceExhausted>
{
    /// <inheritdoc />
    public Task<SpaceExhausted> Handle(DeclareExhausted request, CancellationToken cancellationToken) =>
        Task.FromResult(new SpaceExhausted(request.Position, request.Evaluated));
}
