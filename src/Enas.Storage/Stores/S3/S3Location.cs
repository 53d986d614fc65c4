namespace Enas.Storage.Stores.S3;

/// <summary>Addresses in buckets: <c>s3://bucket/prefix</c>.</summary>
internal static class S3Location
{
    private const string Scheme = "s3://";

    /// <summary>Whether a location is meant to be one of these.</summary>
    public static bool IsMeant(string location) => location.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase);

    /// <summary>The address of what is meant.</summary>
    /// <exception cref="ArgumentException">It has no bucket, or an empty part.</exception>
    public static ObjectAddress Parse(string location)
    {
        var parts = location[Scheme.Length..].TrimEnd('/').Split('/');
        return parts.All(part => part.Length > 0 && part is not ("." or "..") && !part.Any(char.IsControl)) && parts[0].All(IsOfBucket)
            ? new ObjectAddress(Scheme + string.Join('/', parts), parts[0], string.Concat(parts[1..].Select(part => part + "/")))
            : throw new ArgumentException($"'{location}' is no address in a bucket: it has the form s3://bucket/prefix");
    }

    private static bool IsOfBucket(char c) => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_';
}
