using System.Security.Cryptography;
using Enas.Pipeline.Files;

namespace Enas.Storage.Cache;

/// <summary>SHA-256 of a whole file.</summary>
internal static class FileDigest
{
    /// <summary>It, as lower-case hexadecimal digits.</summary>
    public static async ValueTask<string> OfAsync(string path, CancellationToken cancellationToken)
    {
        await using var stream = RegularFile.OpenRead(path, bufferBytes: 0);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellationToken));
    }
}
