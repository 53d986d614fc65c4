namespace Enas.Storage.Stores;

/// <summary>The address of a search in a bucket: <c>s3://bucket/prefix</c>.</summary>
/// <param name="Bucket">Name of the bucket.</param>
/// <param name="Prefix">What the keys of the search begin with, with a <c>/</c> at the end.</param>
internal sealed record S3Location(string Bucket, string Prefix)
{
    private const string Scheme = "s3://";

    /// <summary>Whether a location is meant to be one of these.</summary>
    public static bool IsMeant(string location) => location.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase);

    /// <exception cref="ArgumentException">It has no bucket, no prefix, or an empty part.</exception>
    public static S3Location Parse(string location)
    {
        var parts = location[Scheme.Length..].TrimEnd('/').Split('/');
        return parts.Length >= 2 && parts.All(part => part.Length > 0 && part is not ("." or ".."))
            ? new S3Location(parts[0], string.Join('/', parts[1..]) + "/")
            : throw new ArgumentException($"'{location}' does not name a search: it has the form s3://bucket/prefix");
    }

    public override string ToString() => $"{Scheme}{Bucket}/{Prefix.TrimEnd('/')}";
}
