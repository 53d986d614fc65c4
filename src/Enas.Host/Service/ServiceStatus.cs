namespace Enas.Host.Service;

/// <summary>What the service is doing, for health; replaced as a whole after each look.</summary>
internal sealed record ServiceStatus(DateTimeOffset LookedAt,
    int JobCount, IReadOnlyList<BrokenFile> Broken, int Running, int Queued, IReadOnlyList<(FireState State, long Count)> Fires)
{
    /// <summary>Folders of the searches that run.</summary>
    public IReadOnlyList<string> Searches { get; init; } = [];

    /// <summary>What keeps it from starting anything.</summary>
    public IReadOnlyList<Problem> Problems { get; init; } = [];

    /// <summary>What is passed over while the rest goes on: rows, searches and fires that cannot be used.</summary>
    public IReadOnlyList<Problem> PutAside { get; init; } = [];
}
