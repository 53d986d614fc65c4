using System.Globalization;
using Enas.Host.Cli;
using Microsoft.Extensions.Configuration;

namespace Enas.Host.Settings;

/// <summary>How this host behaves, from appsettings.json and <c>ENAS__...</c>; never a part of a search.</summary>
internal sealed class HostSettings
{
    /// <summary>Where searches live.</summary>
    public RunsSettings Runs { get; set; } = new();

    /// <summary>What <c>enas serve</c> does where its options do not say it.</summary>
    public ServeSettings Serve { get; set; } = new();

    /// <summary>What the dashboard is told.</summary>
    public UiSettings Ui { get; set; } = new();

    /// <summary>How work of several machines is handed out.</summary>
    public WorkSettings Work { get; set; } = new();

    /// <summary>How they are kept: <c>ENAS__Storage__MinimumFreeMegabytes</c>, <c>ENAS__Storage__AllowNetworkFileSystem</c>,
    /// <c>ENAS__Storage__S3__...</c> and the variables of AWS.</summary>
    public StorageOptions Storage { get; set; } = new();

    /// <summary>The settings as they are now, for verbs that need no host.</summary>
    /// <exception cref="BadInputException">They are malformed, or one is out of its bounds.</exception>
    public static HostSettings Read()
    {
        var configuration = new ConfigurationManager();
        AddTo(configuration);
        try
        {
            var settings = configuration.Get<HostSettings>() ?? new HostSettings();
            settings.Work.Require();
            settings.Storage.S3 = settings.Storage.S3.With(Surroundings.Current.Variable);
            return settings;
        }
        catch (InvalidOperationException malformed)
        {
            throw new BadInputException($"settings of this host: {malformed.Message}");
        }
    }

    /// <summary>What this host was told: a file beside the program, and variables over it.</summary>
    public static void AddTo(ConfigurationManager configuration)
    {
        configuration.AddJsonFile(Path.Combine(AppContext.BaseDirectory, "appsettings.json"), optional: true);
        configuration.AddEnvironmentVariables("ENAS__");
    }
}

/// <summary>How work is handed out over an engine: <c>ENAS__Work__LeaseSeconds</c> and so on; the same on all machines.</summary>
internal sealed class WorkSettings
{
    private const int MostWindow = 10_000;

    // A day.
    private const int MostSeconds = 86_400;

    /// <summary>Seconds after which an item whose worker is silent goes to another one.</summary>
    public double LeaseSeconds { get; set; } = 30;

    /// <summary>Seconds between two looks at everything that is waited for.</summary>
    public double SweepSeconds { get; set; } = 30;

    /// <summary>Pieces that a command asks an engine for ahead of the first that is not done, and so the most slots of workers that it
    /// keeps busy.</summary>
    public int Window { get; set; } = 24;

    /// <summary>Seconds between two looks at the queue of a cluster, which is asked for all that is waited for at once.</summary>
    public double PollSeconds { get; set; } = 10;

    /// <summary>Seconds that a command tries to reach an engine that never answered it.</summary>
    public double PatienceSeconds { get; set; } = 50;

    /// <summary><see cref="LeaseSeconds"/>.</summary>
    public TimeSpan Lease => TimeSpan.FromSeconds(LeaseSeconds);

    /// <summary><see cref="SweepSeconds"/>.</summary>
    public TimeSpan Sweep => TimeSpan.FromSeconds(SweepSeconds);

    /// <summary><see cref="PatienceSeconds"/>.</summary>
    public TimeSpan Patience => TimeSpan.FromSeconds(PatienceSeconds);

    /// <summary><see cref="PollSeconds"/>.</summary>
    public TimeSpan Poll => TimeSpan.FromSeconds(PollSeconds);

    /// <summary>Refuses what is out of its bounds.</summary>
    /// <exception cref="BadInputException">Something is.</exception>
    public void Require()
    {
        if (Window is < 1 or > MostWindow)
        {
            throw Refused(nameof(Window), Window, string.Create(CultureInfo.InvariantCulture, $"1 to {MostWindow}"));
        }

        (string Name, double Seconds)[] times =
        [
            (nameof(LeaseSeconds), LeaseSeconds), (nameof(SweepSeconds), SweepSeconds),
            (nameof(PollSeconds), PollSeconds), (nameof(PatienceSeconds), PatienceSeconds),
        ];
        foreach (var (name, seconds) in times.Where(one => one.Seconds is not (> 0 and <= MostSeconds)))
        {
            throw Refused(name, seconds, string.Create(CultureInfo.InvariantCulture, $"more than 0, and at most {MostSeconds}"));
        }
    }

    private static BadInputException Refused(string name, double value, string allowed) => new(string.Create(
        CultureInfo.InvariantCulture, $"settings of this host: ENAS__Work__{name} is {value}; allowed are {allowed}"));
}

/// <summary>What <c>enas serve</c> does: <c>ENAS__Serve__Jobs</c> and so on.</summary>
internal sealed class ServeSettings
{
    /// <summary>A minute less than what <c>deploy/enas.service</c> gives the service itself.</summary>
    public const int DefaultStopWithinSeconds = 540;

    /// <summary>The folder of job files, relative to the working directory.</summary>
    public string Jobs { get; set; } = "jobs";

    /// <summary>Searches that run at a time.</summary>
    public int MaxConcurrent { get; set; } = 1;

    /// <summary>Address and port of health and metrics.</summary>
    public string Listen { get; set; } = "127.0.0.1:5080";

    /// <summary>Host names that health and metrics answer for beside this machine's own, separated by semicolons;
    /// <c>*</c> for any.</summary>
    public string AllowedHosts { get; set; } = "*";

    /// <summary>Seconds that a search has to stop at its next step.</summary>
    public int StopWithinSeconds { get; set; } = DefaultStopWithinSeconds;
}

/// <summary>The dashboard: <c>ENAS__Ui__Token</c>.</summary>
internal sealed class UiSettings
{
    /// <summary>The token that the dashboard asks for where it needs one; empty for one that it makes up.</summary>
    public string Token { get; set; } = string.Empty;
}

/// <summary>Where searches live.</summary>
internal sealed class RunsSettings
{
    /// <summary>The folder, relative to the working directory; <c>ENAS__Runs__Root</c> sets it.</summary>
    public string Root { get; set; } = "runs";
}
