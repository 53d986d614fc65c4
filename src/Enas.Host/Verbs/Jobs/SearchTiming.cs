using Enas.Host.Composition;
using Enas.Pipeline.Architectures;
using Enas.Pipeline.Events;
using Enas.Pipeline.Options;
using Enas.Pipeline.Policies;
using Enas.Pipeline.Ports;
using Enas.Pipeline.Search;
using Enas.Pipeline.Steps;

namespace Enas.Host.Verbs.Jobs;

/// <summary>
/// Times a few real steps of a job on this machine's processor, through the same code that a search runs, and tells from them how long the
/// search takes. Of large jobs a part of each step is timed, so that it takes some seconds at most. Nothing is written.
/// </summary>
internal sealed class SearchTiming
{
    private const double SecondsOfEach = 0.3;
    private const double MostSeconds = 3;
    private const int MostRepetitions = 200;

    private readonly TimeProvider _time;
    private readonly TimedPart _part;
    private readonly SearchComposition _search;

    private SearchTiming(TimeProvider time, TimedPart part, SearchComposition search) => (_time, _part, _search) = (time, part, search);

    /// <summary>The time of a search; null where nothing can be timed without the data, and where steps are whole trainings.</summary>
    public static async Task<SearchDuration?> MeasureAsync(JobOptions job, JobData? data, JobEstimate estimate, TimeProvider time)
    {
        if (job.EvaluatesChildren)
        {
            return null;
        }

        var part = TimedPart.Of(job, estimate.Work);
        if ((data ?? TaskCatalog.StandIn(job)) is not { } timed)
        {
            return null;
        }

        using var search = SearchComposition.Create(part.Job, timed, new ComputeOptions("cpu", null, null));
        var timing = new SearchTiming(time, part, search);
        var (weightStep, candidate, reward) = search.Weights is { } weights ? timing.OfWeights(weights, estimate.Work!) : (0, 0, 0);
        var policyStep = await timing.OfPolicyAsync();
        policyStep = part.IsWhole ? policyStep : Math.Max(policyStep, job.Strategy.SamplesPerPolicyStep * reward);
        var schedule = estimate.Schedule;
        var seconds = (schedule.TotalWeightSteps * weightStep)
            + (schedule.TotalPolicySteps * policyStep)
            + (candidate * (estimate.Work is { } work ? work.OfScores / Math.Max(1, work.OfScore) : 0));
        return new SearchDuration(seconds, weightStep, policyStep, candidate, Environment.ProcessorCount, data is not null, part.IsWhole);
    }

    /// <summary>Seconds of a weight step, of a candidate's score and of a reward of the whole job.</summary>
    private (double WeightStep, double Candidate, double Reward) OfWeights(ISharedWeights weights, WorkSizes whole)
    {
        using var uniform = new UniformPolicy(_search.Space, _part.Job.Seed);
        var (step, reward) = (new Rate(_time), new Rate(_time));
        var (begin, count) = (_time.GetTimestamp(), 0);
        while (count == 0 || (count < MostRepetitions
            && _time.GetElapsedTime(begin).TotalSeconds < (count < _part.LeastArchitectures ? MostSeconds : 2 * SecondsOfEach)))
        {
            // The first time makes the weights that this architecture is the first to use; in a search that is soon over.
            var architecture = uniform.Sample("timing", count, 0).Architecture;
            Train(weights, architecture, count);
            step.Add(() => Train(weights, architecture, count) ?? _part.StepItems);
            reward.Add(() => weights.Evaluate(architecture, count, 0).Sum(window => window.TokenCount));
            count++;
        }

        var score = OfScore(weights, uniform, reward.SecondsOfOne, whole);
        return (step.SecondsOfOne * whole.OfWeightStep, score * whole.OfScore, reward.SecondsOfOne * whole.OfReward);
    }

    /// <summary>Seconds of one token or image of a score: measured where a score is soon done, else those of a reward.</summary>
    private double OfScore(ISharedWeights weights, UniformPolicy uniform, double ofReward, WorkSizes whole)
    {
        if (ofReward * whole.OfScore > SecondsOfEach)
        {
            return ofReward;
        }

        var score = new Rate(_time);
        var architecture = uniform.Sample("timing", 0, 0).Architecture;
        weights.ScoreValidation(architecture);
        score.Add(() => weights.ScoreValidation(architecture).TokenCount);
        return score.SecondsOfOne;
    }

    /// <summary>Seconds of a policy step of the part: whole steps of the strategy, the first left out.</summary>
    private async Task<double> OfPolicyAsync()
    {
        var work = _search.Assembly(_time).ForRun();
        if (FirstPolicyStep(work) is not { } first)
        {
            return 0;
        }

        var start = _time.GetTimestamp();
        var state = await AfterStepAsync(work, SearchState.Empty.Apply(_search.Started()) with { StepCount = first });
        var ofFirst = _time.GetElapsedTime(start).TotalSeconds;
        var (begin, count) = (_time.GetTimestamp(), 0);
        while (ofFirst < MostSeconds && !work.IsDone(state)
            && (count == 0 || (count < MostRepetitions && _time.GetElapsedTime(begin).TotalSeconds < SecondsOfEach)))
        {
            state = await AfterStepAsync(work, state);
            count++;
        }

        return count == 0 ? ofFirst : _time.GetElapsedTime(begin).TotalSeconds / count;
    }

    /// <summary>The state after a policy step; where a weight step comes next, before the same step again: it finds the weights that its
    /// architectures need.</summary>
    private static async Task<SearchState> AfterStepAsync(ISearchWork work, SearchState state)
    {
        var rows = await work.StepAsync(state, CancellationToken.None);
        var after = rows.Aggregate(state, (folded, row) => folded.Apply(row));
        return !work.IsDone(after) && work.At(after.StepCount).Phase == Phases.Policy ? after : after with { StepCount = state.StepCount };
    }

    private static long? FirstPolicyStep(ISearchWork work)
    {
        for (var step = 0L; step < work.TotalSteps; step++)
        {
            if (work.At(step).Phase == Phases.Policy)
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

    /// <summary>Seconds by what was worked on in them.</summary>
    private sealed class Rate(TimeProvider time)
    {
        private double _seconds;

        public long Items { get; private set; }

        public double SecondsOfOne => _seconds / Math.Max(1, Items);

        public void Add(Func<int> work)
        {
            var start = time.GetTimestamp();
            Items += work();
            _seconds += time.GetElapsedTime(start).TotalSeconds;
        }
    }
}
