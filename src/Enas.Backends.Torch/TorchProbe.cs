using System.Globalization;
using Enas.Pipeline.Tensors;
using TorchSharp;

namespace Enas.Backends.Torch;

/// <summary>What of the Torch backend works here: libtorch's version and folder, devices, and a product on each.</summary>
/// <param name="IsAvailable">Whether it can be used.</param>
/// <param name="Words">What was found, or what is missing and the cure.</param>
internal sealed record TorchProbe(bool IsAvailable, string Words)
{
    private static readonly TensorShape s_shape = new(2, 2);

    /// <summary>Loads libtorch and looks.</summary>
    public static TorchProbe Examine()
    {
        try
        {
            List<string> words = [.. Device("cpu", withFolder: true)];
            for (var i = 0; i < CudaDevices(); i++)
            {
                words.AddRange(Device($"cuda:{i}", withFolder: false));
            }

            return new TorchProbe(true, string.Join("; ", words));
        }
        catch (BackendUnavailableException e)
        {
            return new TorchProbe(false, "absent: " + e.Message);
        }
    }

    private static int CudaDevices() =>
        torch.TryInitializeDeviceType(DeviceType.CUDA) && torch.cuda.is_available() ? torch.cuda.device_count() : 0;

    private static IEnumerable<string> Device(string name, bool withFolder)
    {
        using var backend = TorchBackend.Create(new TorchOptions(name));
        var described = backend.Describe().ToDictionary(pair => pair.Key, pair => pair.Value);
        if (withFolder)
        {
            yield return $"libtorch {described["libtorch"]} from {described["libtorch folder"]}";
        }

        using var scope = backend.BeginStep(recordGradients: false);
        var product = new float[4];
        scope.Read(scope.MatMul(scope.Constant([1, 2, 3, 4], s_shape), scope.Constant([5, 6, 7, 8], s_shape)), product);
        var isRight = product.SequenceEqual([19f, 22f, 43f, 50f]);
        yield return $"{name}: {backend.Numerics}, {Memory(name)}a 2x2 product "
            + $"{(isRight ? "is right" : $"is WRONG: {string.Join(", ", product)}")}";
    }

    // TorchSharp does not tell a GPU's memory; the machine's is the CPU device's.
    private static string Memory(string name) => name == "cpu"
        ? string.Create(CultureInfo.InvariantCulture,
            $"{GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (double)(1L << 30):0.0} GiB of memory, ")
        : string.Empty;
}
