using Enas.Pipeline.Events;
using Enas.Pipeline.Ports;
using Enas.Pipeline.Steps.Checkpoint;

namespace Enas.Storage;

/// <summary>Checkpoints: what events name against what is there.</summary>
internal sealed record CheckpointAudit(IReadOnlyList<AuditFinding> Findings, CheckpointCounts Counts)
{
    public bool IsDamaged => Findings.Any(finding => finding.IsDamage);

    /// <summary>Hashes every file and looks for every name.</summary>
    /// <param name="folder">The search.</param>
    /// <param name="saved">All <c>checkpoint-saved</c> events, in order.</param>
    /// <param name="repaired">All <c>repaired</c> events.</param>
    /// <param name="retention">Which of them retention keeps.</param>
    /// <param name="isWhole">Whether these are all such events: part of the log may be damaged, and tell of later checkpoints.</param>
    /// <param name="cancellationToken">Honoured between files.</param>
    public static async ValueTask<CheckpointAudit> OfAsync(
        SearchFolder folder, IReadOnlyList<CheckpointSaved> saved, IReadOnlyList<LogRow> repaired, CheckpointRetention retention, bool isWhole, CancellationToken cancellationToken)
    {
        var named = saved.Select(one => one.Reference.Name).ToHashSet(StringComparer.Ordinal);
        var findings = new List<AuditFinding>();
        var whole = new HashSet<string>(StringComparer.Ordinal);
        var present = await NamesAsync(folder, cancellationToken);
        foreach (var name in present)
        {
            cancellationToken.ThrowIfCancellationRequested();
            await LookAsync(folder, name, named, whole, findings);
        }

        var there = present.ToHashSet(StringComparer.Ordinal);
        var retained = retention.Of(saved).Select(one => one.Reference.Name).ToHashSet(StringComparer.Ordinal);
        var lost = repaired.SelectMany(row => RepairRecord.FromRow(row).AbsentCheckpoints).ToHashSet(StringComparer.Ordinal);
        var absent = saved.Select(one => one.Reference.Name).Where(name => !there.Contains(name)).Distinct().ToArray();
        findings.AddRange(absent.Where(name => retained.Contains(name) && !lost.Contains(name)).Select(name => Missing(name, isWhole)));
        findings.AddRange(saved.Where(one => !Agrees(one.Reference)).Select(Disagrees));
        var released = absent.Count(name => !retained.Contains(name));
        return new CheckpointAudit(findings, new CheckpointCounts(whole.Count(named.Contains), released, absent.Count(name => retained.Contains(name) && lost.Contains(name))));
    }

    private static async ValueTask LookAsync(SearchFolder folder, string name, HashSet<string> named, HashSet<string> whole, List<AuditFinding> findings)
    {
        var file = FileOf(name);
        if (!CheckpointName.IsCanonical(name))
        {
            findings.Add(new(FindingCodes.ForeignFile, IsDamage: false, file, null, null, $"{file} is not the name of a checkpoint"));
            return;
        }

        switch (await DigestAsync(folder, name))
        {
            case null:
                // Released since the folder was listed.
                break;
            case var digest when digest != CheckpointName.DigestOf(name):
                findings.Add(new(FindingCodes.CheckpointDamaged, IsDamage: true, file, null, null, $"checkpoint {name}: its digest is {digest}"));
                break;
            case var _ when !named.Contains(name):
                findings.Add(new(FindingCodes.CheckpointOrphan, IsDamage: false, file, null, null, $"checkpoint {name}: it is whole, but no event names it"));
                break;
            default:
                whole.Add(name);
                break;
        }
    }

    private static async ValueTask<string?> DigestAsync(SearchFolder folder, string name)
    {
        try
        {
            await using var stream = await folder.Store.OpenReadAsync(FileOf(name), CancellationToken.None);
            return stream is null ? null : SafetensorsFile.Digest(stream);
        }
        catch (Exception fault) when (FileFaults.IsFileFault(fault))
        {
            throw FileFaults.Unavailable($"cannot read checkpoint {name}", fault);
        }
    }

    private static async ValueTask<IReadOnlyList<string>> NamesAsync(SearchFolder folder, CancellationToken cancellationToken)
    {
        try
        {
            return await folder.Store.ListAsync(SearchFolder.CheckpointsName, null, cancellationToken);
        }
        catch (DirectoryNotFoundException)
        {
            return [];
        }
        catch (Exception fault) when (FileFaults.IsFileFault(fault))
        {
            throw FileFaults.Unavailable($"cannot list {folder.Checkpoints}", fault);
        }
    }

    private static bool Agrees(CheckpointReference reference) =>
        CheckpointName.IsCanonical(reference.Name) && CheckpointName.DigestOf(reference.Name) == reference.Digest;

    private static AuditFinding Missing(string name, bool isWhole) => new(
        FindingCodes.CheckpointMissing, isWhole, FileOf(name), null, null,
        $"checkpoint {name}: it is missing, and {(isWhole ? "retention keeps it" : "the damaged part of the log may tell that it was released")}");

    private static AuditFinding Disagrees(CheckpointSaved saved) => new(
        FindingCodes.CheckpointDamaged, IsDamage: true, FileOf(saved.Reference.Name), null, null,
        $"checkpoint {saved.Reference.Name}: the event that names it gives the digest {saved.Reference.Digest}");

    private static string FileOf(string name) => $"{SearchFolder.CheckpointsName}/{name}";
}
