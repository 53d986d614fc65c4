using System.Net;
using Enas.Host.Cli;
using Enas.Host.Workers.Engines;
using Enas.Pipeline.Messages;

namespace Enas.Host.Workers.Nats;

/// <summary>Where a NATS server is. One on this machine needs neither TLS nor an account; any other one needs both.</summary>
/// <param name="Url">Its address.</param>
/// <param name="Credentials">A file with an account's credentials, as a full path; null for none.</param>
internal sealed record EngineAddress(string Url, string? Credentials)
{
    /// <summary>What addresses may look like, for people.</summary>
    public const string Form = "nats://HOST:PORT on this machine, tls://HOST:PORT without a name and a password in it";

    private const string Plain = "nats";
    private const string Secure = "tls";

    /// <summary>Whether it is on this machine, so that neither TLS nor an account is asked of it.</summary>
    public bool IsHere => IsThisMachine(new Uri(Url).Host);

    /// <summary>Whether a name or an address of a host means this machine and nothing that leaves it.</summary>
    public static bool IsThisMachine(string host)
    {
        var name = host.Trim('[', ']');
        return name.Equals("localhost", StringComparison.OrdinalIgnoreCase)
            || (IPAddress.TryParse(name, out var address) && IPAddress.IsLoopback(address));
    }

    /// <summary>Whether a text begins as such an address does.</summary>
    public static bool IsNamedBy(string url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var address) && address.Scheme is Plain or Secure;

    /// <summary>The address that a text says.</summary>
    /// <param name="url">The text.</param>
    /// <param name="credentials">The file of credentials; null for none.</param>
    /// <exception cref="CommandLineException">It is none, or may not be reached like this.</exception>
    public static EngineAddress Parse(string url, string? credentials)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var address) || address.Scheme is not (Plain or Secure) || address.Host.Length == 0
            || address.PathAndQuery is not ("" or "/") || address.UserInfo.Length > 0)
        {
            throw new CommandLineException($"--engine {EngineText.Shown(url)}: allowed are {Form}"
                + (address?.UserInfo.Length > 0 ? "; who asks is said by --engine-credentials FILE" : string.Empty));
        }

        if (!IsThisMachine(address.Host) && (address.Scheme != Secure || credentials is null))
        {
            throw new CommandLineException($"--engine {EngineText.Shown(url)}: an engine on another machine is reached by tls:// and with "
                + "--engine-credentials FILE only; nothing was sent");
        }

        var file = credentials is null ? null : Surroundings.FullPath(credentials);
        return file is null || File.Exists(file) ? new EngineAddress(url, file)
            : throw new CommandLineException($"--engine-credentials {ForeignText.Shown(credentials!)}: there is no such file");
    }
}
