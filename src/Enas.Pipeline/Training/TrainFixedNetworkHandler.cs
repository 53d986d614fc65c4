using Enas.Pipeline.Architectures;
using Enas.Pipeline.Events;
using Enas.Pipeline.Ports;
using Enas.Pipeline.Steps;
using Enas.Pipeline.Steps.Lifecycle;
using Enas.Pipeline.Steps.Train;
using MediatR;

namespace Enas.Pipeline.Training;

/// <summary>Makes the step; one that turns out not to be finite is a recorded failure, after which training goes on.</summary>
internal sealed class TrainFixedNetworkHandler(IFixedNetwork network, Architecture architecture, ICostModel? costs)
    : IRequestHandler<TrainFixedNetwork, ISearchEvent>
{
    public Task<ISearchEvent> Handle(TrainFixedNetwork request, CancellationToken cancellationToken) =>
        Task.FromResult(Train(request.Position));

    private ISearchEvent Train(StepPosition position)
    {
        try
        {
            var result = network.Train(position.Step);
            return new SharedWeightsTrained(
                position, result.Loss, result.GradNorm, result.LearningRate, result.TokenCount, result.CorrectCount,
                costs?.Training(architecture, result.TokenCount));
        }
        catch (NonFiniteStepException e)
        {
            return new StepFailed(position, e.Reason, e.Costing(costs?.OfTraining(architecture, e.Items)).Cost);
        }
    }
}
