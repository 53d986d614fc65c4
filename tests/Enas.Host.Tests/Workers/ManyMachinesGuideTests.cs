using System.Text.RegularExpressions;
using Enas.Host.Tests.Cli;

namespace Enas.Host.Tests.Workers;

/// <summary>The commands for other machines of the page about several ones, in their order, with smaller jobs and numbers.</summary>
public sealed partial class ManyMachinesGuideTests : IDisposable
{
    private const string First = "## On other machines";
    private const string Secure = "## A server that others can reach";

    // What a command says, and what is run: smaller, on this machine.
    private static readonly (string Said, string Run)[] s_smaller =
        [("--count 24 --seeds 3", "--count 2 --set train.epochs=1"), ("/b --engine", "/b --set budget.evaluations=2 --engine")];

    private readonly WorkFolder _work = new();
    private readonly NatsServer _server = NatsServer.Begin();

    public void Dispose()
    {
        _server.Dispose();
        _work.Dispose();
    }

    [Fact]
    public async Task Every_command_for_other_machines_succeeds()
    {
        // A smaller job under the name of the quick start: the commands are the same, and take seconds.
        _work.Write("jobs/quickstart.json", await File.ReadAllTextAsync(_work.Tiny));
        _work.Write("jobs/tiny-nas.json", await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "jobs", "tiny-nas.json")));
        var guide = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "docs", "many-machines.md"));
        string[] commands = [.. Blocks().Matches(Between(guide, First, Secure))
            .SelectMany(block => block.Groups[1].Value.Split('\n', StringSplitOptions.RemoveEmptyEntries))];
        Assert.Equal(8, commands.Length);
        using var workers = new Disposables();
        foreach (var command in commands.Where(command => !command.StartsWith("nats-server ", StringComparison.Ordinal)))
        {
            var words = Smaller(command).Split(' ');
            Assert.Equal("enas", words[0]);
            if (words[1] == "worker")
            {
                workers.Add(EnasProcess.Start(_work.Root, words[1..]));
                continue;
            }

            var result = await _work.Enas(words[1..]);
            Assert.True(result.ExitCode == 0, $"{command}\n{result.Output}\n{result.Error}");
        }
    }

    private static string Between(string text, string from, string to) =>
        text[text.IndexOf(from, StringComparison.Ordinal)..text.IndexOf(to, StringComparison.Ordinal)];

    private string Smaller(string command) => s_smaller.Append(("/shared/enas", Path.Combine(_work.Root, "shared")))
        .Append(("nats://127.0.0.1:4222", _server.Url)).Append(("HOST", Environment.MachineName))
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
