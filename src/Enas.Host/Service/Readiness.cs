namespace Enas.Host.Service;

/// <summary>How ready a service is, in a word, and what the word means.</summary>
internal static class Readiness
{
    /// <summary>It has not looked at its jobs yet.</summary>
    public const string Starting = "starting";

    /// <summary>Its loop does not look any more.</summary>
    public const string Stalled = "stalled";

    /// <summary>Something keeps it from starting any search.</summary>
    public const string NotReady = "not ready";

    /// <summary>It works, and passes over something that it cannot use.</summary>
    public const string Degraded = "degraded";

    /// <summary>Nothing is wrong.</summary>
    public const string Ready = "ready";

    private static readonly TimeSpan s_stalled = TimeSpan.FromSeconds(30);

    /// <summary>That of a status.</summary>
    /// <param name="status">The last look; null before the first.</param>
    /// <param name="now">The time.</param>
    public static string Of(ServiceStatus? status, DateTimeOffset now) => status is null ? Starting
        : now - status.LookedAt >= s_stalled ? Stalled
        : status.Problems.Count > 0 ? NotReady
        : status.Broken.Count + status.PutAside.Count > 0 ? Degraded : Ready;

    /// <summary>What a word means, as a sentence.</summary>
    public static string WordsOf(string readiness) => readiness switch
    {
        Starting => "The service has not looked at its jobs yet.",
        Stalled => $"The service has not looked at its jobs for {s_stalled.TotalSeconds:0} seconds or more: nothing is started.",
        NotReady => "The service is not ready: nothing is started until this is cured.",
        Degraded => "The service works, but passes over something that it cannot use.",
        _ => "The service is ready.",
    };
}
