using Enas.Host.Settings;

namespace Enas.Host.Service;

/// <summary>What a service serves.</summary>
/// <param name="Jobs">The folder of job files.</param>
/// <param name="Root">The folder of searches.</param>
/// <param name="MaxConcurrent">Searches that run at a time.</param>
/// <param name="Listen">Address and port of health and metrics.</param>
/// <param name="Adopts">Whether it goes on with what people left unfinished in the folder of searches.</param>
internal sealed record ServeOptions(string Jobs, string Root, int MaxConcurrent, string Listen, bool Adopts = true)
{
    /// <summary>How long a search may take to stop at its next step; it is ended at once then, which costs no acknowledged step.</summary>
    public TimeSpan StopWithin { get; init; } = TimeSpan.FromSeconds(ServeSettings.DefaultStopWithinSeconds);

    /// <summary>What each search is told beside its job: an engine whose workers do it, or nothing.</summary>
    public IReadOnlyList<string> Elsewhere { get; init; } = [];

    /// <summary>The host names that health and metrics answer for.</summary>
    public AllowedHosts AllowedHosts { get; init; } = AllowedHosts.Any;

    /// <summary>Whether there are pages beside them.</summary>
    public bool HasPages { get; init; }

    /// <summary>Whether these pages have no actions.</summary>
    public bool ArePagesReadOnly { get; init; }

    /// <summary>The file of their token; null for one of the service's own.</summary>
    public string? TokenFile { get; init; }

    /// <summary>The host names that pages answer for, beside those of loopback.</summary>
    public IReadOnlyList<string> PageHosts { get; init; } = [];
}
