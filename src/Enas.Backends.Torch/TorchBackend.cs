using Enas.Pipeline.Tensors;

namespace Enas.Backends.Torch;

/// <summary>
/// The place of the tensor port on TorchSharp. This version has no such backend; asking for it says so instead of failing at type load.
/// </summary>
public static class TorchBackend
{
    /// <summary>Why there is none, and what to do.</summary>
    public const string WhyAbsent = "the torch backend is not in this version yet; use --backend cpu";

    /// <summary>Whether it can be created.</summary>
    public static bool IsAvailable => false;

    /// <summary>Creates the backend. Throws <see cref="BackendUnavailableException"/>.</summary>
    /// <param name="device">The device asked for, or null for the default one.</param>
    public static ITensorBackend Create(string? device) => throw new BackendUnavailableException(
        device is null ? WhyAbsent : $"{WhyAbsent} (asked for device {device})");
}
