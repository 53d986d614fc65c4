using Enas.Pipeline.Work;

namespace Enas.Host.Workers.Engines;

/// <summary>Whoever wants work done, as an engine that begins the work itself must know it.</summary>
/// <param name="Store">The shared folder of logs, results and items, as a full path.</param>
/// <param name="Program">The executable of a process that does one item.</param>
/// <param name="Arguments">What the process is told, before the key of its item.</param>
internal sealed record EngineClient(string Store, string Program, IReadOnlyList<string> Arguments);

/// <summary>
/// What carries work to other machines, as a command line names it. Nothing of what it needs is loaded, asked or sent before one of its
/// methods is called.
/// </summary>
internal interface IWorkEngine
{
    /// <summary>How a command line names it.</summary>
    string Url { get; }

    /// <summary>A file that says who asks, as a full path; null for none.</summary>
    string? Credentials { get; }

    /// <summary>Refuses what can be refused before anything is asked of it.</summary>
    /// <param name="store">The root of logs and results, as a full path or an address.</param>
    /// <exception cref="Cli.CommandLineException">It cannot be told who asks.</exception>
    /// <exception cref="Cli.EngineUnavailableException">This machine has not what it takes to ask it.</exception>
    void Require(string store);

    /// <summary>The engine as whoever wants work done sees it; it may be away.</summary>
    /// <param name="client">Whoever wants work done.</param>
    IWorkQueue Queue(EngineClient client);

    /// <summary>The engine as a worker sees it.</summary>
    /// <param name="self">The worker.</param>
    /// <param name="say">Hears, a line each, what is refused.</param>
    /// <exception cref="Cli.CommandLineException">It has no workers.</exception>
    IWorkSource Source(WorkerStatus self, Action<string> say);

    /// <summary>What waits, what runs, and who works.</summary>
    /// <exception cref="WorkUnavailableException">It does not say it now.</exception>
    Task<QueueStatus> StatusAsync();

    /// <summary>Asks that a machine takes nothing more; what it has it does.</summary>
    /// <param name="name">The machine, or one worker of it.</param>
    /// <returns>Who was there to hear it.</returns>
    /// <exception cref="Cli.CommandLineException">Nobody has that name.</exception>
    /// <exception cref="WorkUnavailableException">It does not answer.</exception>
    Task<IReadOnlyList<string>> DrainAsync(string name);

    /// <summary>Asks that nobody works for an owner any more.</summary>
    /// <returns>Pieces that waited or ran; 0 where there was nothing to take back.</returns>
    /// <exception cref="WorkUnavailableException">It does not answer.</exception>
    Task<long> CancelAsync(string owner);
}

/// <summary>A kind of engine.</summary>
internal interface IEngineKind
{
    /// <summary>Its name, for people and the catalog.</summary>
    string Name { get; }

    /// <summary>How command lines name engines of this kind, for people.</summary>
    string Form { get; }

    /// <summary>Whether a text names an engine of this kind.</summary>
    bool IsNamedBy(string url);

    /// <summary>The engine that a text names.</summary>
    /// <param name="url">The text.</param>
    /// <param name="credentials">The file that says who asks; null for none.</param>
    /// <exception cref="Cli.CommandLineException">It names none, or one that may not be reached like this.</exception>
    IWorkEngine Parse(string url, string? credentials);
}
