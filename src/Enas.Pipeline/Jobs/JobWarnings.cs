using Enas.Pipeline.Catalogs;
using Enas.Pipeline.Catalogs.Evaluators;
using Enas.Pipeline.Evaluation;
using Enas.Pipeline.Evaluation.Plans;
using Enas.Pipeline.Options;
using Enas.Pipeline.Search;
using Enas.Pipeline.Spaces.Rows;
using Enas.Pipeline.Strategies;
using Enas.Pipeline.Tasks.Programs;

namespace Enas.Pipeline.Jobs;

/// <summary>
/// What a job is allowed to say and should not: options under which its policy cannot learn, its population does nothing or its weights are
/// not annealed, a sentence each. They are no errors, since searches with these options were run and recorded, and can be again.
/// </summary>
internal static class JobWarnings
{
    /// <summary>All warnings for a job as it was read.</summary>
    /// <param name="document">The job.</param>
    /// <param name="budget">The steps of its budget.</param>
    /// <param name="trainSteps">Steps of its final training; 0 where they are not known.</param>
    /// <param name="validItems">Images, or windows, of its validation set; <see cref="int.MaxValue"/> where they are not known.</param>
    public static IReadOnlyList<string> Of(JobDocument document, Schedule budget, long trainSteps, int validItems)
    {
        var job = document.Required();
        return
        [
            .. OfOptions(job, budget, trainSteps), .. ScoredParts.WarningsOf(job, validItems), .. FinalsWarnings.Of(job),
            .. GivenWarnings.Of(document),
        ];
    }

    /// <summary>Those that its options have by themselves, whatever its data are and whoever said them.</summary>
    /// <param name="job">The job.</param>
    /// <param name="budget">The steps of its budget.</param>
    /// <param name="trainSteps">Steps of its final training; 0 where they are not known.</param>
    internal static IReadOnlyList<string> OfOptions(JobOptions job, Schedule budget, long trainSteps = 0)
    {
        ArgumentNullException.ThrowIfNull(budget);
        var updates = budget.TotalPolicySteps;
        var strategy = StrategyCatalog.Of(job);
        var hasNetwork = !strategy.IsNullModel && strategy.HasPolicyNetwork;
        return
        [
            .. strategy.WarningsOf(job, updates),
            .. OfEqualCosts(job, strategy),
            .. OfMixing(job.Strategy),
            .. ProxyRows.WarningsOf(job, SpaceCatalog.Of(job), strategy),
            .. SpaceCatalog.Of(job).WarningsOf(job),
            .. EvaluatorCatalog.Of(job).RunsProgram ? ProgramWarnings.Of(job.Evaluator) : [],
            .. OfObjective(job, strategy),
            .. OfAnnealing(job.SharedWeightsAnnealSteps, budget.TotalWeightSteps),
            .. TrainingWarnings.OfSharedWeights(job, budget.TotalWeightSteps),
            .. TrainingWarnings.OfFinalTraining(job, trainSteps),
            .. hasNetwork ? SpaceCatalog.Of(job).PolicyWarningsOf(job) : [],
        ];
    }

    private static IEnumerable<string> OfEqualCosts(JobOptions job, IStrategyKind strategy) =>
        !strategy.HasCostInLoss || !SpaceCatalog.Of(job).HasEqualCosts ? []
        :
        [
            $"strategy.kind = \"{strategy.Name}\": all architectures of {job.Space.Kind} cost the same, so the cost in the loss prefers "
                + $"none; {WithoutIt} leave it out",
        ];

    // The strategies of the same kind that look at no cost.
    private static string WithoutIt => string.Join(" and ", StrategyCatalog.All
        .Where(one => one.LearnsFromGradients && !one.HasCostInLoss).Select(one => $"\"{one.Name}\""));

    private static IEnumerable<string> OfMixing(StrategyOptions strategy) =>
        strategy.WeightSampler == StrategyOptions.SampledMixed || strategy.UniformShare == StrategyOptions.StandardUniformShare ? []
        :
        [
            $"strategy.uniformShare = {CanonicalJson.Number(strategy.UniformShare)} is for strategy.weightSampler "
                + $"\"{StrategyOptions.SampledMixed}\" alone, and the job has \"{strategy.WeightSampler}\": it changes nothing",
        ];

    // The kind that such a strategy begins with cannot depend on whether there is a limit: a default is a fact of the strategy alone.
    private static IEnumerable<string> OfObjective(JobOptions job, IStrategyKind strategy) =>
        !strategy.LooksAtCosts || !CostPlan.Of(job).Limits.Exist || job.Objective.Target > 0
            || ObjectiveCatalog.Of(job) is not { Cost: not null, IsFront: false } ? []
        :
        [
            $"objective.kind = \"{ObjectiveOptions.Soft}\", which {strategy.Name} has unless the job says otherwise: beside its limits, "
                + $"less {job.Objective.Cost} is rewarded below them too; set it to \"{ObjectiveOptions.Limit}\" for the measure alone of "
                + "what keeps the limits, or set objective.target to keep it",
        ];

    private static IEnumerable<string> OfAnnealing(long annealed, long weightSteps) =>
        annealed == 0 || weightSteps == 0 || annealed == weightSteps ? []
        :
        [
            annealed > weightSteps
                ? $"sharedWeights.annealSteps = {annealed}, and the budget has {weightSteps} weight steps: the learning rate does not come "
                    + "down to its minimum before candidates are scored; set both to one number"
                : $"sharedWeights.annealSteps = {annealed}, and the budget has {weightSteps} weight steps: "
                    + $"the last {weightSteps - annealed} of them are made at the minimum of the learning rate; set both to one number",
        ];
}
