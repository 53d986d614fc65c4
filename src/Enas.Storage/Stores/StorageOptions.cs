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
/// How an S3 bucket is reached. What is null comes from where the AWS SDK finds it by itself: environment, shared configuration, instance.
/// </summary>
public sealed class S3Options
{
    /// <summary>Address of a compatible store; null for AWS.</summary>
    public string? ServiceUrl { get; set; }

    public string? Region { get; set; }

    public string? AccessKey { get; set; }

    public string? SecretKey { get; set; }

    /// <summary>Buckets as the first part of the path instead of the host name, as most compatible stores want it.</summary>
    public bool ForcePathStyle { get; set; }

    /// <summary>Time after which one request counts as unanswered.</summary>
    public int TimeoutSeconds { get; set; } = 100;
}
