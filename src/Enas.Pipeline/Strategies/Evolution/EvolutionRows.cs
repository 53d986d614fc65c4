using System.Globalization;
using Enas.Pipeline.Numerics;
using Enas.Pipeline.Options;

namespace Enas.Pipeline.Strategies.Evolution;

/// <summary>The options of a population, for every strategy that has one.</summary>
internal static class EvolutionRows
{
    private const string OldestLeaves = "oldest";
    private const string WorstLeaves = "worst";

    /// <summary>The rows.</summary>
    /// <param name="population">Members of a full population, where the job says nothing.</param>
    /// <param name="tournament">Members of a tournament, where the job says nothing.</param>
    /// <param name="elimination">Who leaves, where the job says nothing.</param>
    public static JobOption[] Of(int population, int tournament, Elimination elimination) =>
    [
        OptionRow.Integer("strategy.population", 1, 1_000_000, population, "Members P of a full population.", JobFactScope.Search),
        OptionRow.Integer("strategy.tournament",
            1, 1_000_000, tournament, "Members S that are drawn, with replacement, to find a parent.", JobFactScope.Search),
        OptionRow.Words("strategy.elimination", elimination == Elimination.Worst ? WorstLeaves : OldestLeaves, [OldestLeaves, WorstLeaves],
            "Who leaves a full population: the oldest, or the one with the lowest reward.", JobFactScope.Search),
    ];

    /// <summary>What a job says of its population.</summary>
    public static EvolutionOptions Read(JobOptions job) => new()
    {
        Population = job.Own.Integer("strategy.population"),
        Tournament = job.Own.Integer("strategy.tournament"),
        Elimination = job.Own.Text("strategy.elimination") == WorstLeaves ? Elimination.Worst : Elimination.Oldest,
        RanksByFront = job.Objective.IsFront,
    };

    /// <summary>What keeps a population from doing anything, a sentence each.</summary>
    public static IEnumerable<string> WarningsOf(JobOptions job)
    {
        var (population, tournament) = (job.Own.Integer("strategy.population"), job.Own.Integer("strategy.tournament"));
        if (population >= job.Budget.Evaluations)
        {
            yield return $"strategy.population = {population}, and budget.evaluations = {job.Budget.Evaluations}: "
                + "the population is never full before the end, so every architecture is drawn at random and none is mutated; "
                + "evaluate several times as many, or make the population smaller";
        }

        if (Read(job) is { RanksByFront: true, Elimination: Elimination.Oldest })
        {
            yield return $"strategy.elimination = \"{OldestLeaves}\", and objective.kind = \"{job.Objective.Kind}\": the oldest member "
                + "leaves even where it is on the front, so the population forgets its best and does not spread along the front; set "
                + $"strategy.elimination to \"{WorstLeaves}\", under which the worst by front and crowding leaves, as in NSGA-II";
        }

        if (tournament > population)
        {
            // With replacement.
            var share = population == 1 ? 1 : 1 - ExactMath.Exp(tournament * ExactMath.Log(1 - (1.0 / population)));
            yield return $"strategy.tournament = {tournament} draws more members than strategy.population = {population} has: "
                + string.Create(CultureInfo.InvariantCulture, $"the best one is the parent in {share:P0} of all steps, ")
                + "so the search stays around it; a quarter of the population is usual";
        }
    }
}
