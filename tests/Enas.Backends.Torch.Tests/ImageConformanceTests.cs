using Enas.TestKit.Conformance;

namespace Enas.Backends.Torch.Tests;

/// <summary>What every backend must do with images, on this one; a class of its own runs beside the other checks.</summary>
public sealed class ImageConformanceTests
{
    public static TheoryData<string> Names => [.. BackendConformance.ImageNames];

    [Theory]
    [MemberData(nameof(Names))]
    public void Holds(string name) => BackendConformance.Check(name, () => TorchBackend.Create(TestDevice.Options));
}
