using System.Globalization;
using Enas.Host.Cli;
using Enas.Pipeline.Evaluation;
using Enas.Pipeline.Messages;
using Enas.Pipeline.Ports;

namespace Enas.Host.Verbs.Trials;

/// <summary>The costs on a command line, each as <c>NAME=VALUE</c>.</summary>
internal static class ToldCosts
{
    /// <summary>The costs, by name, so that their order on the command line tells nothing apart.</summary>
    /// <exception cref="CommandLineException">One is no such text, or stands twice.</exception>
    public static IReadOnlyList<ProgramCost> Read(IReadOnlyList<string> given)
    {
        ProgramCost[] costs = [.. given.Select(Read).OrderBy(cost => cost.Name, StringComparer.Ordinal)];
        if (costs.Length > OwnLimits.Most)
        {
            throw new CommandLineException($"--cost stands {costs.Length} times; allowed: at most {OwnLimits.Most}");
        }

        return costs.GroupBy(cost => cost.Name).FirstOrDefault(same => same.Count() > 1) is { } twice
            ? throw new CommandLineException($"--cost {twice.Key} stands twice; say each cost once") : costs;
    }

    private static ProgramCost Read(string given)
    {
        var place = given.IndexOf('=', StringComparison.Ordinal);
        var name = place < 0 ? given : given[..place];
        return place > 0 && OwnLimits.IsName(name) && double.IsFinite(
            double.TryParse(given[(place + 1)..], NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : double.NaN)
            ? new ProgramCost(name, value)
            : throw new CommandLineException($"--cost {ForeignText.Shown(given)}: expected NAME=NUMBER, as in latency_ms=3.1; "
                + OwnLimits.NameWords);
    }
}
