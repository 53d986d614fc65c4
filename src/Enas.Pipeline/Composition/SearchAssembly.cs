using Enas.Pipeline.Architectures;
using Enas.Pipeline.Catalogs;
using Enas.Pipeline.Evaluation;
using Enas.Pipeline.Evaluation.Plans;
using Enas.Pipeline.Options;
using Enas.Pipeline.Ports;
using Enas.Pipeline.Replay;
using Enas.Pipeline.Search;
using Enas.Pipeline.Steps.Child;
using Enas.Pipeline.Steps.Cost;
using Enas.Pipeline.Steps.Evaluate;
using Enas.Pipeline.Steps.Finals;
using Enas.Pipeline.Steps.Lifecycle;
using Enas.Pipeline.Steps.Mixtures;
using Enas.Pipeline.Steps.Proxy;
using Enas.Pipeline.Steps.Score;
using Enas.Pipeline.Steps.Train;
using Enas.Pipeline.Strategies;

namespace Enas.Pipeline.Composition;

/// <summary>
/// Puts the work of a search together from its parts. The same handlers run, re-execute and re-derive a search; what differs is the
/// behaviours around them. The caller owns and disposes the parts.
/// </summary>
internal sealed class SearchAssembly
{
    public required JobOptions Job { get; init; }

    public required SearchSpace Space { get; init; }

    /// <summary>Which steps, and who chooses in them.</summary>
    public required IStrategy Strategy { get; init; }

    /// <summary>Who says what an architecture is worth.</summary>
    public required IEvaluator Evaluator { get; init; }

    /// <summary>The shared weights that weight steps train; null where there are none.</summary>
    public required ISharedWeights? Weights { get; init; }

    /// <summary>What training the shared weights costs; null where that is not counted.</summary>
    public ICostModel? Costs { get; init; }

    /// <summary>What architectures cost, counted or not, for strategies whose loss has it; null where the log answers.</summary>
    public ICostModel? OptionCosts { get; init; }

    /// <summary>Who says what architectures cost; asked only where the job wants to know.</summary>
    public ICostMeter Meter { get; init; } = new RecordedCostMeter();

    /// <summary>Who says what zero-cost proxies say of architectures; asked only where the job wants to know.</summary>
    public IProxyMeter Proxies { get; init; } = new RecordedProxies();

    /// <summary>Who trains architectures alone, in a search that has them trained.</summary>
    public IChildTrainer Children { get; init; } = new NoChildTrainer();

    public required TimeProvider Time { get; init; }

    /// <summary>Adds behaviours of the caller's own inside all others, next to the handlers.</summary>
    public Action<SearchMediator>? Configure { get; init; }

    /// <summary>The work as a run does it: every handler is measured.</summary>
    public ISearchWork ForRun()
    {
        var measurements = new StepMeasurements();
        return Build(measurements, mediator => mediator.AroundAll(typeof(MeasureBehavior<,>), measurements, Time));
    }

    /// <summary>The work as a re-execution does it: every handler runs, every fact is compared as it comes.</summary>
    public ISearchWork ForReexecution(RecordedFacts recorded) =>
        Build(new StepMeasurements(), mediator => mediator.AroundAll(typeof(CompareBehavior<,>), recorded, mediator));

    /// <summary>The work as a re-derivation of the policy does it: the policy's handlers run, the log answers for
    /// what was measured.</summary>
    public ISearchWork ForPolicy(RecordedFacts recorded) =>
        Build(new StepMeasurements(), mediator => mediator.AroundAll(typeof(RederiveBehavior<,>), recorded, mediator));

    private SearchWork Build(StepMeasurements measurements, Action<SearchMediator> surround)
    {
        var mediator = new SearchMediator();
        Strategy.AddHandlers(mediator);
        mediator.Handle(new EvaluateRewardHandler(Space, Evaluator, ObjectiveCatalog.Of(Job)));
        mediator.Handle(new TrainChildHandler(Children));
        mediator.Handle(new ScoreCandidateHandler(Space, Evaluator));
        mediator.Handle(new MeasureCostsHandler(Space, Meter));
        var (proxies, isCostCounted) = (ProxyPlan.Of(Job), Job.Budget.Cost == BudgetOptions.CostInMultiplyAdds);
        mediator.Handle(new MeasureProxiesHandler(Space, Proxies, proxies.Recorded, isCostCounted));
        mediator.Handle(new ScreenPoolHandler(Space, Proxies, Job.Seed, isCostCounted));
        mediator.Handle(new RejectProposalHandler());
        mediator.Handle(new OpenFinalsHandler());
        mediator.Handle(new CompleteSearchHandler(Space, Evaluator));
        if (Weights is not null)
        {
            mediator.Handle(new TrainSharedWeightsHandler(Space, Weights, Costs));
        }

        if (Weights is IMixtureWeights mixtures)
        {
            mediator.Handle(new TrainMixtureHandler(mixtures, Costs));
            mediator.Handle(new MeasureMixtureGradientHandler(mixtures, Costs));
            mediator.Handle(new MeasureOptionCostsHandler(Space, OptionCosts));
        }

        surround(mediator);
        Configure?.Invoke(mediator);
        var built = mediator.Build();
        var derivation = new Derivation(built, measurements, Strategy, Evaluator, Space, Job, Children);
        return new SearchWork(Strategy, built, measurements, derivation, Evaluator.Children, Children, new StopRules(Job.Evaluator),
            CostPlan.Of(Job), ObjectiveCatalog.Of(Job), proxies, Weights);
    }
}
