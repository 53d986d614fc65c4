using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace Enas.Backends.Torch;

/// <summary>Values from and to the device. A transfer to a GPU goes through pinned memory and does not wait for it.</summary>
internal static class Transfer
{
    /// <summary>A tensor of the given values.</summary>
    public static Tensor Floats(ReadOnlySpan<float> values, long[] sizes, Device device)
    {
        var host = empty(sizes, ScalarType.Float32);
        values.CopyTo(MemoryMarshal.Cast<byte, float>(host.bytes));
        return ToDevice(host, device);
    }

    /// <summary>A vector of the given numbers, as 64-bit integers: what libtorch takes as indices.</summary>
    public static Tensor Indices(ReadOnlySpan<int> values, Device device)
    {
        var host = empty([values.Length], ScalarType.Int64);
        var target = MemoryMarshal.Cast<byte, long>(host.bytes);
        for (var i = 0; i < values.Length; i++)
        {
            target[i] = values[i];
        }

        return ToDevice(host, device);
    }

    /// <summary>Copies values out; waits for the device.</summary>
    public static void Read(Tensor tensor, Span<float> destination)
    {
        using var memory = NewDisposeScope();
        var host = tensor.detach().to(ScalarType.Float32).cpu().contiguous();
        MemoryMarshal.Cast<byte, float>(host.bytes).CopyTo(destination);
    }

    private static Tensor ToDevice(Tensor host, Device device) =>
        device.type == DeviceType.CPU ? host : host.pin_memory().to(device, non_blocking: true);
}
