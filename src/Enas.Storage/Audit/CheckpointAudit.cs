using System.Globalization;
using Enas.Pipeline.Events;
using Enas.Pipeline.Files;
using Enas.Pipeline.Messages;
using Enas.Pipeline.Ports;
using Enas.Pipeline.Steps.Checkpoint;
using Enas.Storage.Checkpoints;
using Enas.Storage.Files;
using Enas.Storage.Folders;
using Enas.Storage.Log;

namespace Enas.Storage.Audit;

/// <summary>Checkpoints: what events name against what is there.</summary>
internal sealed record CheckpointAudit(IReadOnlyList<AuditFinding> Findings, CheckpointCounts Counts)
{
    /// <summary>
    /// A file that no event names is hashed up to this size: one that was published when its writer died. Of the others the log says how
    /// large they are, and one of another size is not hashed, so that nobody can make an audit read without end.
    /// </summary>
    private const long MostUnnamedBytes = 1L << 30;

    public bool IsDamaged => Findings.Any(finding => finding.IsDamage);

    /// <summary>Hashes every file and looks for every name.</summary>
    /// <param name="saved">All <c>checkpoint-saved</c> events, in order.</param>
    /// <param name="repaired">All <c>repaired</c> events.</param>
    /// <param name="retention">Which of them retention keeps.</param>
    /// <param name="isWhole">Whether these are all such events: part of the log may be damaged, and tell of later checkpoints.</param>
    /// <param name="cancellationToken">Honoured between files.</param>
    public static async ValueTask<CheckpointAudit> OfAsync(
        SearchFolder folder, IReadOnlyList<CheckpointSaved> saved,
            IReadOnlyList<LogRow> repaired, CheckpointRetention retention, bool isWhole, CancellationToken cancellationToken)
    {
        var named = saved.GroupBy(one => one.Reference.Name, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.Last().Reference.ByteCount, StringComparer.Ordinal);
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
        return new CheckpointAudit(findings, new CheckpointCounts(
            whole.Count(named.ContainsKey), released, absent.Count(name => retained.Contains(name) && lost.Contains(name))));
    }

    private static async ValueTask LookAsync(
        SearchFolder folder, string name, Dictionary<string, long> named, HashSet<string> whole, List<AuditFinding> findings)
    {
        var file = FileOf(name);
        if (!CheckpointName.IsCanonical(name))
        {
            findings.Add(new(FindingCodes.ForeignFile,
                IsDamage: false, file, null, null, $"{ForeignText.Shown(file)} is not the name of a checkpoint"));
            return;
        }

        switch (await DamageOfAsync(folder, name, named))
        {
            case null:
                // Released since the folder was listed.
                break;
            case { Length: > 0 } damage:
                findings.Add(new(FindingCodes.CheckpointDamaged, IsDamage: true, file, null, null, $"checkpoint {name}: {damage}"));
                break;
            case var _ when !named.ContainsKey(name):
                findings.Add(new(FindingCodes.CheckpointOrphan,
                    IsDamage: false, file, null, null, $"checkpoint {name}: it is whole, but no event names it"));
                break;
            default:
                whole.Add(name);
                break;
        }
    }

    /// <summary>What is wrong with a file; empty when nothing is, null when it is not there.</summary>
    private static async ValueTask<string?> DamageOfAsync(SearchFolder folder, string name, Dictionary<string, long> named)
    {
        try
        {
            await using var stream = await folder.Store.OpenReadAsync(FileOf(name), CancellationToken.None);
            return stream is null ? null : Refusal(stream.Length, name, named) ?? Digest(stream, name);
        }
        catch (UnusableFileException unusable)
        {
            return unusable.Message;
        }
        catch (Exception fault) when (FileFaults.IsFileFault(fault))
        {
            throw FileFaults.Unavailable($"cannot read checkpoint {name}", fault);
        }
    }

    private static string? Refusal(long length, string name, Dictionary<string, long> named) => named.TryGetValue(name, out var recorded)
        ? length == recorded ? null
            : string.Create(
                CultureInfo.InvariantCulture, $"it has {Counted.Of(length, "byte")}, and the event that names it says {recorded:N0}")
        : length <= MostUnnamedBytes ? null : string.Create(
            CultureInfo.InvariantCulture, $"no event names it, and its {length:N0} bytes are more than are read of such a file");

    private static string Digest(Stream stream, string name) =>
        SafetensorsFile.Digest(stream) is var digest && digest == CheckpointName.DigestOf(name) ? string.Empty : $"its digest is {digest}";

    private static async ValueTask<IReadOnlyList<string>> NamesAsync(SearchFolder folder, CancellationToken cancellationToken)
    {
        try
        {
            return await folder.Store.ListAsync(EntryNames.Checkpoints, null, cancellationToken);
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
        $"checkpoint {name}: it is missing, and "
            + $"{(isWhole ? "retention keeps it" : "the damaged part of the log may tell that it was released")}");

    private static AuditFinding Disagrees(CheckpointSaved saved) => new(
        FindingCodes.CheckpointDamaged, IsDamage: true, FileOf(saved.Reference.Name), null, null,
        $"checkpoint {saved.Reference.Name}: the event that names it gives the digest {saved.Reference.Digest}");

    private static string FileOf(string name) => $"{EntryNames.Checkpoints}/{name}";
}
