using Enas.Pipeline.Options;
using Enas.Pipeline.Tensors;

namespace Enas.Pipeline.Composition;

/// <summary>A backend that searches can be computed with.</summary>
public interface IBackendKind
{
    /// <summary>Its name, as settings choose it: <c>cpu</c>, <c>torch</c>.</summary>
    string Name { get; }

    /// <summary>Whether its bits depend on nothing but the job. A policy is always computed by such a one.</summary>
    bool IsExact { get; }

    /// <summary>Whether the first fact of a search with these numerics was written by this backend.</summary>
    bool Computed(string numerics);

    /// <summary>Makes it.</summary>
    /// <param name="request">How it computes.</param>
    ITensorBackend Create(BackendRequest request);
}

/// <summary>How a backend computes.</summary>
/// <param name="Device">A device in its own words; null for its own choice.</param>
/// <param name="Threads">Threads; null for its own choice.</param>
/// <param name="Job">How the job wants products computed on a device.</param>
public sealed record BackendRequest(string? Device, int? Threads, DeviceOptions Job);
