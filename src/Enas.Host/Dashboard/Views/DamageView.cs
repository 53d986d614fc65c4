using Enas.Host.Cli;
using Enas.Host.Dashboard.Answers;
using Enas.Host.Dashboard.Following;

namespace Enas.Host.Dashboard.Views;

/// <summary>What is wrong with a search that is damaged, what is shown of it, and what can be done.</summary>
internal static class DamageView
{
    /// <summary>Both in sentences; null for a search that is whole.</summary>
    public static string? WordsOf(SearchData search) => search.Report switch
    {
        { Damage: null } => null,
        { IsJobDamage: true, Damage: { } words } => $"{words}. The log itself was verified, and all of it is shown.",
        { EventCount: 0, Damage: { } words } => $"The log is damaged from its beginning on, so nothing of it can be shown: {words}.",
        { Damage: { } words } => Answering.Text($"The log is damaged: {words}. ")
            + Answering.Text($"What is shown are the {search.Report.EventCount:N0} events before the damage; they were verified."),
    };

    /// <summary>The commands that say more and that mend it, in the order in which they are of use.</summary>
    public static IEnumerable<CommandLineAnswer> CommandsOf(SearchData search)
    {
        var folder = CommandText.PathFromHere(search.Report.Folder.Root);
        yield return Answering.Command("all of the damage, and what can be done", "audit", folder);
        if (search.Report.IsJobDamage)
        {
            yield break;
        }

        yield return Answering.Command("what a repair would move aside; this changes nothing", "repair", folder);
        yield return Answering.Command("move the damage aside and record that", "repair", folder, "--yes");
        yield return Answering.Command("after the repair: compute again what was lost, bit for bit", "resume", folder);
        yield return Answering.Command("as Parquet, with all that can still be read", "export", folder, "--recovery", "salvage");
    }
}
