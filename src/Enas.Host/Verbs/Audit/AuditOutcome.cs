namespace Enas.Host.Verbs.Audit;

/// <summary>What an audit found in a search, beside its log too.</summary>
/// <param name="Folder">The search.</param>
/// <param name="Report">What was found in the log, with its job files and checkpoints.</param>
internal sealed record AuditOutcome(SearchFolder Folder, AuditReport Report)
{
    /// <summary>The search as its log says it; null where the log is damaged or has nothing yet, so that nothing beside it is looked
    /// at.</summary>
    public RecordedSearch? Search { get; private init; }

    /// <summary>Its children; null where nobody looked at them.</summary>
    public ChildrenAudit? Children { get; private init; }

    /// <summary>Results that its log does not have; null where nobody looked.</summary>
    public UnrecordedResults? Ahead { get; private init; }

    /// <summary>Whether nothing is damaged.</summary>
    public bool IsClean => Report.IsClean && Children is not { Damaged.Count: > 0 } && Ahead is not { Unusable.Count: > 0 };

    /// <summary>With the results that lie beside the log.</summary>
    public static async Task<AuditOutcome> OfAsync(SearchFolder folder, AuditReport report)
    {
        var search = report is { DamageCount: 0, SegmentCount: > 0 } ? await RecordedSearch.OpenAsync(folder.Root) : null;
        return new(folder, report) { Search = search, Ahead = search is null ? null : UnrecordedResults.Of(search) };
    }

    /// <summary>The same with its children, each of which has a log of its own to be read.</summary>
    public async Task<AuditOutcome> WithChildrenAsync() =>
        Search is null ? this : this with { Children = await ChildrenAudit.OfAsync(Search) };
}
