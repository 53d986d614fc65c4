using System.CommandLine;
using System.CommandLine.Parsing;
using Enas.Host.Cli;
using Enas.Host.Workers.Engines;
using Enas.Host.Workers.Nats;
using Enas.Host.Workers.Slurm;

namespace Enas.Host.Workers;

/// <summary>The engines that there are, and the options by which a command line names one.</summary>
internal static class EngineCatalog
{
    /// <summary>All kinds, the one that needs least first.</summary>
    public static IReadOnlyList<IEngineKind> All { get; } = [new NatsEngineKind(), new SlurmEngineKind()];

    /// <summary>The two options of verbs that reach an engine.</summary>
    public static (Option<string?> Engine, Option<string?> Credentials) Options(bool isRequired) =>
    (
        new("--engine")
        {
            Description = "What carries work to other machines: nats://127.0.0.1:4222, or tls://HOST:4222 with --engine-credentials, for a "
                + "NATS server; slurm for the cluster of this machine.",
            HelpName = "URL",
            Required = isRequired,
        },
        new("--engine-credentials")
        {
            Description = "The file with the key for the NATS server, as enas cluster key makes it, or with NATS credentials.",
            HelpName = "FILE",
        });

    /// <summary>The engine that a command line names; null where it names none.</summary>
    /// <exception cref="CommandLineException">It is none, or may not be reached like this.</exception>
    public static IWorkEngine? Of(ParseResult parsed, (Option<string?> Engine, Option<string?> Credentials) options) =>
        parsed.GetValue(options.Engine) is { } url ? Parse(url, parsed.GetValue(options.Credentials))
        : parsed.GetValue(options.Credentials) is null ? null
        : throw new CommandLineException("--engine-credentials: there is no --engine that they are for");

    /// <summary>The engine that a text names.</summary>
    /// <param name="url">The text.</param>
    /// <param name="credentials">The file that says who asks; null for none.</param>
    /// <exception cref="CommandLineException">It is none, or may not be reached like this.</exception>
    public static IWorkEngine Parse(string url, string? credentials) =>
        All.FirstOrDefault(kind => kind.IsNamedBy(url))?.Parse(url, credentials)
            ?? throw new CommandLineException($"--engine {EngineText.Shown(url)}: allowed are "
                + $"{string.Join(", and ", All.Select(kind => kind.Form))}");
}
