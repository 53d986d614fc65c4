using Enas.Pipeline.Architectures;
using Enas.Pipeline.Ports;
using Enas.Pipeline.Replay;
using Enas.Pipeline.Search;
using Enas.Pipeline.Training;

namespace Enas.Pipeline.Composition;

/// <summary>
/// Puts the work of a final training together from its parts, as <see cref="SearchAssembly"/> does for a search: the same handlers run and
/// re-execute it. Owns its network.
/// </summary>
internal sealed class TrainingAssembly : IDisposable
{
    /// <summary>What is trained.</summary>
    public required IFixedNetwork Network { get; init; }

    /// <summary>Its architecture.</summary>
    public required Architecture Architecture { get; init; }

    /// <summary>Passes over the training set.</summary>
    public required int Epochs { get; init; }

    /// <summary>Steps in all, in the place of <see cref="Epochs"/>; 0 for whole epochs.</summary>
    public int Steps { get; init; }

    /// <summary>Whether the test set is measured at the end.</summary>
    public bool IsTested { get; init; } = true;

    /// <summary>What it costs; null where that is not counted.</summary>
    public ICostModel? Costs { get; init; }

    /// <summary>Measures what is observed.</summary>
    public required TimeProvider Time { get; init; }

    /// <summary>The work as a run does it: every handler is measured.</summary>
    public ISearchWork ForRun()
    {
        var measurements = new StepMeasurements();
        return Build(measurements, mediator => mediator.AroundAll(typeof(MeasureBehavior<,>), measurements, Time));
    }

    /// <summary>The work as a re-execution does it: every handler runs, every fact is compared as it comes.</summary>
    public ISearchWork ForReexecution(RecordedFacts recorded) =>
        Build(new StepMeasurements(), mediator => mediator.AroundAll(typeof(CompareBehavior<,>), recorded, mediator));

    /// <inheritdoc />
    public void Dispose() => Network.Dispose();

    private FinalTraining Build(StepMeasurements measurements, Action<SearchMediator> surround)
    {
        var mediator = new SearchMediator();
        mediator.Handle(new TrainFixedNetworkHandler(Network, Architecture, Costs));
        mediator.Handle(new ScoreFixedNetworkHandler(Network, Architecture, Costs));
        mediator.Handle(new CompleteTrainingHandler());
        surround(mediator);
        return new FinalTraining(Network, Architecture, Epochs, mediator.Build(), measurements) { Steps = Steps, IsTested = IsTested };
    }
}
