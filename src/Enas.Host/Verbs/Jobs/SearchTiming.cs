using Enas.Host.Composition;
using Enas.Pipeline.Architectures;
using Enas.Pipeline.Catalogs;
using Enas.Pipeline.Catalogs.Evaluators;
using Enas.Pipeline.Events;
using Enas.Pipeline.Options;
using Enas.Pipeline.Policies;
using Enas.Pipeline.Ports;
using Enas.Pipeline.Search;
using Enas.Pipeline.Steps;
using Enas.Pipeline.Strategies;

namespace Enas.Host.Verbs.Jobs;

/// <summary>
/// Times a few real steps of a job on this machine's processor, through the same code that a search runs, and tells from them how long the
/// search takes. Of large jobs a part of each step is timed, so that it takes some seconds at most. Nothing is written.
/// </summary>
internal sealed class SearchTiming
{
    private const int MostArchitectures = 8;

    private readonly StepTimer _timer;
    private readonly TimedPart _part;
    private readonly SearchComposition _search;

    private SearchTiming(StepTimer timer, TimedPart part, SearchComposition search) => (_timer, _part, _search) = (timer, part, search);

    /// <summary>The time of a search; null where nothing can be timed without the data.</summary>
    /// <param name="data">Its data; null where it is not there.</param>
    /// <param name="estimate">Its sizes.</param>
    /// <param name="compute">What computes.</param>
    public static async Task<SearchDuration?> MeasureAsync(
        JobOptions job, JobData? data, JobEstimate estimate, ComputeOptions compute, StepTimer timer)
    {
        // How long a program takes is its own affair.
        if (EvaluatorCatalog.Of(job).TrainsElsewhere)
        {
            return null;
        }

        if ((data ?? TaskCatalog.StandIn(job)) is not { } timed)
        {
            return null;
        }

        var children = ChildrenTiming.Of(job, timed, data is null, compute, timer);
        if (EvaluatorCatalog.Of(job).TrainsAlone)
        {
            return children is null ? null
                : new SearchDuration(children.Seconds, 0, 0, 0, compute.Threads ?? Environment.ProcessorCount, data is not null, true)
                {
                    Children = children,
                };
        }

        var part = TimedPart.Of(job, estimate.Work);
        using var search = SearchComposition.Create(part.Job, timed, compute);
        var timing = new SearchTiming(timer, part, search);
        var (weightStep, reward) = search.Weights is { } weights ? timing.OfSteps(weights, estimate.Work!) : (0, 0);
        var isMixture = StrategyCatalog.Of(job).LearnsFromGradients;

        // A step of a mixture runs all options of every choice: no path says how long that takes.
        weightStep = isMixture ? await timing.OfPhaseAsync(Phases.Weights) * part.WeightStepsOfPart(job) : weightStep;
        double[] stages = search.Weights is null ? [] : timing.OfStages(job, search.Weights, reward, estimate.Work!);
        var policyStep = await timing.OfPhaseAsync(Phases.Policy);
        policyStep = part.IsWhole ? policyStep
            : isMixture ? policyStep * part.RewardsOfPart(job)
            : Math.Max(policyStep, job.Strategy.SamplesPerPolicyStep * reward * estimate.Work!.OfReward);
        var (schedule, scoring) = (estimate.Schedule, ScoringStages.Of(job).Zip(stages, (stage, of) => stage.Count * of).Sum()
            * ScoringStages.CheckpointsOf(job));
        var steps = (schedule.TotalWeightSteps * weightStep) + (schedule.TotalPolicySteps * policyStep);
        return new SearchDuration(
            steps + scoring + (children?.Seconds ?? 0), weightStep, policyStep, stages.LastOrDefault(),
            compute.Threads ?? Environment.ProcessorCount, data is not null, part.IsWhole)
        {
            Screened = stages.FirstOrDefault(),
            Scoring = scoring,
            Children = children,
        };
    }

    /// <summary>Seconds of a weight step of the whole job, and of one token or image of a reward.</summary>
    private (double WeightStep, double RewardItem) OfSteps(ISharedWeights weights, WorkSizes whole)
    {
        var first = _timer.SecondsOfOne(() => Train(weights, ArchitectureOf(0), 0));
        var count = Math.Max(_part.LeastArchitectures,
            Math.Clamp((int)(_timer.Seconds / (4 * Math.Max(1e-6, first))), 1, MostArchitectures));

        // The first time makes the weights that an architecture is the first to use; in a search that is soon over.
        Architecture[] some = [.. Enumerable.Range(0, count).Select(ArchitectureOf)];
        foreach (var architecture in some.Skip(1))
        {
            Train(weights, architecture, 0);
        }

        var items = _part.StepItems;
        void TrainNext(int number) => items = Train(weights, some[number % count], number) ?? items;
        var before = _timer.WarmUp(TrainNext, count);
        var step = _timer.SecondsOf(number => TrainNext(before + number), count) / items;
        var rewarded = 1;
        var reward = _timer.SecondsOf(number =>
            rewarded = weights.Evaluate(some[number % count], number, 0).Sum(window => window.TokenCount), count) / rewarded;
        return (step * whole.OfWeightStep, reward);
    }

    /// <summary>
    /// Seconds of a candidate's score in each stage, measured where one is soon done, else told from the largest that was measured, or from
    /// a reward.
    /// </summary>
    private double[] OfStages(JobOptions job, ISharedWeights weights, double ofItem, WorkSizes whole)
    {
        Architecture[] some = [.. Enumerable.Range(0, _part.LeastArchitectures).Select(ArchitectureOf)];
        List<double> seconds = [];
        foreach (var stage in ScoringStages.Of(job))
        {
            if (ofItem * whole.OfStage(job, stage) <= StepTimer.MostSeconds)
            {
                var items = 1;
                ofItem = _timer.SecondsOf(
                    number => items = Score(weights, some[number % some.Length], stage.Items), some.Length) / items;
            }

            seconds.Add(ofItem * whole.OfStage(job, stage));
        }

        return [.. seconds];
    }

    private static int Score(ISharedWeights weights, Architecture architecture, int items) =>
        (items == 0 ? weights.ScoreValidation(architecture) : weights.ScorePart(architecture, items)).TokenCount;

    private Architecture ArchitectureOf(int number)
    {
        using var uniform = new UniformPolicy(_search.Space, _part.Job.Seed);
        return uniform.Sample("timing", number, 0).Architecture;
    }

    /// <summary>Seconds of a step of a phase of the part: whole steps of the strategy.</summary>
    private async Task<double> OfPhaseAsync(string phase)
    {
        var work = _search.Assembly(_timer.Time).ForRun();
        if (FirstStep(work, phase) is not { } first)
        {
            return 0;
        }

        var begin = SearchState.Empty.Apply(_search.Started()) with { StepCount = first };
        var state = begin;
        return await _timer.SecondsOfAsync(async () => state = await AfterStepAsync(work, phase, work.IsDone(state) ? begin : state));
    }

    /// <summary>The state after a step; where a step of another phase comes next, before the same step again: it finds the weights that its
    /// architectures need.</summary>
    private static async Task<SearchState> AfterStepAsync(ISearchWork work, string phase, SearchState state)
    {
        var rows = await work.StepAsync(state, CancellationToken.None);
        var after = rows.Aggregate(state, (folded, row) => folded.Apply(row));
        return !work.IsDone(after) && work.At(after.StepCount).Phase == phase ? after : after with { StepCount = state.StepCount };
    }

    private static long? FirstStep(ISearchWork work, string phase)
    {
        for (var step = 0L; step < work.TotalSteps; step++)
        {
            if (work.At(step).Phase == phase)
            {
                return step;
            }
        }

        return null;
    }

    /// <summary>Tokens or images that the step was made of; null where it failed, which takes its time all the same.</summary>
    private static int? Train(ISharedWeights weights, Architecture architecture, int step)
    {
        try
        {
            return weights.Train(architecture, step, step).TokenCount;
        }
        catch (NonFiniteStepException)
        {
            return null;
        }
    }
}
