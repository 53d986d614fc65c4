using Enas.Pipeline.Composition;
using Enas.Pipeline.Tensors;

namespace Enas.Backends.Cpu;

/// <summary>The managed backend, for whoever chooses among backends.</summary>
internal sealed class CpuBackendKind : IBackendKind
{
    public string Name => "cpu";

    public bool IsExact => true;

    public bool Computed(string numerics) => numerics.StartsWith("cpu-exact/", StringComparison.Ordinal);

    public ITensorBackend Create(BackendRequest request) => request.Device is null or "cpu"
        ? new CpuBackend(request.Threads ?? Environment.ProcessorCount)
        : throw new ArgumentException($"the cpu backend has only the device cpu, not {request.Device}", nameof(request));
}
