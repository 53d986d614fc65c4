namespace Enas.Backends.Torch.Tests;

/// <summary>The device of the tests: <c>ENAS_TEST_DEVICE</c>, else the CPU.</summary>
internal static class TestDevice
{
    /// <summary>One after the other: libtorch counts its tensors for the whole process, and its switches are those of the
    /// process.</summary>
    public const string Collection = "libtorch";

    public static TorchOptions Options => new(Environment.GetEnvironmentVariable("ENAS_TEST_DEVICE") ?? "cpu", Threads: 2);
}
