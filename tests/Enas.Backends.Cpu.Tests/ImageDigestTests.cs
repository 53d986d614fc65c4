using System.Runtime.InteropServices;
using System.Security.Cryptography;

using Enas.TestKit.Conformance;

namespace Enas.Backends.Cpu.Tests;

/// <summary>
/// The bits of all operations on images, as one number. Run it with DOTNET_EnableAVX512=0, DOTNET_EnableAVX2=0 or
/// DOTNET_EnableHWIntrinsic=0 and it must hold: the paths' tests cannot switch off instructions that kernels outside the tiles use. A
/// changed digest means that numerics changed: fingerprints of recorded searches would not be met any more.
/// </summary>
public sealed class ImageDigestTests
{
    private const string Expected = "2791b610bafdac0c6360e9fa23407cc0d2392b2e197c9d5f51dac72f5a9cfe63";

    [Fact]
    public void Operations_on_images_have_the_recorded_bits()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (n, c, h, w, k) in new[] { (3, 5, 8, 8, 7), (2, 2, 11, 33, 13), (1, 3, 32, 32, 2) })
        {
            foreach (var operation in ImageOperationCases.Of(n, c, h, w, k))
            {
                using var cpu = new CpuBackend(2);
                foreach (var values in operation.Run(cpu))
                {
                    hash.AppendData(MemoryMarshal.AsBytes(values.AsSpan()));
                }
            }
        }

        var digest = Convert.ToHexStringLower(hash.GetHashAndReset());
        Assert.True(digest == Expected, digest);
    }
}
