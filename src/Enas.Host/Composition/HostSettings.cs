using Enas.Storage;

namespace Enas.Host.Composition;

/// <summary>How this host behaves, from appsettings.json and <c>ENAS__...</c>; never a part of a search.</summary>
internal sealed class HostSettings
{
    /// <summary>Where searches live.</summary>
    public RunsSettings Runs { get; set; } = new();

    /// <summary>How they are kept: <c>ENAS__Storage__MinimumFreeMegabytes</c>, <c>ENAS__Storage__AllowNetworkFileSystem</c>.</summary>
    public StorageOptions Storage { get; set; } = new();
}

/// <summary>Where searches live.</summary>
internal sealed class RunsSettings
{
    /// <summary>The folder, relative to the working directory; <c>ENAS__Runs__Root</c> sets it.</summary>
    public string Root { get; set; } = "runs";
}
