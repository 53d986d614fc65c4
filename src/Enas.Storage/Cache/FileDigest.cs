using System.Security.Cryptography;

namespace Enas.Storage;

/// <summary>SHA-256 of a whole file.</summary>
internal static class FileDigest
{
    /// <summary>It, as lower-case hexadecimal digits.</summary>
    public static async ValueTask<string> OfAsync(string path, CancellationToken cancellationToken)
    {
        await using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellationToken));
    }
}
