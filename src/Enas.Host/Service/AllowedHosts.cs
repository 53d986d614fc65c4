using System.Net;
using Enas.Host.Cli;

namespace Enas.Host.Service;

/// <summary>
/// The names in a request's <c>Host</c> that health and metrics answer for. What is on loopback can be asked for by its own names always; a
/// proxy in front sends the name that it is asked for, so any is allowed unless somebody says which.
/// </summary>
internal sealed class AllowedHosts
{
    private readonly string[] _names;

    private AllowedHosts(string[] names) => _names = names;

    /// <summary>Every name.</summary>
    public static AllowedHosts Any { get; } = new(["*"]);

    /// <summary>The names that were given; <c>*</c> among them, or none at all, allows any.</summary>
    /// <exception cref="CommandLineException">One of them is no host name.</exception>
    /// <param name="option">The option that they were given with.</param>
    public static AllowedHosts Of(IReadOnlyList<string> names, string option = "--allow-host") => names.Count == 0 || names.Contains("*")
        ? Any
        : new([.. names.Select(name => Uri.CheckHostName(name) is not UriHostNameType.Unknown ? name : throw new CommandLineException(
            $"{option} {name}: expected a host name or an address without a port, such as enas.example, or * for any"))]);

    /// <summary>Whether a request for a host, without its port, is answered.</summary>
    public bool Allow(string host) =>
        _names is ["*"] || host.Length == 0
            || IsLoopback(host) || _names.Any(name => string.Equals(Bare(name), Bare(host), StringComparison.OrdinalIgnoreCase));

    private static bool IsLoopback(string host) =>
        string.Equals(host, "localhost", StringComparison.OrdinalIgnoreCase)
            || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));

    /// <summary>An IPv6 address stands in brackets in a request and may stand without them in an option.</summary>
    private static string Bare(string name) => name.Trim('[', ']');
}
