using System.Runtime.CompilerServices;
using Enas.Host.Cli;
using Enas.Host.Workers.Nats;
using Enas.Pipeline.Work;

namespace Enas.Host.Workers;

/// <summary>The one door to the engine: nothing of NATS is loaded before somebody goes through it.</summary>
internal static class WorkEngine
{
    /// <summary>Refuses an engine to which nobody could say who he is; nothing is asked of it.</summary>
    /// <exception cref="CommandLineException">Its file holds no credentials.</exception>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Require(EngineAddress address) => _ = NatsKey.Of(address.Credentials);

    /// <summary>The engine as whoever wants work done sees it.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static IWorkQueue Queue(EngineAddress address, TimeSpan life) => NatsWork.Open(address, life, null, TimeProvider.System);

    /// <summary>The engine as a worker sees it.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static IWorkSource Source(EngineAddress address, TimeSpan life, WorkerStatus self) =>
        NatsWork.Open(address, life, self, TimeProvider.System);

    /// <summary>Makes a key for the engine.</summary>
    /// <param name="file">The file, which is not there.</param>
    /// <returns>The public key.</returns>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static string CreateKey(string file) => NatsKey.Create(file);

    /// <summary>Asks workers to take nothing more.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static async Task DrainAsync(EngineAddress address, TimeSpan life, string name)
    {
        await using var engine = NatsWork.Open(address, life, null, TimeProvider.System);
        await engine.DrainAsync(name, CancellationToken.None);
    }

    /// <summary>Asks that nobody works for an owner any more.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static async Task CancelAsync(EngineAddress address, TimeSpan life, string owner)
    {
        await using var engine = NatsWork.Open(address, life, null, TimeProvider.System);
        await engine.CancelOwnerAsync(owner, CancellationToken.None);
    }
}
