namespace Enas.Backends.Torch.Tests;

/// <summary>The device of the tests: <c>ENAS_TEST_DEVICE</c>, else the CPU.</summary>
internal static class TestDevice
{
    public static TorchOptions Options => new(Environment.GetEnvironmentVariable("ENAS_TEST_DEVICE") ?? "cpu", Threads: 2);
}
