using Enas.TestKit.Conformance;

namespace Enas.Backends.Cpu.Tests;

/// <summary>What every backend must do, on this one.</summary>
public sealed class BackendConformanceTests
{
    public static TheoryData<string> Names => [.. BackendConformance.OtherNames];

    [Theory]
    [MemberData(nameof(Names))]
    public void Holds(string name) => BackendConformance.Check(name, () => new CpuBackend(2));
}
