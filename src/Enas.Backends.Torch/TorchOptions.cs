namespace Enas.Backends.Torch;

/// <summary>How the Torch backend computes.</summary>
/// <param name="Device"><c>cpu</c>, <c>cuda</c> or <c>cuda:N</c>.</param>
/// <param name="Threads">Threads on the CPU, or null for libtorch's own choice.</param>
/// <param name="Precision">Precision of products; part of the numerics.</param>
/// <param name="ChannelsLast">Whether images lie channel by channel within a pixel for convolutions, which tensor cores prefer.</param>
/// <param name="DeferWeightGradients">
/// Whether the weight gradients of a recurrent cell wait for the end of its backward pass; null for where it pays: on a GPU, which saves
/// two kernels a node and time step, and on the CPU for weights that no cache holds.
/// </param>
public sealed record TorchOptions(string Device = "cpu",
    int? Threads = null, TorchPrecision Precision = TorchPrecision.F32, bool ChannelsLast = false, bool? DeferWeightGradients = null)
{
    /// <summary>Name of the device without its number: what the numerics say.</summary>
    internal string DeviceKind => Device.Split(':')[0];

    /// <summary>Whether the device's name is one that this backend knows.</summary>
    public static bool IsDevice(string device) =>
        device is "cpu" or "cuda" || (device.StartsWith("cuda:", StringComparison.Ordinal)
            && byte.TryParse(device.AsSpan(5), System.Globalization.NumberStyles.None, null, out _));
}
