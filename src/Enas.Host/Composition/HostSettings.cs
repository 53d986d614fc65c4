using Enas.Storage;

namespace Enas.Host.Composition;

/// <summary>How this host behaves, from appsettings.json and <c>ENAS__...</c>; never a part of a search.</summary>
internal sealed class HostSettings
{
    /// <summary>Where searches live.</summary>
    public RunsSettings Runs { get; set; } = new();

    /// <summary>What <c>enas serve</c> does where its options do not say it.</summary>
    public ServeSettings Serve { get; set; } = new();

    /// <summary>How they are kept: <c>ENAS__Storage__MinimumFreeMegabytes</c>, <c>ENAS__Storage__AllowNetworkFileSystem</c>.</summary>
    public StorageOptions Storage { get; set; } = new();
}

/// <summary>What <c>enas serve</c> does: <c>ENAS__Serve__Jobs</c> and so on.</summary>
internal sealed class ServeSettings
{
    /// <summary>The folder of job files, relative to the working directory.</summary>
    public string Jobs { get; set; } = "jobs";

    /// <summary>Searches that run at a time.</summary>
    public int MaxConcurrent { get; set; } = 1;

    /// <summary>Address and port of health and metrics.</summary>
    public string Listen { get; set; } = "127.0.0.1:5080";

    /// <summary>Host names that health and metrics answer for beside this machine's own, separated by semicolons; <c>*</c> for any.</summary>
    public string AllowedHosts { get; set; } = "*";

    /// <summary>Seconds that a search has to stop at its next step.</summary>
    public int StopWithinSeconds { get; set; } = Service.ServeOptions.DefaultStopWithinSeconds;
}

/// <summary>Where searches live.</summary>
internal sealed class RunsSettings
{
    /// <summary>The folder, relative to the working directory; <c>ENAS__Runs__Root</c> sets it.</summary>
    public string Root { get; set; } = "runs";
}
