using System.Globalization;
using Enas.Host.Cli;
using Enas.Pipeline.Messages;

namespace Enas.Host.Verbs.Audit;

/// <summary>Results of evaluations outside of a search that its log does not have yet, for people.</summary>
internal static class UnrecordedText
{
    /// <summary>Says how many there are, what vouches for them, and which cannot be used.</summary>
    public static void Write(UnrecordedResults ahead, int mostLines, Terminal terminal)
    {
        if (ahead.Count > 0)
        {
            terminal.Line($"not in log   {Counted.Of(ahead.Count, "result")}, told or said and not taken into the log yet: "
                + $"no hash of the log vouches for {(ahead.Count == 1 ? "it" : "them")}; {Digests(ahead)}");
        }

        if (ahead.LeftOver > 0)
        {
            terminal.Line($"left over    {Counted.Of(ahead.LeftOver, "result")} that the log does not have: the search is complete and "
                + $"asks for {(ahead.LeftOver == 1 ? "it" : "them")} no more");
        }

        foreach (var result in ahead.Unusable.Take(mostLines))
        {
            terminal.Line($"  damage  {Words(result)}");
        }

        if (ahead.Unusable.Count > mostLines)
        {
            terminal.Line($"  and {ahead.Unusable.Count - mostLines} more; --json gives all of them");
        }
    }

    /// <summary>What is wrong with one.</summary>
    public static string Words(UnusableResult result) =>
        $"{Path.GetFileName(Path.GetDirectoryName(result.Folder))}/{Path.GetFileName(result.Folder)}/result.json {result.Fault}"
        + (result.Trial is { } trial ? string.Create(CultureInfo.InvariantCulture, $" (trial {trial})") : string.Empty);

    /// <summary>The command that comes next: a told one is told again; one of a program is evaluated again.</summary>
    public static string Next(RecordedSearch search, UnusableResult result)
    {
        var name = CommandText.PathFromHere(search.Folder.Root);
        return result.Trial is { } trial
            ? $"{CommandText.Of(TellText.Words(name, trial.ToString(CultureInfo.InvariantCulture), search.Job))}, "
                + "which puts that file aside"
            : $"{CommandText.Of("resume", name)}, which puts that file aside and has it evaluated again";
    }

    private static string Digests(UnrecordedResults ahead) => (ahead.Count - ahead.WithoutDigest, ahead.WithoutDigest) switch
    {
        (_, 0) => $"{(ahead.Count == 1 ? "it has its digest" : "all have their digests")} beside {(ahead.Count == 1 ? "it" : "them")}, "
            + "which shows an accident and no forger",
        (0, _) => "no digest is beside " + (ahead.Count == 1 ? "it" : "them"),
        var (with, without) => $"{with} have their digests beside them, which shows an accident and no forger, and {without} none",
    };
}
