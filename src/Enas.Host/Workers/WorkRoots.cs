using Enas.Host.Cli;
using Enas.Host.Composition;
using Enas.Pipeline.Work;

namespace Enas.Host.Workers;

/// <summary>Where a machine has its store and its data, and what computes there.</summary>
/// <param name="Store">The root of logs and results, as a full path or an address.</param>
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

    /// <summary>The root of data that a command line names beside a root of logs and results.</summary>
    /// <param name="data">What it names; null for nothing, then both are one folder.</param>
    /// <param name="store">The root of logs and results, as a full path or an address.</param>
    /// <exception cref="CommandLineException">Data are files, and the root of the rest is a bucket.</exception>
    public static string DataBeside(string? data, string store) => data is not null ? Surroundings.FullPath(data)
        : !StoreCatalog.IsAddress(store) ? store
        : throw new CommandLineException($"--root {store}: it has no data sets, which are files of each machine; name their folder with "
            + "--data");

    /// <summary>The place of a folder; null where it is not below the root.</summary>
    public string? PlaceOf(string folder) =>
        Surroundings.FullPlace(folder) is var full && StoreCatalog.IsAddress(full) == StoreCatalog.IsAddress(Store)
            ? WorkPlaces.TryName(Store, full) : null;

    /// <summary>The folder or address of a place.</summary>
    public string FolderOf(string place) => Place.Combine(Store, place);
}
