using Enas.Host.Tests.Cli;
using Enas.Host.Workers.Nats;
using NATS.Client.Core;
using NATS.Client.JetStream;
using NATS.Client.JetStream.Models;

namespace Enas.Host.Tests.Workers;

/// <summary>The settings that are shipped for a server that others can reach: TLS, a key for each side, and no more rights than that side
/// needs.</summary>
public sealed class DeployedServerTests : IDisposable
{
    private readonly WorkFolder _work = new();

    public void Dispose() => _work.Dispose();

    [Fact]
    public async Task A_search_goes_over_tls_with_a_key_for_each_side_and_each_may_do_its_own()
    {
        var certificate = new DeployedServer(_work).Certificate;
        KeyValuePair<string, string>[] environment =
        [
            new("ENAS_NATS_CERTIFICATE", Path.Combine(_work.Root, "server.pem")),
            new("ENAS_NATS_KEY", Path.Combine(_work.Root, "server.key")),
            new("ENAS_NATS_STORE", Path.Combine(_work.Root, "nats")),
            new("ENAS_NATS_COMMANDS", await KeyAsync("commands.key")), new("ENAS_NATS_WORKERS", await KeyAsync("workers.key")),
        ];
        Assert.Equal(64, (await _work.Enas("cluster", "key", "commands.key")).ExitCode);
        Assert.Equal(0, DeployedServer.Check(environment));
        using var server = NatsServer.Begin(DeployedServer.Settings, environment);
        using var cluster = new Cluster(server.Url, children: 2, steps: 4, environment: [new("SSL_CERT_FILE", certificate)])
        {
            OfWorkers = ["--engine-credentials", Path.Combine(_work.Root, "workers.key")],
            OfCommands = ["--engine-credentials", Path.Combine(_work.Root, "commands.key")],
        };
        cluster.Worker();
        using (var coordinator = cluster.Coordinator("search"))
        {
            Assert.Equal(await cluster.AloneAsync(), await Cluster.FingerprintAsync(coordinator));
        }

        Assert.NotEmpty(Directory.GetFiles(Path.Combine(cluster.Work.Root, "results"), "*.json"));
        await using var worker = Connect(server, certificate, "workers.key");
        await Assert.ThrowsAnyAsync<NatsException>(async () =>
            (await new NatsJSContext(worker).PublishAsync("enas.work.training.cpu.0.forged.forged", "x")).EnsureSuccess());
        await using var command = Connect(server, certificate, "commands.key");
        await CannotWidenAsync(new NatsJSContext(worker), new NatsJSContext(command));
        await Assert.ThrowsAnyAsync<NatsException>(async () =>
            await new NatsJSContext(command).DeleteStreamAsync("ENAS_WORK"));
        await using var nobody = new NatsConnection(Options(server, certificate));
        await Assert.ThrowsAnyAsync<NatsException>(async () => await nobody.ConnectAsync());
    }

    // Whoever makes other subjects work can give work from where he may publish.
    private static async Task CannotWidenAsync(NatsJSContext worker, NatsJSContext command)
    {
        var wider = (await command.GetStreamAsync(NatsSubjects.Stream)).Info.Config;
        wider.Subjects = [NatsSubjects.AllWork, "enas.note.forged"];
        await Assert.ThrowsAnyAsync<NatsException>(async () => await worker.UpdateStreamAsync(wider));
        await Assert.ThrowsAnyAsync<NatsException>(async () =>
            await worker.CreateStreamAsync(new StreamConfig("OTHER", ["enas.note.forged"])));
        var stream = await command.GetStreamAsync(NatsSubjects.Stream);
        Assert.Equal(NatsSubjects.AllWork, Assert.Single(stream.Info.Config.Subjects!));
    }

    private static NatsOpts Options(NatsServer server, string certificate) => new()
    {
        Url = server.Url,
        TlsOpts = new NatsTlsOpts { CaFile = certificate },
        RequestTimeout = TimeSpan.FromSeconds(2),
        CommandTimeout = TimeSpan.FromSeconds(2),
        MaxReconnectRetry = 0,
    };

    private async Task<string> KeyAsync(string file)
    {
        var made = await _work.Enas("cluster", "key", file, "--json");
        Assert.True(made.ExitCode == 0, made.Error);
        Assert.True(!OperatingSystem.IsLinux() || File.GetUnixFileMode(Path.Combine(_work.Root, file))
            == (UnixFileMode.UserRead | UnixFileMode.UserWrite));
        return made.Json().GetProperty("publicKey").GetString()!;
    }

    private NatsConnection Connect(NatsServer server, string certificate, string key) =>
        new(Options(server, certificate) with { AuthOpts = NatsKey.Of(Path.Combine(_work.Root, key)) });
}
