using System.Runtime.CompilerServices;
using Enas.Host.Cli;
using Enas.Host.Settings;
using Enas.Host.Workers.Engines;
using Enas.Pipeline.Messages;
using Enas.Pipeline.Work;

namespace Enas.Host.Workers.Nats;

/// <summary>Servers of NATS with JetStream.</summary>
internal sealed class NatsEngineKind : IEngineKind
{
    /// <inheritdoc />
    public string Name => "nats";

    /// <inheritdoc />
    public string Form => EngineAddress.Form;

    /// <inheritdoc />
    public bool IsNamedBy(string url) => EngineAddress.IsNamedBy(url);

    /// <inheritdoc />
    public IWorkEngine Parse(string url, string? credentials) => new NatsEngine(EngineAddress.Parse(url, credentials));
}

/// <summary>The one door to NATS: none of its assemblies is loaded before somebody goes through it.</summary>
/// <param name="address">Where the server is.</param>
internal sealed class NatsEngine(EngineAddress address) : IWorkEngine
{
    /// <inheritdoc />
    public string Url => address.Url;

    /// <inheritdoc />
    public string? Credentials => address.Credentials;

    private static TimeSpan Life => HostSettings.Read().Work.Lease;

    /// <summary>Makes a key for a server.</summary>
    /// <param name="file">The file, which is not there.</param>
    /// <returns>The public key.</returns>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static string CreateKey(string file) => NatsKey.Create(file);

    /// <inheritdoc />
    [MethodImpl(MethodImplOptions.NoInlining)]
    public void Require(string store) => _ = NatsKey.Of(address.Credentials);

    /// <inheritdoc />
    [MethodImpl(MethodImplOptions.NoInlining)]
    public IWorkQueue Queue(EngineClient client) => Open();

    /// <inheritdoc />
    [MethodImpl(MethodImplOptions.NoInlining)]
    public IWorkSource Source(WorkerStatus self, Action<string> say) =>
        NatsWork.Open(address, Life, self, TimeProvider.System, say);

    /// <inheritdoc />
    [MethodImpl(MethodImplOptions.NoInlining)]
    public async Task<QueueStatus> StatusAsync()
    {
        await using var engine = Open();
        return await engine.StatusAsync(CancellationToken.None);
    }

    /// <inheritdoc />
    [MethodImpl(MethodImplOptions.NoInlining)]
    public async Task<IReadOnlyList<string>> DrainAsync(string name)
    {
        await using var engine = Open();
        var there = await engine.WorkersAsync(CancellationToken.None);

        // It is sent in any case: a worker that was too slow to answer may hear it.
        await engine.DrainAsync(name, CancellationToken.None);
        string[] workers = [.. there.Select(worker => worker.Name)];
        string[] told = [.. workers.Where(worker => NatsWorker.IsNamed(worker, name))];
        return told.Length > 0 ? told : throw new CommandLineException($"cluster drain {ForeignText.Shown(name)}: no host and no worker of "
            + $"that name answers; those that do are {(workers.Length == 0 ? "none" : string.Join(", ", workers))}");
    }

    /// <inheritdoc />
    [MethodImpl(MethodImplOptions.NoInlining)]
    public async Task<long> CancelAsync(string owner)
    {
        await using var engine = Open();
        return await engine.CancelOwnerAsync(owner, CancellationToken.None);
    }

    private NatsWork Open() => NatsWork.Open(address, Life, null, TimeProvider.System);
}
