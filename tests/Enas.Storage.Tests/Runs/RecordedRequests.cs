using Enas.Backends.Cpu;
using Enas.Pipeline.Composition;
using Enas.Pipeline.Tensors;

namespace Enas.Storage.Tests.Runs;

/// <summary>A backend of any name that keeps what it was asked for; its numerics begin with its name.</summary>
internal sealed class RecordedRequests(string name, bool isExact) : IBackendKind
{
    public List<BackendRequest> Requests { get; } = [];

    public string Name => name;

    public bool IsExact => isExact;

    public bool Computed(string numerics) => numerics.StartsWith(name + "/", StringComparison.Ordinal);

    public ITensorBackend Create(BackendRequest request)
    {
        Requests.Add(request);
        return new CpuBackend(1);
    }
}
