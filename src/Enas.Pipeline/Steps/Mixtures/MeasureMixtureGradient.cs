using Enas.Pipeline.Events;
using Enas.Pipeline.Ports;
using MediatR;

namespace Enas.Pipeline.Steps.Mixtures;

/// <summary>Measure the gradient of the validation loss by the weights of a mixture.</summary>
/// <param name="Position">The step that it belongs to: its number from 0, its phase and its round.</param>
/// <param name="Mixture">Where it is taken.</param>
/// <param name="Unrolled">Number of weight steps so far, for a gradient of second order; null for one of first order.</param>
public sealed record MeasureMixtureGradient(StepPosition Position, Mixture Mixture, long? Unrolled) : IRequest<MixtureGradientMeasured>;

/// <summary>Measures it.</summary>
/// <param name="costs">What it costs; null where that is not counted.</param>
internal sealed class MeasureMixtureGradientHandler(IMixtureWeights weights, ICostModel? costs)
    : IMeasuringHandler<MeasureMixtureGradient, MixtureGradientMeasured>
{
    /// <inheritdoc />
    public Task<MixtureGradientMeasured> Handle(MeasureMixtureGradient request, CancellationToken cancellationToken)
    {
        WorkCost? CostOf(long items) => costs is null ? null : MixtureCosts.Training(costs, request.Mixture, items);
        try
        {
            var measured = weights.MeasureGradient(request.Mixture, request.Position.Step, request.Unrolled);
            var items = measured.Loss.TokenCount + measured.UnrolledItems;
            return double.IsFinite(measured.Loss.LossSum)
                ? Task.FromResult(new MixtureGradientMeasured(
                    request.Position, measured.Loss, measured.Gradient, OrderOf(request), CostOf(items)))
                : throw new NonFiniteStepException("loss-not-finite", $"the validation loss is {measured.Loss.LossSum}") { Items = items };
        }
        catch (NonFiniteStepException e)
        {
            throw e.Costing(CostOf(e.Items)?.MultiplyAdds);
        }
    }

    /// <inheritdoc />
    /// <remarks>A gradient has one number for each option of the mixture, and 0 for an option that did not run.</remarks>
    public MixtureGradientMeasured Again(MeasureMixtureGradient asked, MixtureGradientMeasured recorded) => recorded with
    {
        Position = asked.Position,
        Order = OrderOf(asked),
        Gradient = [.. asked.Mixture.Weights.Select((weight, option) =>
            option >= recorded.Gradient.Count || (asked.Mixture.Path is not null && weight == 0) ? 0 : recorded.Gradient[option])],
    };

    private static int OrderOf(MeasureMixtureGradient request) => request.Unrolled is null ? 1 : 2;
}
