using System.Globalization;
using System.Net;
using Enas.Host.Cli;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Enas.Host.Service;

/// <summary>An address to listen on, as it is typed.</summary>
internal static class ListenAddress
{
    private const int HighestPort = 65_535;

    /// <summary>The address, when it can be one.</summary>
    /// <exception cref="CommandLineException">It cannot; whether it can be had is another question.</exception>
    public static string Checked(string address)
    {
        var (host, port) = Parts(address);
        return IsHost(host) && port is >= 1 and <= HighestPort
            ? address
            : throw new CommandLineException($"--listen {address}: expected ADDRESS:PORT "
                + $"with a port from 1 to {HighestPort}, such as 127.0.0.1:5080, [::1]:5080 or +:5080 (every address of this machine)");
    }

    /// <summary>Has a server listen there: on every address of the machine, on those of loopback, on the one that is given, or on all
    /// of a name.</summary>
    /// <exception cref="System.Net.Sockets.SocketException">A name has no address.</exception>
    public static void AddTo(KestrelServerOptions server, string address)
    {
        var (host, port) = Parts(address);
        if (host is "+" or "*")
        {
            server.ListenAnyIP(port);
        }
        else if (string.Equals(host, "localhost", StringComparison.OrdinalIgnoreCase))
        {
            server.ListenLocalhost(port);
        }
        else
        {
            foreach (var one in IPAddress.TryParse(host, out var given) ? [given] : Dns.GetHostAddresses(host).Distinct())
            {
                server.Listen(one, port);
            }
        }
    }

    /// <summary>Whether only this machine can reach it.</summary>
    public static bool IsLoopback(string address)
    {
        var (host, _) = Parts(address);
        return string.Equals(host, "localhost", StringComparison.OrdinalIgnoreCase)
            || (IPAddress.TryParse(host, out var given) && IPAddress.IsLoopback(given));
    }

    /// <summary>The one name or address that is listened on, to be asked for by it; null where it is every address.</summary>
    public static string? HostOf(string address)
    {
        var (host, _) = Parts(address);
        return IsEvery(host) ? null : host;
    }

    /// <summary>The address as a browser is given it; one of every address of the machine by the first name that it is asked for by, or
    /// else by that of loopback.</summary>
    /// <param name="address">The address, as it is typed.</param>
    /// <param name="names">The names that it is asked for by, as they are typed.</param>
    public static string Url(string address, IReadOnlyList<string> names)
    {
        var (host, port) = Parts(address);
        var name = IsEvery(host) ? names.FirstOrDefault(one => one != "*") ?? "127.0.0.1" : host;
        return string.Create(CultureInfo.InvariantCulture, $"http://{(name.Contains(':') && name[0] != '[' ? $"[{name}]" : name)}:{port}");
    }

    private static bool IsEvery(string host) => host is "+" or "*" || (IPAddress.TryParse(host, out var given)
        && (given.Equals(IPAddress.Any) || given.Equals(IPAddress.IPv6Any)));

    private static (string Host, int Port) Parts(string address)
    {
        var colon = address.LastIndexOf(':');
        return colon < 0 ? (address, -1)
            : (address[..colon],
                int.TryParse(address[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var port) ? port : -1);
    }

    private static bool IsHost(string host) => host is "+" or "*" || Uri.CheckHostName(host) is not UriHostNameType.Unknown;
}
