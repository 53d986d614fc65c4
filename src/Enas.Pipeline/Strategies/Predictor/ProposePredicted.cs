using Enas.Pipeline.Events;
using Enas.Pipeline.Steps.Sample;
using MediatR;
namespace Enas.Pipeline.Strategies.Predictor;

/// <summary>Propose the architecture of a forecast.</summary>
/// <param name="Forecast">The architecture, and what is expected of it.</param>
/// <param name="Trials">What was evaluated before, where that answers a repeated architecture.</param>
internal sealed record ProposePredicted(StepPosition Position, Forecast Forecast, Trials Trials) : IRequest<ArchitectureSampled>;

/// <summary>Proposes it.</summary>
internal sealed class ProposePredictedHandler : IRequestHandler<ProposePredicted, ArchitectureSampled>
{
    /// <inheritdoc />
    public Task<ArchitectureSampled> Handle(ProposePredicted request, CancellationToken cancellationToken)
    {
        var tokens = request.Forecast.Architecture.Tokens;
        return Task.FromResult(new ArchitectureSampled(
            request.Position, 0, tokens, LogProb: null, Entropy: null, request.Trials.Find(tokens)?.Step));
    }
}
