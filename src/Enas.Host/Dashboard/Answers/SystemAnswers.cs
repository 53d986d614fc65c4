namespace Enas.Host.Dashboard.Answers;

/// <summary>A search that is in memory.</summary>
internal sealed record OpenSearchAnswer
{
    public required string Id { get; init; }

    public required long Events { get; init; }

    public required long Bytes { get; init; }
}

/// <summary>GET /system.</summary>
internal sealed record SystemAnswer
{
    public required string Version { get; init; }

    public required string Runtime { get; init; }

    public required long Memory { get; init; }

    public required string StartedAt { get; init; }

    public required IReadOnlyList<OpenSearchAnswer> Searches { get; init; }

    public required int MostSearches { get; init; }

    public required IReadOnlyList<FolderSpaceAnswer> Folders { get; init; }
}

/// <summary>A folder that is served, with the bytes that are free on its disk; null where nobody can say.</summary>
internal sealed record FolderSpaceAnswer
{
    public required string Folder { get; init; }

    public required long? Free { get; init; }
}

/// <summary>GET /events?s=ID&amp;s=ID : server-sent events. Read them with fetch and a stream (EventSource can send no token). Lines are
/// "event: NAME" and "data: JSON"; a comment comes every 15 seconds. Names: committed, ended and reading: of a search;
/// searches: the list changed; service: the state of the service changed; both with an empty id.</summary>
internal sealed record SearchEventAnswer
{
    public required string Id { get; init; }

    public required long Event { get; init; }

    public required string Status { get; init; }

    public required int Segment { get; init; }

    public required int Of { get; init; }
}
