using Enas.Host.Searches;
using Enas.Pipeline.Architectures;
using Enas.Pipeline.Catalogs;
using Enas.Pipeline.Evaluation;
using Enas.Pipeline.Measures;
using Enas.Pipeline.Messages;
using Enas.Pipeline.Options;
using Enas.Pipeline.Search;
using Enas.Pipeline.Strategies;

namespace Enas.Host.Display;

/// <summary>What a display calls the run, and what the numbers of its progress are measured against.</summary>
/// <param name="Name">Name of its folder.</param>
/// <param name="Space">What is searched.</param>
/// <param name="Strategy">How.</param>
/// <param name="RoundName">What a pass over the schedule is called: a round of a search, an epoch of a training.</param>
/// <param name="Rounds">Passes of the whole budget; 0 where it counts steps.</param>
/// <param name="Candidates">Scores of candidates at the end, random ones included, in all stages, at most; 0 for none.</param>
/// <param name="UniformEntropy">Entropy term of a uniform policy in nats; 0 where there is no policy.</param>
internal sealed record RunTitle(
    string Name, string Space, ulong Seed, string Strategy, string RoundName, int Rounds, int Candidates, double UniformEntropy)
{
    /// <summary>The space that is searched; null in a training.</summary>
    public SearchSpace? Searched { get; init; }

    /// <summary>Tokens or images that candidates are scored on at the end, in all stages; null where that is not known.</summary>
    public double? ScoredItems { get; init; }

    /// <summary>Candidates that are trained alone in finals, in all rungs, at most; 0 for none.</summary>
    public int Finals { get; init; }

    /// <summary>What can be done when the search collapses.</summary>
    public CollapseRemedies Remedies { get; init; } = CollapseRemedies.None;

    /// <summary>How the reward is made of a measure; null in a training, which has none.</summary>
    public MeasureObjective? Reward { get; init; }

    /// <summary>What candidates are measured by; null in a training.</summary>
    public Measure? Candidate { get; init; }

    /// <summary>Architectures of the space.</summary>
    public double SpaceSize => Searched is null ? double.PositiveInfinity : (double)Searched.Size;

    /// <summary>The title of recorded work that goes on.</summary>
    public static RunTitle Of(RecordedSearch search, JobOptions job) =>
        search.State.Started?.Kind == JobOrigins.Train ? OfTraining(search.Name, job) : OfSearch(search.Name, job);

    /// <summary>The title of a search.</summary>
    public static RunTitle OfSearch(string name, JobOptions job)
    {
        var space = SpaceCatalog.Create(job);
        var entropy = StrategyCatalog.Of(job).UniformEntropy(space, job) ?? 0;
        return new RunTitle(ForeignText.Shown(name),
            job.Space.Kind, job.Seed, job.Strategy.Kind, "round", RoundsOf(job), ScoringStages.Of(job).Sum(stage => stage.Count), entropy)
        {
            Searched = space,
            Remedies = CollapseRemedies.Of(job),
            Finals = FinalsRung.Of(job).Sum(rung => rung.Count),
            Reward = new MeasureObjective(job.Reward),
            Candidate = SpaceCatalog.RewardedMeasureOf(job),
        };
    }

    /// <summary>Where the random candidates came out that were scored so far; null before there are two.</summary>
    public RandomBand? RandomOf(SearchState state) => Reward is not { } reward || Candidate is not { } measure ? null
        : RandomBand.Of(RandomBand.ScoresOf(
            state.AlikeScores, score => reward.Reward(new Measurement(measure, score), ArchitectureCosts.None)));

    private static int RoundsOf(JobOptions job) =>
        StrategyCatalog.Of(job).RoundsOf(job, SpaceCatalog.SharesWeights(job));

    /// <summary>The title of a final training.</summary>
    public static RunTitle OfTraining(string name, JobOptions job) =>
        new(ForeignText.Shown(name), "final training",
            job.Seed, JobOrigins.Train, "epoch", job.Train.Steps > 0 ? 0 : job.Train.Epochs, 0, 0);
}
