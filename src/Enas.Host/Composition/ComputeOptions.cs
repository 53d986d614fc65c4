using Enas.Backends.Cpu;
using Enas.Backends.Torch;
using Enas.Host.Cli;
using Enas.Pipeline.Tensors;

namespace Enas.Host.Composition;

/// <summary>What computes, as the command line asks for it. Never a fact of a search on an exact backend.</summary>
/// <param name="Backend"><c>cpu</c> or <c>torch</c>.</param>
/// <param name="Device">Device of the torch backend.</param>
/// <param name="Threads">Threads, or null for all cores.</param>
internal sealed record ComputeOptions(string Backend, string? Device, int? Threads)
{
    /// <summary>Largest number of threads that makes any sense.</summary>
    public const int MostThreads = 1024;

    /// <summary>The backend that trains weights.</summary>
    public ITensorBackend CreateBackend()
    {
        if (Threads is < 1 or > MostThreads)
        {
            throw new CommandLineException($"--threads {Threads}: allowed are 1 to {MostThreads}");
        }

        if (Backend == "torch")
        {
            return TorchBackend.Create(Device);
        }

        return Device is null or "cpu"
            ? new CpuBackend(Threads ?? Environment.ProcessorCount)
            : throw new CommandLineException($"--device {Device} is for --backend torch; the cpu backend has only the device cpu");
    }

    /// <summary>The policy's own backend: small, always exact, one thread.</summary>
    public static ITensorBackend CreatePolicyBackend() => new CpuBackend(1);
}
