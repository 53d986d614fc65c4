using Enas.Pipeline.Events;
using MediatR;
namespace Enas.Pipeline.Strategies.Predictor;

/// <summary>Hold a forecast against what was evaluated.</summary>
/// <param name="Reward">What the architecture was worth.</param>
internal sealed record CheckPrediction(StepPosition Position, Forecast Forecast, double Reward) : IRequest<PredictionChecked>;

/// <summary>Holds it.</summary>
internal sealed class CheckPredictionHandler : IRequestHandler<CheckPrediction, PredictionChecked>
{
    /// <inheritdoc />
    public Task<PredictionChecked> Handle(CheckPrediction request, CancellationToken cancellationToken) => Task.FromResult(
        new PredictionChecked(request.Position, request.Forecast.Architecture.Tokens, request.Reward, request.Forecast.Value));
}
