using Enas.Host.Cli;
using Enas.Host.Report;

namespace Enas.Host.Verbs.Compare;

/// <summary>A comparison as people read it in a terminal: groups of seeds first, then the searches one by one, then their jobs.</summary>
internal static class ComparisonText
{
    /// <summary>Writes all of it.</summary>
    /// <param name="comparison">What is compared.</param>
    /// <param name="all">Whether many searches with groups are listed one by one too.</param>
    /// <param name="terminal">Where to.</param>
    public static void Write(Comparison comparison, bool all, Terminal terminal)
    {
        foreach (var section in comparison.Sections)
        {
            if (section != comparison.Sections[0])
            {
                terminal.Line();
            }

            terminal.Line(section.Title);
            if (section.HasSeeds)
            {
                WriteGroups(section, all, terminal);
            }
            else
            {
                FittingTable.Draw(section.Head, [.. section.Rows], terminal);
                WriteLines(section.Summaries.SelectMany(summary => summary.Words), terminal);
                WriteLines(section.Members.SelectMany(Better), terminal);
            }

            WriteLines(section.CostWords, terminal);
        }

        WriteDifferences(comparison, terminal);
        WriteLines(comparison.Missing, terminal);
    }

    private static void WriteGroups(ComparisonSection section, bool all, Terminal terminal)
    {
        var (head, rows) = section.GroupTable();
        if (!FittingTable.Fits(head, rows, terminal))
        {
            (head, rows) = section.GroupTable(hasMeans: false);
        }

        FittingTable.Draw(head, rows, terminal);
        terminal.Line(section.GroupNote);
        WriteLines(section.GroupWords, terminal);
        IReadOnlyList<string>[] searches = [.. section.Rows];
        if (all || (searches.Length <= Comparison.Few && FittingTable.FitsEitherWay(section.Head, searches, terminal)))
        {
            terminal.Line();
            FittingTable.Draw(section.Head, searches, terminal);
        }
        else
        {
            terminal.Line($"{searches.Length} {(section.IsTraining ? "trainings" : "searches")} in all: --all lists them one by one, "
                + "--json and the page of --out have them too");
        }
    }

    private static void WriteDifferences(Comparison comparison, Terminal terminal)
    {
        var (names, rows) = comparison.ShownDifferences;
        if (rows.Count == 0)
        {
            return;
        }

        if (comparison.HasSeeds)
        {
            terminal.Line();
        }

        IReadOnlyList<string> head = ["option", .. names];
        IReadOnlyList<IReadOnlyList<string>> cells = [.. rows.Select(row =>
            (IReadOnlyList<string>)[row.Option, .. row.Values.Select(value => value ?? "-")])];
        if (FittingTable.Fits(head, cells, terminal))
        {
            FittingTable.Draw(head, cells, terminal);
            return;
        }

        foreach (var (option, values) in rows)
        {
            terminal.Line($"{option}: {JobDifferences.Words(values, names)}");
        }
    }

    private static IEnumerable<string> Better(NamedSearch one) =>
        one.Search.AgainstRandom?.Remarks.Select(words => $"{one.Name}: {words}") ?? [];

    private static void WriteLines(IEnumerable<string> lines, Terminal terminal)
    {
        foreach (var line in lines)
        {
            terminal.Line(line);
        }
    }
}
