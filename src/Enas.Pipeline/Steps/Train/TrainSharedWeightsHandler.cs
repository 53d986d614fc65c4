using Enas.Pipeline.Architectures;
using Enas.Pipeline.Ports;

namespace Enas.Pipeline.Steps.Train;

/// <summary>Makes the weight step.</summary>
/// <param name="weights">What is trained.</param>
/// <param name="costs">What it costs; null where that is not counted.</param>
internal sealed class TrainSharedWeightsHandler(SearchSpace space, ISharedWeights weights, ICostModel? costs = null)
    : IMeasuringHandler<TrainSharedWeights, SharedWeightsTrained>
{
    /// <inheritdoc />
    public Task<SharedWeightsTrained> Handle(TrainSharedWeights request, CancellationToken cancellationToken)
    {
        var architecture = space.Parse(request.Tokens);
        try
        {
            var result = weights.Train(architecture, request.Position.Step, request.WeightStep);
            return Task.FromResult(new SharedWeightsTrained(
                request.Position, result.Loss, result.GradNorm, result.LearningRate, result.TokenCount, result.CorrectCount,
                costs?.Training(architecture, result.TokenCount)));
        }
        catch (NonFiniteStepException e)
        {
            throw e.Costing(costs?.OfTraining(architecture, e.Items));
        }
    }

    /// <inheritdoc />
    public SharedWeightsTrained Again(TrainSharedWeights asked, SharedWeightsTrained recorded) =>
        recorded with { Position = asked.Position };
}
