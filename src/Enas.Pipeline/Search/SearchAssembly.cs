using Enas.Pipeline.Events;
using Enas.Pipeline.Jobs;
using Enas.Pipeline.Policies;
using Enas.Pipeline.Ports;
using Enas.Pipeline.Replay;
using Enas.Pipeline.Spaces;
using Enas.Pipeline.Steps.Evaluate;
using Enas.Pipeline.Steps.Sample;
using Enas.Pipeline.Steps.Score;
using Enas.Pipeline.Steps.Train;
using Enas.Pipeline.Steps.Update;
using MediatR;

namespace Enas.Pipeline.Search;

/// <summary>
/// Puts the work of a search together from its parts. The same handlers run, re-execute and re-derive a search; what differs is the behaviours
/// around them. The caller owns and disposes the parts.
/// </summary>
public sealed class SearchAssembly
{
    public required JobOptions Job { get; init; }

    public required SearchSpace Space { get; init; }

    public required IPolicy Policy { get; init; }

    public required ISharedWeights Weights { get; init; }

    public required ISchedule Schedule { get; init; }

    public required TimeProvider Time { get; init; }

    /// <summary>Adds behaviours of the caller's own inside all others, next to the handlers.</summary>
    public Action<SearchMediator>? Configure { get; init; }

    /// <summary>The work as a run does it: every handler is measured.</summary>
    public ISearchWork ForRun()
    {
        var measurements = new StepMeasurements();
        return Build(measurements, new Measured(measurements, Time));
    }

    /// <summary>The work as a re-execution does it: every handler runs, every fact is compared as it comes.</summary>
    public ISearchWork ForReexecution(RecordedFacts recorded) => Build(new StepMeasurements(), new Compared(recorded));

    /// <summary>The work as a re-derivation of the policy does it: the policy's handlers run, the log answers for the shared weights.</summary>
    public ISearchWork ForPolicy(RecordedFacts recorded) => Build(new StepMeasurements(), new Answered(recorded, Job.Reward));

    private SearchWork Build(StepMeasurements measurements, IMode mode)
    {
        var mediator = new SearchMediator();
        mediator.Handle(new SampleArchitectureHandler(Policy));
        mediator.Handle(new TrainSharedWeightsHandler(Space, Weights));
        mediator.Handle(new EvaluateRewardHandler(Space, Weights, Job.Reward));
        mediator.Handle(new UpdatePolicyHandler(Space, Policy, Job.Policy));
        mediator.Handle(new ScoreCandidateHandler(Space, Weights));
        mode.AddTo(mediator);
        Configure?.Invoke(mediator);
        var built = mediator.Build();
        return new SearchWork(Schedule, new SearchStep(built, measurements, Job), new Derivation(built, measurements, Policy, Space, Job), Policy, Weights);
    }

    /// <summary>What surrounds the handlers in one mode.</summary>
    private interface IMode
    {
        void AddTo(SearchMediator mediator);
    }

    private sealed class Measured(StepMeasurements measurements, TimeProvider time) : IMode
    {
        public void AddTo(SearchMediator mediator)
        {
            Add<SampleArchitecture, ArchitectureSampled>(mediator);
            Add<TrainSharedWeights, SharedWeightsTrained>(mediator);
            Add<EvaluateReward, RewardEvaluated>(mediator);
            Add<UpdatePolicy, PolicyUpdated>(mediator);
            Add<ScoreCandidate, CandidateScored>(mediator);
        }

        private void Add<TRequest, TResponse>(SearchMediator mediator)
            where TRequest : IRequest<TResponse> => mediator.Around(new MeasureBehavior<TRequest, TResponse>(measurements, time));
    }

    private sealed class Compared(RecordedFacts recorded) : IMode
    {
        public void AddTo(SearchMediator mediator)
        {
            Add<SampleArchitecture, ArchitectureSampled>(mediator);
            Add<TrainSharedWeights, SharedWeightsTrained>(mediator);
            Add<EvaluateReward, RewardEvaluated>(mediator);
            Add<UpdatePolicy, PolicyUpdated>(mediator);
            Add<ScoreCandidate, CandidateScored>(mediator);
        }

        private void Add<TRequest, TResponse>(SearchMediator mediator)
            where TRequest : IRequest<TResponse>
            where TResponse : ISearchEvent => mediator.Around(new CompareBehavior<TRequest, TResponse>(recorded));
    }

    private sealed class Answered(RecordedFacts recorded, RewardOptions rewards) : IMode
    {
        public void AddTo(SearchMediator mediator) => mediator
            .Around(new CompareBehavior<SampleArchitecture, ArchitectureSampled>(recorded))
            .Around(new AnswerFromLogBehavior<TrainSharedWeights, SharedWeightsTrained>(recorded, (asked, answer) => answer with { Position = asked.Position }))
            .Around(new AnswerFromLogBehavior<EvaluateReward, RewardEvaluated>(
                recorded, (asked, answer) => RewardEvaluated.Of(asked.Position, asked.Ordinal, asked.Tokens, answer.Windows, rewards)))
            .Around(new CompareBehavior<UpdatePolicy, PolicyUpdated>(recorded))
            .Around(new AnswerFromLogBehavior<ScoreCandidate, CandidateScored>(
                recorded, (asked, answer) => CandidateScored.Of(asked.Position, asked.Source, asked.Ordinal, asked.Tokens, answer.Loss)));
    }
}
