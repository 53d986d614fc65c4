using System.Buffers.Binary;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Security.Cryptography;
using Enas.Backends.Cpu.Kernels;

using Enas.TestKit.Conformance;

namespace Enas.Backends.Cpu.Tests;

/// <summary>
/// What <c>cpu-exact/1</c> promises, pinned: the bits of every operation, its gradients and the elementary functions, as digests that every
/// machine and every instruction set must reproduce. A digest here changes only together with the number in the backend's numerics.
/// </summary>
public sealed class NumericsDigestTests
{
    /// <summary>First 16 digits of SHA-256 over results and gradients of all cases of a name, sizes 37, 53, 29 and 5, 130, 64.</summary>
    public static TheoryData<string, string> Operations => new()
    {
        { "matmul False False", "2cbfc6897d8354e2" },
        { "matmul True False", "967c44ef81883e5b" },
        { "matmul False True", "9b62f946adb0c8bb" },
        { "matmul True True", "a83e5ae57130d0f2" },
        { "add", "c0cb5dbad83e25a0" },
        { "subtract", "a1ea64fd94f9ddbc" },
        { "multiply", "aec94fcdbe6ca79f" },
        { "affine", "38b23970e8258398" },
        { "tanh", "15a489550d831ed0" },
        { "sigmoid", "a6001c74da304981" },
        { "relu", "32adcf74f6782616" },
        { "exp", "8f3c92926fb57cd0" },
        { "log", "42f9335eb4e0abac" },
        { "multiply repeated", "ebc6922cdcf29570" },
        { "weighted sum", "65446acb0f8a535d" },
        { "sum", "d40dea0a4d1e390e" },
        { "softmax", "5fab788abacb790d" },
        { "log-softmax", "61a07b78f85b69ee" },
        { "cross-entropy", "686780692a057772" },
        { "embedding", "c130f769ce6e5a94" },
        { "limit row norm", "41168474614ae9cf" },
        { "batch norm", "3217c4e0a1532ba8" },
    };

    /// <summary>First 16 digits of SHA-256 over the values at 2^18 arguments spread over all bit patterns.</summary>
    public static TheoryData<string, string> Functions => new() {
        { "exp", "d0abb8b31b32be70" }, { "log", "5e00000442746e6b" }, { "tanh", "80ce19885da846d9" }, { "sigmoid", "f92ab5f98da02a43" } };

    [Theory]
    [MemberData(nameof(Operations))]
    public void Operations_have_these_bits(string name, string digest)
    {
        using var backend = new CpuBackend(2);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var wanted in ((int, int, int)[])[(37, 53, 29), (5, 130, 64)])
        {
            foreach (var operation in OperationCases.Of(wanted.Item1, wanted.Item2, wanted.Item3)
                .Where(candidate => candidate.Name == name))
            {
                foreach (var values in operation.Run(backend))
                {
                    hash.AppendData(MemoryMarshal.AsBytes(values.AsSpan()));
                }
            }
        }

        Assert.Equal(digest, Convert.ToHexStringLower(hash.GetHashAndReset())[..16]);
    }

    [Theory]
    [MemberData(nameof(Functions))]
    public void Functions_have_these_bits(string name, string digest)
    {
        var bytes = new byte[4 << 18];
        for (var i = 0; i < 1 << 18; i++)
        {
            var x = Vector512.Create(BitConverter.UInt32BitsToSingle((uint)i << 14 | 0x1555));
            var y = (name switch
            {
                "exp" => VectorMath.Exp(x),
                "log" => VectorMath.Log(x),
                "tanh" => VectorMath.Tanh(x),
                _ => VectorMath.Sigmoid(x)
            })[i & 15];

            // One NaN for all: which of them a machine makes is not promised.
            BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(4 * i), float.IsNaN(y) ? 0x7fc00000 : BitConverter.SingleToUInt32Bits(y));
        }

        Assert.Equal(digest, Convert.ToHexStringLower(SHA256.HashData(bytes))[..16]);
    }

    [Theory]
    [InlineData("DOTNET_EnableAVX512"), InlineData("DOTNET_EnableAVX2"), InlineData("DOTNET_EnableHWIntrinsic")]
    public async Task Processes_without_an_instruction_set_have_them_too(string variable)
    {
        // This test class again, all but this test, in a process that may not use the instructions.
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true, RedirectStandardError = true };
        var assembly = typeof(NumericsDigestTests).Assembly.Location;
        string[] arguments =
        [
            .. Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? (string[])[assembly] : [],
            "-method", $"{typeof(NumericsDigestTests).FullName}.{nameof(Operations_have_these_bits)}",
            "-method", $"{typeof(NumericsDigestTests).FullName}.{nameof(Functions_have_these_bits)}",
        ];
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment[variable] = "0";
        using var child = Process.Start(start)!;
        var error = child.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = await child.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await child.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(child.ExitCode == 0, output + await error);
        Assert.Contains($"Total: {Operations.Count + Functions.Count}, Errors: 0, Failed: 0", output, StringComparison.Ordinal);
    }
}
