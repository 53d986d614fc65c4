using System.Globalization;

namespace Enas.Storage.Stores;

/// <summary>How this host keeps searches; nothing here is part of a search.</summary>
public sealed class StorageOptions
{
    /// <summary>How searches are kept where a caller does not say it. A host with settings of its own says so once, when it
    /// begins.</summary>
    public static Func<StorageOptions> OfHost { get; set; } = static () => new StorageOptions();

    /// <summary>
    /// A commit or checkpoint that would leave less than this free on a local disk is refused before a byte of it is written. Null for
    /// 64 MiB, or a twentieth of a disk smaller than 1.25 GiB. 0 for no reserve.
    /// </summary>
    public int? MinimumFreeMegabytes { get; set; }

    /// <summary>
    /// Allows searches on network file systems, where neither flush nor link keeps the promises of the log for certain. Refused otherwise.
    /// </summary>
    public bool AllowNetworkFileSystem { get; set; }

    /// <summary>How object stores are reached.</summary>
    public S3Options S3 { get; set; } = new();
}

/// <summary>
/// How an S3 bucket is reached. What is null comes from where users of S3 say it: the variables <c>AWS_ENDPOINT_URL_S3</c>,
/// <c>AWS_ENDPOINT_URL</c>, <c>AWS_REGION</c>, <c>AWS_ACCESS_KEY_ID</c> and so on, then whatever else the AWS SDK looks at: profiles in
/// shared files, web identities, the instance.
/// </summary>
public sealed class S3Options
{
    /// <summary>Address of a compatible store; null for AWS.</summary>
    public string? ServiceUrl { get; set; }

    public string? Region { get; set; }

    public string? AccessKey { get; set; }

    public string? SecretKey { get; set; }

    /// <summary>What goes with keys that are valid for a time only.</summary>
    public string? SessionToken { get; set; }

    /// <summary>Buckets as the first part of the path instead of the host name, as most compatible stores want it; a store with an
    /// address of its own is always asked so.</summary>
    public bool ForcePathStyle { get; set; }

    /// <summary>Time after which one request counts as unanswered.</summary>
    public int TimeoutSeconds { get; set; } = 100;

    /// <summary>How often a request is sent in all, ever more patiently; null for <c>AWS_MAX_ATTEMPTS</c>, or ten times over half a
    /// minute.</summary>
    public int? Attempts { get; set; }

    /// <summary>A writer says three times in so many seconds that it is alive. Whoever opens a search for writing on which another one
    /// did not end cleanly waits as long to see whether it still does. 0 for no such courtesy.</summary>
    public int LeaseSeconds { get; set; } = 15;

    /// <summary>These options, and what variables say where they say nothing.</summary>
    /// <param name="variable">Looks an environment variable up.</param>
    internal S3Options With(Func<string, string?> variable)
    {
        ArgumentNullException.ThrowIfNull(variable);
        string? Of(params string[] names) => names.Select(variable).FirstOrDefault(value => !string.IsNullOrEmpty(value));
        var options = (S3Options)MemberwiseClone();
        options.ServiceUrl ??= Of("AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL");
        options.Region ??= Of("AWS_REGION", "AWS_DEFAULT_REGION");
        options.Attempts ??= int.TryParse(Of("AWS_MAX_ATTEMPTS"), NumberStyles.None, CultureInfo.InvariantCulture, out var attempts)
            && attempts > 0 ? attempts : null;
        if (options.AccessKey is null && Of("AWS_ACCESS_KEY_ID") is { } key && Of("AWS_SECRET_ACCESS_KEY") is { } secret)
        {
            (options.AccessKey, options.SecretKey, options.SessionToken) = (key, secret, Of("AWS_SESSION_TOKEN"));
        }

        return options;
    }
}
