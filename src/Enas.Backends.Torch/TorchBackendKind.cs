using Enas.Pipeline.Composition;
using Enas.Pipeline.Tensors;

namespace Enas.Backends.Torch;

/// <summary>Libtorch, for whoever chooses among backends. Nothing of it is loaded before a backend is made.</summary>
internal sealed class TorchBackendKind : IBackendKind
{
    public string Name => "torch";

    public bool IsExact => false;

    public bool Computed(string numerics) => TorchBackend.IsNumerics(numerics);

    public ITensorBackend Create(BackendRequest request)
    {
        var device = request.Device ?? "cpu";
        return TorchOptions.IsDevice(device)
            ? TorchBackend.Create(new TorchOptions(
                device, request.Threads, Enum.Parse<TorchPrecision>(request.Job.Precision, ignoreCase: true), request.Job.ChannelsLast))
            : throw new ArgumentException($"{device} is no device of the torch backend: cpu, cuda, cuda:N", nameof(request));
    }
}
