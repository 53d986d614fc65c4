using Enas.Pipeline.Events;
using MediatR;

namespace Enas.Pipeline.Steps.Finals;

/// <summary>Begin a rung of the finals.</summary>
/// <param name="Position">The step that it belongs to: its number from 0, its phase and its round.</param>
/// <param name="Rung">The rung, from 0.</param>
/// <param name="Steps">Steps of each training.</param>
/// <param name="Finalists">Who came so far, the best first.</param>
public sealed record OpenFinals(StepPosition Position, int Rung, long Steps, IReadOnlyList<Finalist> Finalists) : IRequest<FinalsOpened>;

/// <summary>Begins it. It follows from the scores, so a replay derives it again.</summary>
internal sealed class OpenFinalsHandler : IRequestHandler<OpenFinals, FinalsOpened>
{
    /// <inheritdoc />
    public Task<FinalsOpened> Handle(OpenFinals request, CancellationToken cancellationToken) =>
        Task.FromResult(new FinalsOpened(request.Position, request.Rung, request.Steps, request.Finalists));
}
