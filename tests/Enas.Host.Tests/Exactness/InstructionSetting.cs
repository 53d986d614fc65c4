using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace Enas.Host.Tests.Exactness;

/// <summary>What a process is allowed to use of this machine: all of it, or all but what one of the runtime's switches turns off.</summary>
/// <param name="Variable">The runtime's environment variable, set to 0; null for the machine as it is.</param>
public sealed record InstructionSetting(string? Variable)
{
    /// <summary>The environment of a process with this setting.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Environment => Variable is null ? [] : [new(Variable, "0")];

    /// <summary>The paths that may run under it: one, or two where it depends on whether the machine has AVX-512.</summary>
    public IReadOnlyList<string> Paths => (Variable, RuntimeInformation.ProcessArchitecture) switch
    {
        ("DOTNET_EnableHWIntrinsic", _) => ["scalar"],
        (_, Architecture.Arm64) => ["neon"],
        ("DOTNET_EnableAVX2", _) => ["scalar"],
        _ when !Fma.IsSupported => ["scalar"],
        ("DOTNET_EnableAVX512", _) => ["avx2+fma"],
        _ => ["avx512f", "avx2+fma"],
    };

    public override string ToString() => Variable is null ? "as it is" : $"{Variable}=0";
}
