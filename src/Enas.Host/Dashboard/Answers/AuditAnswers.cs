namespace Enas.Host.Dashboard.Answers;

/// <summary>A process that opened a search for writing.</summary>
internal sealed record WriterOpeningAnswer
{
    public required string At { get; init; }

    public required long Step { get; init; }

    public required long Event { get; init; }

    public required int Epoch { get; init; }
}

/// <summary>A change of the job when the search went on: the options as --set takes them, one by one.</summary>
internal sealed record JobChangeAnswer
{
    public required string At { get; init; }

    public required long Step { get; init; }

    public required IReadOnlyList<string> Sets { get; init; }
}

/// <summary>GET /searches/{id}/audit: what reading it verified.</summary>
internal sealed record AuditAnswer
{
    public required ThroughAnswer Through { get; init; }

    public required string Folder { get; init; }

    public required string Words { get; init; }

    public required string? Damage { get; init; }

    public required string Fingerprint { get; init; }

    public required string EventHead { get; init; }

    public required long Events { get; init; }

    public required long Facts { get; init; }

    public required int Segments { get; init; }

    public required long? Bytes { get; init; }

    public required string VerifiedAt { get; init; }

    public required int WriterEpoch { get; init; }

    public required IReadOnlyList<string> Checkpoints { get; init; }

    public required IReadOnlyList<WriterOpeningAnswer> Openings { get; init; }

    public required IReadOnlyList<JobChangeAnswer> Changes { get; init; }

    public required string? Lineage { get; init; }

    public required string? Parent { get; init; }

    public required IReadOnlyList<SearchLinkAnswer> Children { get; init; }

    public required IReadOnlyList<CommandLineAnswer> Commands { get; init; }
}

/// <summary>A search that another page leads to.</summary>
internal sealed record SearchLinkAnswer
{
    public required string Id { get; init; }

    public required string Name { get; init; }

    public required string? Kind { get; init; }
}
