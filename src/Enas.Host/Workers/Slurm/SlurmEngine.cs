using Enas.Host.Cli;
using Enas.Host.Settings;
using Enas.Host.Workers.Engines;
using Enas.Pipeline.Work;

namespace Enas.Host.Workers.Slurm;

/// <summary>The cluster of the machine that a command is given on.</summary>
internal sealed class SlurmEngineKind : IEngineKind
{
    /// <inheritdoc />
    public string Name => "slurm";

    /// <inheritdoc />
    public string Form => Name;

    /// <inheritdoc />
    public bool IsNamedBy(string url) => url == Name;

    /// <inheritdoc />
    public IWorkEngine Parse(string url, string? credentials) => credentials is null ? new SlurmEngine(url)
        : throw new CommandLineException("--engine-credentials: Slurm knows who you are; leave them out");
}

/// <summary>Work as jobs of Slurm.</summary>
/// <param name="url">How the command line named it.</param>
internal sealed class SlurmEngine(string url) : IWorkEngine
{
    private readonly SlurmCommands _commands = new([]);

    /// <inheritdoc />
    public string Url => url;

    /// <inheritdoc />
    public string? Credentials => null;

    private SlurmQueue Cluster => new(_commands);

    /// <inheritdoc />
    public void Require(string store)
    {
        if (StoreCatalog.IsAddress(store))
        {
            throw new CommandLineException($"--engine slurm: its jobs are begun in a folder that its nodes share, and --root {store} is "
                + "none; allowed is a folder, or a NATS server for an address");
        }

        SlurmCommands.Require();
    }

    /// <inheritdoc />
    public IWorkQueue Queue(EngineClient client) => new SlurmWork(Cluster, client, HostSettings.Read().Work.Poll, TimeProvider.System);

    /// <inheritdoc />
    public IWorkSource Source(WorkerStatus self, Action<string> say) => throw new CommandLineException(
        "--engine slurm: Slurm begins the work itself, as jobs; there are no workers to start");

    /// <inheritdoc />
    public Task<QueueStatus> StatusAsync() => Cluster.StatusAsync(CancellationToken.None);

    /// <inheritdoc />
    public async Task<IReadOnlyList<string>> DrainAsync(string name)
    {
        await Cluster.DrainAsync(name, CancellationToken.None);
        return [name];
    }

    /// <inheritdoc />
    public async Task<long> CancelAsync(string owner)
    {
        var digest = OwnerDigest.Of(owner);
        SlurmJob[] jobs = [.. (await Cluster.JobsAsync(CancellationToken.None)).Where(job => job.Label.Owner == digest && !job.IsOver)];
        await Cluster.CancelAsync(jobs, CancellationToken.None);
        return jobs.Length;
    }
}
