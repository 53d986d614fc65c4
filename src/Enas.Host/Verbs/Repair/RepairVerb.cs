using Enas.Host.Cli;
using Enas.Host.Composition;
using Enas.Host.Searches;
using Enas.Host.Settings;
using Enas.Host.Verbs.Audit;

namespace Enas.Host.Verbs.Repair;

/// <summary>Repairs a search, or says how it would. An intact one is not touched.</summary>
internal static class RepairVerb
{
    public static async Task<int> RunAsync(string name, bool yes, Terminal terminal)
    {
        var place = SearchLocator.Find(name);
        var folder = !StoreCatalog.IsAddress(place) ? SearchFolder.Open(place, HostSettings.Read().Storage)
            : throw new CommandLineException($"{place} is in an object store, where nothing can be moved: copy it into a folder, repair "
                + "that, and keep it under another address");
        return yes ? await RepairAsync(folder, terminal) : await PlanAsync(folder, terminal);
    }

    private static async Task<int> PlanAsync(SearchFolder folder, Terminal terminal)
    {
        var plan = await LogRepair.PlanAsync(folder, CancellationToken.None);
        var left = plan.IsEmpty ? await AuditAsync(folder) : null;
        RepairText.Write(folder, plan, left?.Report, terminal);
        RepairText.WriteBeside(left, terminal);
        terminal.Result(RepairJson.Of(folder, plan, left));
        return left is not null && IsWell(left) ? ExitCodes.Done : ExitCodes.Difference;
    }

    private static async Task<int> RepairAsync(SearchFolder folder, Terminal terminal)
    {
        var writer = new WriterDescription(FolderNaming.SearchId(folder), Product.Version, [new("verb", "repair")]);
        var outcome = await LogRepair.ApplyAsync(folder, writer, TimeProvider.System, CancellationToken.None);
        var left = await AuditAsync(folder);
        RepairText.Write(folder, outcome, left.Report, terminal);
        RepairText.WriteBeside(left, terminal);
        terminal.Result(RepairJson.Of(folder, outcome, left));
        return IsWell(left) ? ExitCodes.Done : ExitCodes.Difference;
    }

    // Results that the log does not have yet lie beside it, where a repair changes nothing.
    private static bool IsWell(AuditOutcome left) => left.Report.FirstDamage is null && left.Ahead is not { Unusable.Count: > 0 };

    // A repair cannot give back a job file: nothing says what it was.
    private static async Task<AuditOutcome> AuditAsync(SearchFolder folder) =>
        await AuditOutcome.OfAsync(folder, await LogAudit.RunAsync(folder, null, CancellationToken.None));
}
