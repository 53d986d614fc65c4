using System.CommandLine;
using System.CommandLine.Parsing;
using System.Net;
using Enas.Host.Cli;
using Enas.Pipeline.Messages;

namespace Enas.Host.Workers.Nats;

/// <summary>Where an engine is. One on this machine needs neither TLS nor an account; any other one needs both.</summary>
/// <param name="Url">Its address.</param>
/// <param name="Credentials">A file with an account's credentials, as a full path; null for none.</param>
internal sealed record EngineAddress(string Url, string? Credentials)
{
    private const string Plain = "nats";
    private const string Secure = "tls";

    /// <summary>The two options of verbs that reach an engine.</summary>
    public static (Option<string?> Engine, Option<string?> Credentials) Options(bool isRequired) =>
    (
        new("--engine")
        {
            Description = "The NATS server that carries work to other machines: nats://127.0.0.1:4222, or tls://HOST:4222 with "
                + "--engine-credentials.",
            HelpName = "URL",
            Required = isRequired,
        },
        new("--engine-credentials")
        {
            Description = "The file with the key for the engine, as enas cluster key makes it, or with NATS credentials.",
            HelpName = "FILE",
        });

    /// <summary>The address that a command line gives; null where it gives none.</summary>
    /// <exception cref="CommandLineException">It is none, or may not be reached like this.</exception>
    public static EngineAddress? Of(ParseResult parsed, (Option<string?> Engine, Option<string?> Credentials) options) =>
        parsed.GetValue(options.Engine) is { } url ? Parse(url, parsed.GetValue(options.Credentials))
        : parsed.GetValue(options.Credentials) is null ? null
        : throw new CommandLineException("--engine-credentials: there is no --engine that they are for");

    /// <summary>The address that a text says.</summary>
    /// <param name="url">The text.</param>
    /// <param name="credentials">The file of credentials; null for none.</param>
    /// <exception cref="CommandLineException">It is none, or may not be reached like this.</exception>
    public static EngineAddress Parse(string url, string? credentials)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var address) || address.Scheme is not (Plain or Secure) || address.Host.Length == 0
            || address.PathAndQuery is not ("" or "/") || address.UserInfo.Length > 0)
        {
            throw new CommandLineException($"--engine {ForeignText.Shown(url)}: allowed are nats://HOST:PORT on this machine and "
                + "tls://HOST:PORT, without a name and a password in it");
        }

        var isHere = address.IsLoopback || (IPAddress.TryParse(address.Host.Trim('[', ']'), out var ip) && IPAddress.IsLoopback(ip));
        if (!isHere && (address.Scheme != Secure || credentials is null))
        {
            throw new CommandLineException($"--engine {ForeignText.Shown(url)}: an engine on another machine is reached by tls:// and with "
                + "--engine-credentials FILE only; nothing was sent");
        }

        var file = credentials is null ? null : Surroundings.FullPath(credentials);
        return file is null || File.Exists(file) ? new EngineAddress(url, file)
            : throw new CommandLineException($"--engine-credentials {ForeignText.Shown(credentials!)}: there is no such file");
    }
}
