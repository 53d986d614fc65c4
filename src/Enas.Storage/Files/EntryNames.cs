namespace Enas.Storage.Files;

/// <summary>The names of what stands in a search's folder, or under its prefix in an object store.</summary>
internal static class EntryNames
{
    public const string Segments = "segments";
    public const string Checkpoints = "checkpoints";
    public const string Staging = "_tmp";
    public const string Quarantine = "_quarantine";
    public const string Export = "export";
    public const string Job = "job.json";
    public const string ResolvedJob = "job.resolved.json";

    /// <summary>The record of a reading cache, in <see cref="Export"/>.</summary>
    public const string ReadingCache = "reading-cache.json";
}
