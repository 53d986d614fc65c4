using Enas.Host.Cli;
using Enas.Host.Composition;
using Enas.Pipeline.Work;

namespace Enas.Host.Workers;

/// <summary>Where a machine has its store and its data, and what computes there.</summary>
/// <param name="Store">The root of logs and results, as a full path.</param>
/// <param name="Data">The root of data, as a full path.</param>
/// <param name="Compute">What computes.</param>
internal sealed record WorkRoots(string Store, string Data, ComputeOptions Compute)
{
    private const string Cuda = "cuda";

    /// <summary>The whole disk: for work that does not leave this machine.</summary>
    public static string EveryFile => Path.GetPathRoot(Path.GetFullPath("/"))!;

    /// <summary>What this machine computes with.</summary>
    public string Backend => Compute.Backend ?? "cpu";

    /// <summary>The class of its device: devices of one class agree bit for bit.</summary>
    public string DeviceClass => Compute.Device?.StartsWith(Cuda, StringComparison.Ordinal) == true ? Cuda : "cpu";

    /// <summary>The arithmetic that all share.</summary>
    public static string Numerics
    {
        get
        {
            using var policy = ComputeOptions.CreatePolicyBackend();
            return policy.Numerics;
        }
    }

    /// <summary>The place of a folder; null where it is not below the root.</summary>
    public string? PlaceOf(string folder) => WorkPlaces.TryName(Store, Surroundings.FullPath(folder));
}
