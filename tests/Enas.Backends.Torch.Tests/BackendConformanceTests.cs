using Enas.TestKit.Conformance;

namespace Enas.Backends.Torch.Tests;

/// <summary>What every backend must do, on this one. Where libtorch cannot be loaded this fails: it is never skipped.</summary>
public sealed class BackendConformanceTests
{
    public static TheoryData<string> Names => [.. BackendConformance.OtherNames];

    [Theory]
    [MemberData(nameof(Names))]
    public void Holds(string name) => BackendConformance.Check(name, () => TorchBackend.Create(TestDevice.Options));
}
