using Enas.Pipeline.Search;
using Enas.Pipeline.Steps.Evaluate;
using Enas.Pipeline.Steps.Sample;
using Enas.Pipeline.Steps.Score;
using Enas.Pipeline.Steps.Train;
using Enas.Pipeline.Steps.Update;
using MediatR;

namespace Enas.Host.Telemetry;

/// <summary>A span around one handler.</summary>
internal sealed class TraceBehavior<TRequest, TResponse>(string name) : IPipelineBehavior<TRequest, TResponse>
    where TRequest : notnull
{
    /// <inheritdoc />
    public async Task<TResponse> Handle(TRequest request, CancellationToken cancellationToken, RequestHandlerDelegate<TResponse> next)
    {
        using var span = TelemetrySource.Activities.StartActivity(name);
        return await next();
    }
}

/// <summary>The spans of a search's handlers.</summary>
internal static class TraceBehaviors
{
    /// <summary>Adds them.</summary>
    public static void AddTo(SearchMediator mediator) => mediator
        .Around(new TraceBehavior<SampleArchitecture, ArchitectureSampled>("enas.sample"))
        .Around(new TraceBehavior<TrainSharedWeights, SharedWeightsTrained>("enas.train"))
        .Around(new TraceBehavior<EvaluateReward, RewardEvaluated>("enas.evaluate"))
        .Around(new TraceBehavior<UpdatePolicy, PolicyUpdated>("enas.update"))
        .Around(new TraceBehavior<ScoreCandidate, CandidateScored>("enas.score"));
}
