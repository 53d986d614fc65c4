using Enas.Pipeline.Jobs;
using Enas.Pipeline.Policies;
using Enas.Pipeline.Ports;
using Enas.Pipeline.Spaces;
using Enas.Pipeline.Steps.Evaluate;
using Enas.Pipeline.Steps.Sample;
using Enas.Pipeline.Steps.Score;
using Enas.Pipeline.Steps.Train;
using Enas.Pipeline.Steps.Update;
using MediatR;

namespace Enas.Pipeline.Search;

/// <summary>Puts a search together from its parts. The caller owns and disposes the parts.</summary>
public sealed class SearchAssembly
{
    public required JobOptions Job { get; init; }

    public required RnnCellSpace Space { get; init; }

    public required IPolicy Policy { get; init; }

    public required ISharedWeights Weights { get; init; }

    public required Schedule Schedule { get; init; }

    public required IEventLog Log { get; init; }

    public required ICheckpointStore Checkpoints { get; init; }

    public required ISearchProgress Progress { get; init; }

    public required TimeProvider Time { get; init; }

    /// <summary>The run, ready to start.</summary>
    public SearchRun Build()
    {
        var measurements = new StepMeasurements();
        var mediator = new SearchMediator();
        Add(mediator, measurements, new SampleArchitectureHandler(Policy));
        Add(mediator, measurements, new TrainSharedWeightsHandler(Space, Weights));
        Add(mediator, measurements, new EvaluateRewardHandler(Space, Weights, Job.Reward));
        Add(mediator, measurements, new UpdatePolicyHandler(Space, Policy, Job.Policy));
        Add(mediator, measurements, new ScoreCandidateHandler(Space, Weights));
        var built = mediator.Build();
        return new SearchRun(
            Job,
            Schedule,
            new SearchStep(built, measurements, Job),
            new Derivation(built, measurements, Policy, Space, Job),
            Policy,
            Weights,
            Log,
            Checkpoints,
            Progress,
            Time);
    }

    private void Add<TRequest, TResponse>(SearchMediator mediator, StepMeasurements measurements, IRequestHandler<TRequest, TResponse> handler)
        where TRequest : IRequest<TResponse> =>
        mediator.Handle(handler).Around(new MeasureBehavior<TRequest, TResponse>(measurements, Time));
}
