namespace Enas.Host.Dashboard.Answers;

/// <summary>A job of the service and how it stands with its schedule.</summary>
internal sealed record ServiceJobAnswer
{
    public required string Name { get; init; }

    public required string? Cron { get; init; }

    public required string? TimeZone { get; init; }

    public required string State { get; init; }

    public required IReadOnlyList<string> Next { get; init; }
}

/// <summary>A fault of a file in the folder of jobs; line and column are null where no place is known.</summary>
internal sealed record BrokenJobAnswer
{
    public required string File { get; init; }

    public required int? Line { get; init; }

    public required int? Column { get; init; }

    public required string Message { get; init; }
}

/// <summary>A search that a service was to make.</summary>
internal sealed record ServiceFireAnswer
{
    public required string Folder { get; init; }

    public required string? Id { get; init; }

    public required string Job { get; init; }

    public required string At { get; init; }

    public required string Origin { get; init; }

    public required string State { get; init; }

    public required int? ExitCode { get; init; }

    public required int Processes { get; init; }

    public required string? Fingerprint { get; init; }

    public required string? Reason { get; init; }

    public required string? StartedAt { get; init; }

    public required string? EndedAt { get; init; }
}

/// <summary>GET /service.</summary>
internal sealed record ServiceAnswer
{
    public required string Revision { get; init; }

    public required string JobsFolder { get; init; }

    public required string Root { get; init; }

    public required string State { get; init; }

    public required string Words { get; init; }

    public required IReadOnlyList<string> Problems { get; init; }

    public required IReadOnlyList<ServiceJobAnswer> Jobs { get; init; }

    public required IReadOnlyList<BrokenJobAnswer> Broken { get; init; }

    public required IReadOnlyList<ServiceFireAnswer> Queue { get; init; }

    public required IReadOnlyList<ServiceFireAnswer> Running { get; init; }
}

/// <summary>GET /service/history?job=&amp;offset=&amp;limit= , the newest first.</summary>
internal sealed record ServiceHistoryAnswer : ITabular
{
    public required long Total { get; init; }

    public required int Offset { get; init; }

    public required IReadOnlyList<ServiceFireAnswer> Rows { get; init; }

    /// <inheritdoc />
    public CsvTable ToTable() => CsvTable.Of(Rows,
        ("folder", fire => fire.Folder), ("id", fire => fire.Id), ("job", fire => fire.Job), ("at", fire => fire.At),
        ("origin", fire => fire.Origin), ("state", fire => fire.State), ("exitCode", fire => fire.ExitCode),
        ("processes", fire => fire.Processes), ("fingerprint", fire => fire.Fingerprint), ("reason", fire => fire.Reason),
        ("startedAt", fire => fire.StartedAt), ("endedAt", fire => fire.EndedAt));
}

/// <summary>The answer 202 of an action: POST /service/jobs/{job}/trigger|pause|resume, POST /service/fires/{folder}/cancel.</summary>
internal sealed record DoneAnswer
{
    public required string Id { get; init; }

    public required string Words { get; init; }
}
