using System.Diagnostics;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Enas.Host.Tests.Cli;
using Enas.TestKit.Processes;

namespace Enas.Host.Tests.Workers;

/// <summary>What a server with the shipped settings needs beside keys: a certificate, in <c>server.pem</c> and <c>server.key</c>.</summary>
internal sealed class DeployedServer
{
    /// <summary>With a certificate that signs itself, which whoever trusts it has as a root.</summary>
    /// <param name="work">Where its files go.</param>
    public DeployedServer(WorkFolder work)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=enas test", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        using var made = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        work.Write("server.key", key.ExportPkcs8PrivateKeyPem());
        Certificate = work.Write("server.pem", made.ExportCertificatePem());
    }

    /// <summary>The shipped settings.</summary>
    public static string Settings { get; } = Path.Combine(AppContext.BaseDirectory, "nats.conf");

    /// <summary>The file of the certificate.</summary>
    public string Certificate { get; }

    /// <summary>Has the server look at the settings.</summary>
    /// <returns>Its exit code.</returns>
    public static int Check(IEnumerable<KeyValuePair<string, string>> environment)
    {
        var start = new ProcessStartInfo("nats-server", ["-t", "-c", Settings]) { RedirectStandardError = true };
        start.Environment["PATH"] = $"{Environment.GetEnvironmentVariable("PATH")}:/usr/sbin";
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        using var check = ProcessStarts.Start(start);
        var words = check.StandardError.ReadToEnd();
        check.WaitForExit();
        Assert.Contains("is valid", words, StringComparison.Ordinal);
        return check.ExitCode;
    }
}
