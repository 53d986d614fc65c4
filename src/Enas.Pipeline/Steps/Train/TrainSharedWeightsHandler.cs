using Enas.Pipeline.Architectures;
using Enas.Pipeline.Ports;

namespace Enas.Pipeline.Steps.Train;

/// <summary>Makes the weight step.</summary>
public sealed class TrainSharedWeightsHandler(SearchSpace space, ISharedWeights weights)
    : IMeasuringHandler<TrainSharedWeights, SharedWeightsTrained>
{
    /// <inheritdoc />
    public Task<SharedWeightsTrained> Handle(TrainSharedWeights request, CancellationToken cancellationToken)
    {
        var result = weights.Train(space.Parse(request.Tokens), request.Position.Step, request.WeightStep);
        return Task.FromResult(new SharedWeightsTrained(
            request.Position, result.Loss, result.GradNorm, result.LearningRate, result.TokenCount, result.CorrectCount));
    }

    /// <inheritdoc />
    public SharedWeightsTrained Again(TrainSharedWeights asked, SharedWeightsTrained recorded) =>
        recorded with { Position = asked.Position };
}
