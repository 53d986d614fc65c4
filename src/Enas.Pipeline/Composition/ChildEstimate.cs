using Enas.Pipeline.Catalogs;
using Enas.Pipeline.Catalogs.Evaluators;
using Enas.Pipeline.Options;
using Enas.Pipeline.Search;
using Enas.Pipeline.Strategies;

namespace Enas.Pipeline.Composition;

/// <summary>Sizes of a search in which the value of every architecture is its own: there is no supernet, and its steps are whole trainings,
/// or what a zero-cost proxy needs.</summary>
internal static class ChildEstimate
{
    // A proposal, its reward and what the strategy makes of it.
    private const long LogBytesOfAnEvaluation = 500;

    /// <summary>The estimate of a job.</summary>
    /// <param name="shared">The estimate of a search of the same space with shared weights, for what both have.</param>
    public static JobEstimate Of(JobOptions job, JobEstimate shared)
    {
        var perStep = StrategyCatalog.Of(job).HasPolicy ? job.Strategy.SamplesPerPolicyStep : 1;
        var schedule = Schedule.OfEvaluations(EvaluationsOf(job), perStep);
        var hasNetwork = StrategyCatalog.Of(job).HasPolicyNetwork;
        return shared with
        {
            Parameters = shared.Parameters with { Supernet = 0, BatchNorm = 0, Policy = hasNetwork ? shared.Parameters.Policy : 0 },
            Work = null,
            Schedule = schedule,
            GigaFlops = 0,
            MemoryBytes = shared.TrainingMemoryBytes,
            DiskBytes = EvaluationsOf(job) * (LogBytesOfAnEvaluation
                + (EvaluatorCatalog.Of(job).TrainsAlone ? sizeof(float) * 3 * shared.Parameters.Final : 0)),
        };
    }

    /// <summary>All that a job has trained alone: its finals, or what its strategy evaluates and then as many uniform ones as it has
    /// candidates, at most.</summary>
    public static IReadOnlyList<PlannedTrainings> TrainingsOf(JobOptions job)
    {
        if (!EvaluatorCatalog.Of(job).TrainsAlone)
        {
            var come = JobFit.FinalistsOf(job);
            return [.. FinalsRung.Of(job).Append(FinalsRung.SecondSeedOf(job)).OfType<FinalsRung>()
                .Select(rung => new PlannedTrainings(Math.Min(rung.Count, come), rung.Steps))];
        }

        var evaluated = StrategyCatalog.Of(job).TrainingsOf(job);
        return [.. evaluated, new(job.Derive.UniformCount, evaluated[^1].Steps)];
    }

    private static int EvaluationsOf(JobOptions job) => StrategyCatalog.Of(job).TrainingsOf(job).Sum(some => some.Count);
}
