using Enas.Pipeline.Catalogs;
using Enas.Pipeline.Evaluation;
using Enas.Pipeline.Evaluation.Plans;
using Enas.Pipeline.Measures;
using Enas.Pipeline.Options;
using Enas.Pipeline.Steps.Child;
using Enas.Pipeline.Strategies;

namespace Enas.Pipeline.Search;

/// <summary>
/// In which order finalists stand in a rung: the search chooses by it, and whoever shows finals asks it too. By the objective, where the
/// job ranks by it, then by the validation loss; what failed comes last. By the loss alone as well, what keeps the limits of the job comes
/// before what does not.
/// </summary>
/// <param name="job">What finalists are ranked by.</param>
internal sealed class FinalsOrder(JobOptions job)
{
    private readonly IObjective _objective = ObjectiveCatalog.Of(job);
    private readonly CostLimits _limits = CostPlan.Of(job).Limits;

    /// <summary>Places in a rung, the best first; equal ones as they came in.</summary>
    /// <param name="childOf">The training of a place.</param>
    /// <param name="costs">What architectures cost.</param>
    public IEnumerable<T> BestFirst<T>(IEnumerable<T> places, Func<T, ChildTrained> childOf, KnownCosts costs) => places
        .OrderBy(place => IsByLoss ? (double)ClassOf(childOf(place), costs) : RankOf(childOf(place), costs))
        .ThenBy(place => childOf(place).Outcome.Validation?.LossSum ?? double.PositiveInfinity);

    /// <summary>Whether two are closer than a share of the larger of what they are ranked by. One that failed is far from everything, and
    /// one that keeps the limits from one that does not.</summary>
    public bool AreClose(ChildTrained one, ChildTrained other, double share, KnownCosts costs) =>
        ClassOf(one, costs) == ClassOf(other, costs) && one.Outcome.Validation is not null
        && (First: ComparedOf(one, costs), Second: ComparedOf(other, costs)) is var two
        && Math.Abs(two.First - two.Second) < share * Math.Max(Math.Abs(two.First), Math.Abs(two.Second));

    private bool IsByLoss => job.Finals.By == FinalsOptions.ByLoss;

    // What does not keep the limits is ranked by its loss.
    private double ComparedOf(ChildTrained child, KnownCosts costs)
    {
        var (loss, measurement) = (child.Outcome.Validation!, child.Evaluated!.Measurement);
        return IsByLoss || ClassOf(child, costs) == 1 ? loss.LossSum / loss.TokenCount
            : _objective.Extent(measurement, costs.Of(child.Tokens));
    }

    private double RankOf(ChildTrained child, KnownCosts costs) => child.Evaluated is { } evaluated
        ? _objective.Rank(evaluated.Measurement, costs.Of(child.Tokens)) : child.Rank;

    // 0 of what keeps the limits, 1 of what does not, 2 of what failed.
    private int ClassOf(ChildTrained child, KnownCosts costs) =>
        child.Evaluated is null ? 2 : _limits.Exceeded(costs.Of(child.Tokens)) is null ? 0 : 1;
}
