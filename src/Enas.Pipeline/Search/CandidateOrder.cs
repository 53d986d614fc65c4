using Enas.Pipeline.Catalogs;
using Enas.Pipeline.Measures;
using Enas.Pipeline.Options;
using Enas.Pipeline.Steps.Score;
using Enas.Pipeline.Strategies;

namespace Enas.Pipeline.Search;

/// <summary>
/// By what candidates are ordered at the end of a search: its objective. The search chooses by it, and whoever shows candidates asks it
/// too. Where no costs are recorded at all, as in a final training, which has the job of its search, that is the measure alone.
/// </summary>
/// <param name="job">Names the objective.</param>
/// <param name="costs">What architectures cost.</param>
internal sealed class CandidateOrder(JobOptions job, KnownCosts costs)
{
    private readonly IObjective _objective = ObjectiveCatalog.Of(job);

    /// <summary>Whether that is the measure alone.</summary>
    public bool IsByMeasure => _objective.RanksByMeasure || costs.Count == 0;

    /// <summary>What a candidate is ordered by, the best lowest. One without a finite score comes last, and one whose costs are not known
    /// too, where they count.</summary>
    public double RankOf(CandidateScored scored) => scored.Measurement is not { } measurement || IsByMeasure ? scored.Rank
        : Known(scored) is { } known ? _objective.Rank(measurement, known) : double.PositiveInfinity;

    /// <summary>The reward that a candidate would have; null where it has no finite score, or its costs are not known.</summary>
    public double? RewardOf(CandidateScored scored) =>
        scored is { IsFinite: true, Measurement: { } measurement } && Known(scored) is { } known
            ? _objective.Reward(measurement, known) : null;

    // A program can have said other costs than those that are asked for.
    private ArchitectureCosts? Known(CandidateScored scored) =>
        costs.Find(scored.Tokens) is { } known && _objective.RefusalOf(known) is null ? known : null;
}
