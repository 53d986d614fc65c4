using Enas.Backends.Cpu;
using Enas.Backends.Torch;
using Enas.Host.Cli;
using Enas.Pipeline.Composition;
using Enas.Pipeline.Options;
using Enas.Pipeline.Tensors;

namespace Enas.Host.Composition;

/// <summary>What computes, as the command line asks for it. Never a fact of a search on an exact backend.</summary>
/// <param name="Backend"><c>cpu</c> or <c>torch</c>; null when it was not asked for.</param>
/// <param name="Device">Device of the torch backend.</param>
/// <param name="Threads">Threads, or null for all cores.</param>
internal sealed record ComputeOptions(string? Backend, string? Device, int? Threads) : ICompute
{
    /// <summary>Threads of the cpu backend.</summary>
    public int ThreadCount => Threads ?? Surroundings.Current.ProcessorCount;

    /// <summary>The backend that trains the weights of a job.</summary>
    /// <param name="job">How products are computed on a device.</param>
    public ITensorBackend CreateBackend(DeviceOptions job)
    {
        if (Threads is < 1 or > CommandParts.MostThreads)
        {
            throw new CommandLineException($"--threads {Threads}: allowed are 1 to {CommandParts.MostThreads}");
        }

        if (Backend == "torch")
        {
            return Device is null || TorchOptions.IsDevice(Device)
                ? TorchBackend.Kind.Create(new BackendRequest(Device, Threads, job))
                : throw new CommandLineException($"--device {Device}: allowed are cpu, cuda and cuda:N");
        }

        return Device is null or "cpu"
            ? new CpuBackend(ThreadCount)
            : throw new CommandLineException($"--device {Device} is for --backend torch; the cpu backend has only the device cpu");
    }

    /// <summary>What goes on with a recorded search: what its log says, where the command line does not say otherwise.</summary>
    public ComputeOptions Following(RecordedSearch search) => Following(search.State.Started?.Numerics, search.Device);

    /// <inheritdoc />
    public double MedianMs(byte[] model, int warmUp, int repeats) => OnnxTimer.MedianMs(model, warmUp, repeats);

    ICompute ICompute.Following(string? numerics, string? device) => Following(numerics, device);

    ITensorBackend ICompute.CreatePolicyBackend() => CreatePolicyBackend();

    private ComputeOptions Following(string? numerics, string? device)
    {
        // Only the torch backend names a device; it is all there is of a search that ended before its first fact.
        var isTorch = (Backend, numerics) switch
        {
            (null, not null) => TorchBackend.IsNumerics(numerics),
            (null, null) => device is not null,
            _ => Backend == "torch",
        };
        return this with { Backend = isTorch ? "torch" : "cpu", Device = Device ?? (isTorch ? device : null) };
    }

    /// <summary>The policy's own backend: small, always exact, one thread.</summary>
    public static ITensorBackend CreatePolicyBackend() => new CpuBackend(1);
}
