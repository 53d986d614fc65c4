namespace Enas.Backends.Torch.Tests;

/// <summary>The device of the tests: <c>ENAS_TEST_DEVICE</c>, else the CPU.</summary>
internal static class TestDevice
{
    /// <summary>For tests that nothing may run beside: libtorch counts its tensors for the whole process, and its switches are those of the
    /// process. All others run in parallel.</summary>
    public const string AloneCollection = "libtorch alone";

    public static TorchOptions Options => new(Environment.GetEnvironmentVariable("ENAS_TEST_DEVICE") ?? "cpu", Threads: 2);
}

/// <summary>See <see cref="TestDevice.AloneCollection"/>.</summary>
[CollectionDefinition(TestDevice.AloneCollection, DisableParallelization = true)]
public sealed class AloneCollection;
