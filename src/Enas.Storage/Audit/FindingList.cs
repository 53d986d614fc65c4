namespace Enas.Storage.Audit;

/// <summary>Findings, all counted, the first ones kept: a log of a hundred thousand damaged segments must not become a report
/// of that size.</summary>
internal sealed class FindingList
{
    private readonly List<AuditFinding> _kept = [];

    public IReadOnlyList<AuditFinding> Kept => _kept;

    public int DamageCount { get; private set; }

    public int NoteCount { get; private set; }

    public AuditFinding? FirstDamage { get; private set; }

    public void AddRange(IEnumerable<AuditFinding> findings)
    {
        foreach (var finding in findings)
        {
            Add(finding);
        }
    }

    public void Add(AuditFinding finding)
    {
        if (finding.IsDamage)
        {
            DamageCount++;
            FirstDamage ??= finding;
        }
        else
        {
            NoteCount++;
        }

        if (_kept.Count < LogAudit.MostFindings)
        {
            _kept.Add(finding);
        }
    }
}
