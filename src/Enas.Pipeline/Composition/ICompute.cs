using Enas.Pipeline.Options;
using Enas.Pipeline.Tensors;

namespace Enas.Pipeline.Composition;

/// <summary>What computes for a search: the backend that trains its weights, that of its policy, and a clock for exported
/// networks.</summary>
internal interface ICompute
{
    /// <summary>Makes the backend that trains the weights of a job.</summary>
    /// <param name="device">How the job wants products computed on a device.</param>
    ITensorBackend CreateBackend(DeviceOptions device);

    /// <summary>Makes the backend of a policy: small, always exact, one thread.</summary>
    ITensorBackend CreatePolicyBackend();

    /// <summary>What goes on with a recorded search: what its log says, where nothing else was asked for.</summary>
    /// <param name="numerics">The numerics of its first fact; null where it has none.</param>
    /// <param name="device">The device that it last ran on; null where none is recorded.</param>
    ICompute Following(string? numerics, string? device);

    /// <summary>The median time of some runs of an exported network over one item on this machine, in milliseconds, on one
    /// thread.</summary>
    /// <param name="model">The network as ONNX.</param>
    /// <param name="warmUp">Runs before, which are not measured.</param>
    /// <param name="repeats">Runs that are measured.</param>
    /// <exception cref="Messages.BadInputException">Nothing here can time a network.</exception>
    double MedianMs(byte[] model, int warmUp, int repeats);
}
