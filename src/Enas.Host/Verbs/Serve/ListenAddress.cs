using System.Globalization;
using Enas.Host.Cli;

namespace Enas.Host.Verbs.Serve;

/// <summary>An address to listen on, as it is typed.</summary>
internal static class ListenAddress
{
    private const int HighestPort = 65_535;

    /// <summary>The address, when it can be one.</summary>
    /// <exception cref="CommandLineException">It cannot; whether it can be had is another question.</exception>
    public static string Checked(string address)
    {
        var colon = address.LastIndexOf(':');
        var (host, port) = colon < 0 ? (address, string.Empty) : (address[..colon], address[(colon + 1)..]);
        return IsHost(host) && int.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is >= 1 and <= HighestPort
            ? address
            : throw new CommandLineException($"--listen {address}: expected ADDRESS:PORT with a port from 1 to {HighestPort}, such as 127.0.0.1:5080, [::1]:5080 or +:5080 (every address of this machine)");
    }

    private static bool IsHost(string host) => host is "+" or "*" || Uri.CheckHostName(host) is not UriHostNameType.Unknown;
}
