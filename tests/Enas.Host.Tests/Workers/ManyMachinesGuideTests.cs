using System.Text.RegularExpressions;
using Enas.Host.Tests.Cli;

namespace Enas.Host.Tests.Workers;

/// <summary>Every command of the page about several machines, in their order, with smaller jobs and numbers.</summary>
public sealed partial class ManyMachinesGuideTests : IDisposable
{
    private const string Here = "## Several at once on one machine";
    private const string First = "## On other machines";
    private const string Secure = "## A server that others can reach";
    private const string Slurm = "## On a Slurm cluster";
    private const string Last = "## What happens when something dies";

    private static readonly string s_guide = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "docs", "many-machines.md"));

    // What a command says, and what is run: smaller, on this machine.
    private static readonly (string Said, string Run)[] s_smaller =
    [
        ("--count 24 --seeds 3", "--count 2 --set train.epochs=1"), ("--pairs 5", "--pairs 1 --set train.epochs=1"),
        ("--seeds 1..8", "--seeds 1,2"), ("/b --", "/b --set budget.evaluations=2 --"), ("/c --", "/c --set budget.evaluations=2 --"),
        ("/d --", "/d --set budget.evaluations=2 --"),
    ];

    private readonly WorkFolder _work = new();

    public ManyMachinesGuideTests()
    {
        // A smaller job under the name of the quick start: the commands are the same, and take seconds.
        _work.Write("jobs/quickstart.json", File.ReadAllText(_work.Tiny));
        _work.Write("jobs/tiny-nas.json", File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "jobs", "tiny-nas.json")));
    }

    public void Dispose() => _work.Dispose();

    [Fact]
    public async Task Every_command_for_one_machine_succeeds()
    {
        var commands = Commands(Here, First);
        Assert.Equal(6, commands.Length);
        await RunAsync(commands, [], []);
    }

    [Fact]
    public async Task Every_command_for_other_machines_succeeds()
    {
        var commands = Commands(First, Secure);
        Assert.Equal(9, commands.Length);
        using var server = NatsServer.Begin();
        await RunAsync(
            commands.Where(command => !command.StartsWith("nats-server ", StringComparison.Ordinal)),
            [("nats://127.0.0.1:4222", server.Url)], []);
    }

    /// <summary>All but the tunnel, which is the affair of OpenSSH.</summary>
    [Fact]
    public async Task Every_command_for_a_server_that_others_can_reach_succeeds()
    {
        var commands = Commands(Secure, Slurm);
        Assert.Equal(8, commands.Length);
        Assert.StartsWith("ssh ", commands[0], StringComparison.Ordinal);
        var deployed = new DeployedServer(_work);
        string[] keys = [await KeyAsync(commands[1]), await KeyAsync(commands[2])];
        KeyValuePair<string, string>[] environment =
        [
            .. commands[3..5].SelectMany(command => command.Split(' ')[1..]).Select(one => one.Split('=')).Select(one => new
                KeyValuePair<string, string>(one[0], one[1]
                    .Replace("UPUBLICKEYOFCOMMANDS", keys[0], StringComparison.Ordinal)
                    .Replace("UPUBLICKEYOFWORKERS", keys[1], StringComparison.Ordinal)
                    .Replace("/etc/enas", _work.Root, StringComparison.Ordinal)
                    .Replace("/var/lib", _work.Root, StringComparison.Ordinal))),
        ];
        Assert.Equal("nats-server -t -c deploy/nats.conf && nats-server -c deploy/nats.conf", commands[5]);
        Assert.Equal(0, DeployedServer.Check(environment));
        using var server = NatsServer.Begin(DeployedServer.Settings, environment);
        await RunAsync(commands[6..], [("tls://BROKER:4222", server.Url)], [new("SSL_CERT_FILE", deployed.Certificate)]);
    }

    [Fact]
    public async Task Every_command_for_a_cluster_succeeds()
    {
        var commands = Commands(Slurm, Last);
        Assert.Equal(6, commands.Length);
        using var cluster = SlurmCluster.Begin();
        KeyValuePair<string, string>[] environment =
        [
            cluster.Settings, new("ENAS__Work__PollSeconds", "0.5"), new("ENAS__Work__SweepSeconds", "1"),
            .. commands[1].Split(' ')[1..].Select(one => one.Split('=')).Select(one => KeyValuePair.Create(one[0], one[1])),
        ];
        Assert.StartsWith("export SBATCH_", commands[1], StringComparison.Ordinal);
        await RunAsync(commands.Where(command => command != commands[1]), [("NODE", "n0")], environment);
        Assert.StartsWith("drain", cluster.Command("sinfo", "--noheader", "--nodes=n0", "--format=%T"), StringComparison.Ordinal);

        // Both searches were done by jobs: the trainings of the first, all of the others.
        Assert.Equal(6, Directory.GetFiles(Path.Combine(_work.Root, "shared", "results"), "*.json").Length);
    }

    private static string[] Commands(string from, string to)
    {
        var (begin, end) = (s_guide.IndexOf(from, StringComparison.Ordinal), s_guide.IndexOf(to, StringComparison.Ordinal));
        return [.. Blocks().Matches(s_guide[begin..end])
            .SelectMany(block => block.Groups[1].Value.Split('\n', StringSplitOptions.RemoveEmptyEntries))];
    }

    private async Task<string> KeyAsync(string command)
    {
        var made = await _work.Enas([.. command.Split(' ')[1..], "--json"]);
        Assert.True(made.ExitCode == 0, made.Error);
        return made.Json().GetProperty("publicKey").GetString()!;
    }

    private async Task RunAsync(
        IEnumerable<string> commands, (string Said, string Run)[] server, KeyValuePair<string, string>[] environment)
    {
        using var workers = new Disposables();
        foreach (var command in commands)
        {
            var words = Smaller(command, server).Split(' ');
            Assert.Equal("enas", words[0]);
            var process = EnasProcess.Start(_work.Root, environment, words[1..]);
            if (words[1] == "worker")
            {
                workers.Add(process);
                continue;
            }

            using (process)
            {
                var result = await process.EndAsync();
                Assert.True(result.ExitCode == 0, $"{command}\n{result.Output}\n{result.Error}");
            }
        }
    }

    private string Smaller(string command, (string Said, string Run)[] server) =>
        s_smaller.Concat(server).Append(("/shared/enas", Path.Combine(_work.Root, "shared"))).Append(("HOST", Environment.MachineName))
            .Aggregate(command, (known, pair) => known.Replace(pair.Item1, pair.Item2, StringComparison.Ordinal));

    [GeneratedRegex("```\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Blocks();

    private sealed class Disposables : IDisposable
    {
        private readonly List<EnasProcess> _all = [];

        public void Add(EnasProcess process)
        {
            _all.Add(process);
            _ = process.Process.StandardOutput.ReadToEndAsync();
            _ = process.Process.StandardError.ReadToEndAsync();
        }

        public void Dispose() => _all.ForEach(process => process.Dispose());
    }
}
