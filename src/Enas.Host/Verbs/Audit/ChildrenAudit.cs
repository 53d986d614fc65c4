using Enas.Host.Cli;
using Enas.Host.Searches;
using Enas.Host.Settings;
using Enas.Pipeline.Steps.Child;
using Enas.Pipeline.Tasks.Programs;

namespace Enas.Host.Verbs.Audit;

/// <summary>A child whose folder does not hold what its search recorded.</summary>
/// <param name="Folder">Its folder.</param>
/// <param name="Message">What is wrong, for people.</param>
internal sealed record DamagedChild(string Folder, string Message);

/// <summary>
/// The children of a search, audited: the log of each must be intact and end with the fingerprint that stands in the search's fact. A
/// folder that is not there is no damage: the fact says what the child came to.
/// </summary>
/// <param name="Verified">Children that are intact and the recorded ones.</param>
/// <param name="Absent">Children whose folders are not there.</param>
/// <param name="Damaged">The others.</param>
internal sealed record ChildrenAudit(int Verified, int Absent, IReadOnlyList<DamagedChild> Damaged)
{
    /// <summary>A search without children.</summary>
    private static readonly ChildrenAudit s_none = new(0, 0, []);

    /// <summary>Whether the search has children at all.</summary>
    public bool HasAny => Verified + Absent + Damaged.Count > 0;

    /// <summary>Audits the children of a search whose own log is intact.</summary>
    public static async Task<ChildrenAudit> OfAsync(RecordedSearch search)
    {
        var found = s_none;
        foreach (var child in search.State.Children.DistinctBy(child => child.Order))
        {
            found = await found.WithAsync(child, ChildFolders.Of(search.Folder.Root, child.Order));
        }

        return found;
    }

    private async Task<ChildrenAudit> WithAsync(ChildTrained child, string folder)
    {
        if (child.Outcome.Program is not null)
        {
            return With(child, new ProgramFolder(folder));
        }

        if (!await SearchLocator.IsSearchAsync(folder))
        {
            return this with { Absent = Absent + 1 };
        }

        var message = await FaultAsync(folder, child.Outcome.Fingerprint);
        return message is null ? this with { Verified = Verified + 1 }
            : this with { Damaged = [.. Damaged, new DamagedChild(folder, $"{Path.GetFileName(folder)}: {message}")] };
    }

    // What a program said has no log; its file must be the one whose digest stands in the fact.
    private ChildrenAudit With(ChildTrained child, ProgramFolder folder)
    {
        if (!File.Exists(folder.Result))
        {
            return this with { Absent = Absent + 1 };
        }

        return ProgramRecord.FingerprintOf(File.ReadAllBytes(folder.Result)) == child.Outcome.Fingerprint
            ? this with { Verified = Verified + 1 }
            : this with
            {
                Damaged = [.. Damaged, new DamagedChild(folder.Path,
                    $"{Path.GetFileName(folder.Path)}: result.json is not the file whose digest the search recorded")],
            };
    }

    private static async Task<string?> FaultAsync(string folder, string fingerprint)
    {
        try
        {
            var report = await LogAudit.RunAsync(
                await SearchFolder.OpenAsync(folder, HostSettings.Read().Storage, CancellationToken.None), null, CancellationToken.None);
            return report.FirstDamage?.Message ?? (report.FactHead == fingerprint ? null
                : $"its fingerprint is {report.FactHead}, and the search recorded {fingerprint}");
        }
        catch (Pipeline.Events.LogDamagedException damage)
        {
            return damage.Message;
        }
    }
}
