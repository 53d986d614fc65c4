using System.Security.Cryptography;
using System.Text;

namespace Enas.Host.Workers.Engines;

/// <summary>Labels as engines carry them: who waits for work, and where it lies, have any characters.</summary>
internal static class OwnerDigest
{
    private const int Digits = 12;

    /// <summary>A label as 12 lower-case hexadecimal digits.</summary>
    public static string Of(string label) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(label)))[..Digits];
}
