using Enas.Host.Cli;
using Enas.Host.Composition;
using Enas.Host.Searches;
using Enas.Host.Settings;

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
        var beyond = left?.FirstDamage;
        var beside = await BesideAsync(folder, left);
        RepairText.Write(folder, plan, left, terminal);
        RepairText.Write(folder, beside, terminal);
        terminal.Result(RepairJson.Of(folder, plan, beyond));
        return plan.IsEmpty && beyond is null && beside.Count == 0 ? ExitCodes.Done : ExitCodes.Difference;
    }

    private static async Task<int> RepairAsync(SearchFolder folder, Terminal terminal)
    {
        var writer = new WriterDescription(FolderNaming.SearchId(folder), Product.Version, [new("verb", "repair")]);
        var outcome = await LogRepair.ApplyAsync(folder, writer, TimeProvider.System, CancellationToken.None);
        var left = await AuditAsync(folder);
        var beyond = left.FirstDamage;
        var beside = await BesideAsync(folder, left);
        RepairText.Write(folder, outcome, left, terminal);
        RepairText.Write(folder, beside, terminal);
        terminal.Result(RepairJson.Of(folder, outcome, beyond));
        return beyond is null && beside.Count == 0 ? ExitCodes.Done : ExitCodes.Difference;
    }

    // Results that the log does not have yet lie beside it, where a repair changes nothing.
    private static async Task<IReadOnlyList<UnusableResult>> BesideAsync(SearchFolder folder, AuditReport? left) =>
        left is { DamageCount: 0, SegmentCount: > 0 } ? UnrecordedResults.Of(await RecordedSearch.OpenAsync(folder.Root)).Unusable : [];

    // A repair cannot give back a job file: nothing says what it was.
    private static Task<AuditReport> AuditAsync(SearchFolder folder) => LogAudit.RunAsync(folder, null, CancellationToken.None);
}
