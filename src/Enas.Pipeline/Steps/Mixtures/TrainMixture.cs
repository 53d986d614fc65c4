using Enas.Pipeline.Events;
using Enas.Pipeline.Ports;
using Enas.Pipeline.Steps.Train;
using MediatR;

namespace Enas.Pipeline.Steps.Mixtures;

/// <summary>Train the weights of all options that run in a mixture on the next window.</summary>
/// <param name="Position">The step that it belongs to: its number from 0, its phase and its round.</param>
/// <param name="Mixture">What each option counts.</param>
/// <param name="WeightStep">Number of weight steps before this one.</param>
public sealed record TrainMixture(StepPosition Position, Mixture Mixture, long WeightStep) : IRequest<SharedWeightsTrained>;

/// <summary>Makes the weight step.</summary>
/// <param name="weights">What is trained.</param>
/// <param name="costs">What it costs; null where that is not counted.</param>
internal sealed class TrainMixtureHandler(
    IMixtureWeights weights, ICostModel? costs) : IMeasuringHandler<TrainMixture, SharedWeightsTrained>
{
    /// <inheritdoc />
    public Task<SharedWeightsTrained> Handle(TrainMixture request, CancellationToken cancellationToken)
    {
        WorkCost? CostOf(long items) => costs is null ? null : MixtureCosts.Training(costs, request.Mixture, items);
        try
        {
            var result = weights.TrainMixture(request.Mixture, request.Position.Step, request.WeightStep);
            return Task.FromResult(new SharedWeightsTrained(
                request.Position, result.Loss, result.GradNorm, result.LearningRate, result.TokenCount, result.CorrectCount,
                CostOf(result.TokenCount), SharedWeightsTrained.OfMixture));
        }
        catch (NonFiniteStepException e)
        {
            throw e.Costing(CostOf(e.Items)?.MultiplyAdds);
        }
    }

    /// <inheritdoc />
    public SharedWeightsTrained Again(TrainMixture asked, SharedWeightsTrained recorded) =>
        recorded with { Position = asked.Position, Mode = SharedWeightsTrained.OfMixture };
}
