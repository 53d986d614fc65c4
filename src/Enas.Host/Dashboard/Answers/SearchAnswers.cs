namespace Enas.Host.Dashboard.Answers;

/// <summary>What an answer about a search was computed from. It is the ETag too: a search that is unchanged answers 304.</summary>
internal sealed record ThroughAnswer
{
    public required int Segment { get; init; }

    public required long Event { get; init; }

    public required string Head { get; init; }
}

/// <summary>Status 202: the search is being read; ask again when the event `reading` or `committed` comes, or after a moment.</summary>
internal sealed record ReadingAnswer
{
    public required ReadingProgressAnswer Reading { get; init; }
}

/// <summary>How many commits of a search were read, and how many there are.</summary>
internal sealed record ReadingProgressAnswer
{
    public required int Segment { get; init; }

    public required int Of { get; init; }
}

/// <summary>Status 4xx and 5xx, as application/problem+json (RFC 9457).</summary>
internal sealed record ProblemAnswer
{
    public required string Type { get; init; }

    public required string Title { get; init; }

    public required int Status { get; init; }

    public required string Code { get; init; }
}

/// <summary>GET /about: who answers. It is asked once, when a page is opened.</summary>
internal sealed record AboutAnswer
{
    public required string Version { get; init; }

    public required IReadOnlyList<string> Folders { get; init; }

    public required bool HasService { get; init; }

    public required bool CanAct { get; init; }

    public required bool NeedsToken { get; init; }

    public required int MostPoints { get; init; }

    public required int MostRows { get; init; }
}

/// <summary>The best that is known of a search: the choice, or before the end the sample with the highest reward.</summary>
internal sealed record BestAnswer
{
    public required string Architecture { get; init; }

    public required string Metric { get; init; }

    public required double? Score { get; init; }

    public required string Text { get; init; }

    public required string? Source { get; init; }
}

/// <summary>A row of GET /searches. What costs a reading of the log is null where it is not known yet.</summary>
internal sealed record SearchRowAnswer : SearchSummary
{
    /// <summary>One of a search, without what is its own.</summary>
    public SearchRowAnswer(SearchSummary summary)
        : base(summary)
    {
    }

    public required string Root { get; init; }

    public required string? Place { get; init; }

    public required string Origin { get; init; }

    public required IReadOnlyList<double?> Spark { get; init; }
}

/// <summary>GET /searches?sort=&amp;desc=&amp;filter=&amp;offset=&amp;limit=.</summary>
internal sealed record SearchListAnswer : ITabular
{
    public required int Total { get; init; }

    public required int Offset { get; init; }

    public required IReadOnlyList<SearchRowAnswer> Rows { get; init; }

    public required IReadOnlyList<UnreadableAnswer> Unreadable { get; init; }

    public required bool IsLooking { get; init; }

    /// <inheritdoc />
    public CsvTable ToTable() => CsvTable.Of(Rows,
        ("id", row => row.Id), ("name", row => row.Name), ("root", row => row.Root), ("kind", row => row.Kind), ("space", row => row.Space),
        ("strategy", row => row.Strategy), ("seed", row => row.Seed), ("tags", row => string.Join(' ', row.Tags)),
        ("status", row => row.Status), ("why", row => row.Why), ("architecture", row => row.Best?.Architecture),
        ("metric", row => row.Best?.Metric), ("score", row => row.Best?.Score), ("source", row => row.Best?.Source),
        ("steps", row => row.Steps), ("ofSteps", row => row.OfSteps), ("samples", row => row.Samples),
        ("lastEventAt", row => row.LastEventAt),
        ("origin", row => row.Origin), ("fingerprint", row => row.Fingerprint));
}

/// <summary>A search that cannot be opened as a whole, or a folder that cannot be opened at all.</summary>
internal sealed record UnreadableAnswer
{
    public required string? Id { get; init; }

    public required string Folder { get; init; }

    public required string Reason { get; init; }
}
