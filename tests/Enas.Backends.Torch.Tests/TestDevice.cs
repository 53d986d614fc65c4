// libtorch counts its tensors for the whole process, and its switches are those of the process.
[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace Enas.Backends.Torch.Tests;

/// <summary>The device of the tests: <c>ENAS_TEST_DEVICE</c>, else the CPU.</summary>
internal static class TestDevice
{
    public static TorchOptions Options => new(Environment.GetEnvironmentVariable("ENAS_TEST_DEVICE") ?? "cpu", Threads: 2);
}
