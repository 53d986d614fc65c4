using System.Globalization;
using Enas.Pipeline.Options;

namespace Enas.Pipeline.Strategies.Mixtures;

/// <summary>Options under which architecture parameters do not learn what the job asks for.</summary>
internal static class MixtureWarnings
{
    /// <summary>The warnings of every strategy that learns from gradients of mixtures.</summary>
    /// <param name="updates">Steps of the architecture parameters, in all.</param>
    public static IEnumerable<string> Of(JobOptions job, long updates) => [.. OfRate(job, updates), .. OfObjective(job)];

    /// <summary>The warnings of a temperature that falls from one number to another.</summary>
    public static IEnumerable<string> OfTemperatures(string firstKey, double first, string lastKey, double last)
    {
        if (last > first)
        {
            yield return $"{firstKey} = {N(first)} and {lastKey} = {N(last)}: the temperature rises, so the weights of a mixture become "
                + "more alike with each round; set the last one below the first";
        }
    }

    /// <summary>The warnings of a temperature that falls over another number of rounds than the search has.</summary>
    public static IEnumerable<string> OfAnnealing(string key, int rounds, JobOptions job)
    {
        if (rounds != job.Budget.Rounds)
        {
            yield return $"{key} = {rounds}, and budget.rounds = {job.Budget.Rounds}: "
                + (rounds > job.Budget.Rounds ? "the temperature does not come down to its last value before the search ends"
                    : $"the last {job.Budget.Rounds - rounds} rounds have the last temperature")
                + "; set both to one number";
        }
    }

    // Adam moves a parameter by about its rate, so two of them come apart by twice that.
    private static IEnumerable<string> OfRate(JobOptions job, long updates)
    {
        var rate = AlphaOptions.Read(job).LearningRate;
        var reach = 2 * updates * rate;
        if (updates > 0 && reach < 1)
        {
            yield return $"{AlphaOptions.Rate} = {N(rate)}: the log-odds of two options can move by about {N(reach)} in {updates} updates "
                + "(2 x updates x rate), and with less than 1 all options stay almost equally likely; raise the rate, or make more policy "
                + "steps";
        }
    }

    private static IEnumerable<string> OfObjective(JobOptions job)
    {
        var (objective, limits) = (job.Objective, job.Limits);
        var set = objective.LooksAtCost ? $"objective.kind = \"{objective.Kind}\""
            : objective.Exceeding == ObjectiveOptions.Penalised && limits != new LimitOptions()
                ? $"objective.exceeding = \"{ObjectiveOptions.Penalised}\"" : null;
        if (set is not null)
        {
            yield return $"{set}: the architecture parameters follow the gradient of the loss alone, so with strategy "
                + $"\"{job.Strategy.Kind}\" this orders the candidates at the end and changes nothing before; \"fbnet\" has multiply-adds "
                + "in its loss, and with other strategies rewards have the cost";
        }
    }

    private static string N(double value) => Math.Round(value, 6).ToString(CultureInfo.InvariantCulture);
}
