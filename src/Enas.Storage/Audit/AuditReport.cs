namespace Enas.Storage.Audit;

/// <summary>What an audit found. The counts and heads are those of the intact beginning of the log: all of it when
/// nothing is damaged.</summary>
internal sealed record AuditReport
{
    /// <summary>Everything that was found, in the order of the log, then job files, checkpoints, leftovers; the first
    /// <see cref="LogAudit.MostFindings"/> of it.</summary>
    public required IReadOnlyList<AuditFinding> Findings { get; init; }

    /// <summary>Number of findings that are damage.</summary>
    public required int DamageCount { get; init; }

    /// <summary>Number of findings that are not.</summary>
    public required int NoteCount { get; init; }

    /// <summary>The first damage; null when everything verifies.</summary>
    public required AuditFinding? FirstDamage { get; init; }

    /// <summary>Identity that the log carries; null while it is empty.</summary>
    public required string? SearchId { get; init; }

    /// <summary>False where a repair lost the opening that recorded the digests of the job files: they may then be others than the search
    /// was begun with.</summary>
    public required bool AreJobFilesProven { get; init; }

    /// <summary>Segments that are there, whether they verify or not.</summary>
    public required long SegmentCount { get; init; }

    /// <summary>Segments from the first one on that verify.</summary>
    public required long IntactSegmentCount { get; init; }

    /// <summary>Events in them: the intact ones are those from 0 to one less.</summary>
    public required long IntactEventCount { get; init; }

    /// <summary>Facts among them.</summary>
    public required long IntactFactCount { get; init; }

    /// <summary>Number of openings for writing.</summary>
    public required long WriterEpoch { get; init; }

    /// <summary>Head of the event chain, 64 hexadecimal digits.</summary>
    public required string EventHead { get; init; }

    /// <summary>Head of the fact chain: the fingerprint.</summary>
    public required string FactHead { get; init; }

    /// <summary>What became of the head that was expected; null when none was given.</summary>
    public required ExpectedHead? Expected { get; init; }

    /// <summary>Checkpoints by what became of them.</summary>
    public required CheckpointCounts Checkpoints { get; init; }

    /// <summary>Whether nothing is damaged and the expected head, if one was given, is in the log.</summary>
    public bool IsClean => DamageCount == 0 && (Expected is null || Expected.IsFound);

    /// <summary>The same with one more finding.</summary>
    internal AuditReport With(AuditFinding finding) => this with
    {
        Findings = [.. Findings.Take(LogAudit.MostFindings - 1), finding],
        DamageCount = DamageCount + (finding.IsDamage ? 1 : 0),
        NoteCount = NoteCount + (finding.IsDamage ? 0 : 1),
        FirstDamage = FirstDamage ?? (finding.IsDamage ? finding : null),
    };
}

/// <summary>Checkpoints that events name, by what became of them.</summary>
/// <param name="Verified">There, with the digest that the event gives.</param>
/// <param name="Released">Not there, as retention has it.</param>
/// <param name="LostBefore">Not there, as a <c>repaired</c> event says.</param>
internal sealed record CheckpointCounts(int Verified, int Released, int LostBefore);

/// <summary>A head that was kept elsewhere, and where it is in the log.</summary>
/// <param name="Head">64 hexadecimal digits.</param>
/// <param name="Kind"><c>event head</c> or <c>fingerprint</c>; null when it is neither of this log.</param>
/// <param name="Sequence">The event after which it was the head; -1 for the head of an empty log.</param>
/// <param name="EventsAfter">Events that the log has after that one.</param>
/// <param name="FactsAfter">Facts that it has after that one.</param>
internal sealed record ExpectedHead(string Head, string? Kind, long Sequence, long EventsAfter, long FactsAfter)
{
    /// <summary>Whether the log has this head, so that nothing up to it was changed.</summary>
    public bool IsFound => Kind is not null;
}
