using Enas.Host.Cli;
using Enas.Host.Tests.Cli;
using Enas.Host.Tests.Programs;
using Enas.Host.Workers;

namespace Enas.Host.Tests.Workers;

/// <summary>A worker starts the commands that it was told of, word for word, and no other one.</summary>
public sealed class AllowedCommandTests : IDisposable
{
    private readonly WorkFolder _work = new();

    public void Dispose() => _work.Dispose();

    [Theory]
    [InlineData("python3 train.py --lr={rate}", true)]
    [InlineData("  python3  train.py --lr={rate} ", true)]
    [InlineData("[\"python3\", \"train.py\", \"--lr={rate}\"]", true)]
    [InlineData("python3", false)]
    [InlineData("python3 train.py", false)]
    [InlineData("python3 train.py --lr={rate} --more", false)]
    [InlineData("python3 other.py --lr={rate}", false)]
    [InlineData("[\"python3\", \"train.py --lr={rate}\"]", false)]
    public void A_command_is_allowed_as_a_whole(string allowed, bool isAllowed)
    {
        string[] command = ["python3", "train.py", "--lr={rate}"];
        Assert.Equal(isAllowed, AllowedCommand.Parse(allowed).Is(command));
        Assert.Equal(isAllowed, AllowedCommand.Parse(AllowedCommand.Parse(allowed).ToString()).Is(command));
    }

    [Fact]
    public void Words_with_blanks_quotes_and_signs_come_through_another_command_line()
    {
        string[] command = ["sh", "-c", "echo \"it's\" [a] {b}; exit 1"];
        Assert.True(AllowedCommand.Parse(Assert.Single(AllowedCommand.Of(command)).ToString()).Is(command));
        Assert.Empty(AllowedCommand.Of([]));
    }

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("[]")]
    [InlineData("[1]")]
    [InlineData("[null]")]
    [InlineData("[\"sh\"")]
    public void What_names_no_command_is_refused(string text) => Assert.Contains(
        "--allow-program", Assert.Throws<CommandLineException>(() => AllowedCommand.Parse(text)).Message, StringComparison.Ordinal);

    /// <summary>The command line of a worker and a forged search: the program is allowed, and what it is told is another thing.</summary>
    [Theory]
    [InlineData("sh value.sh {a} {b} {seed}", "[\"sh\",\"value.sh\",\"{a}\",\"{b}\",\"{seed}\"]", true)]
    [InlineData("sh value.sh {a} {b} {seed}", "[\"sh\",\"-c\",\"echo accuracy=0.5; touch done\"]", false)]
    [InlineData("sh", "[\"sh\",\"-c\",\"echo accuracy=0.5; touch done\"]", false)]
    [InlineData("sh value.sh", "[\"sh\",\"value.sh\",\"{a}\",\"{b}\",\"{seed}\"]", false)]
    public async Task A_worker_runs_a_search_whose_command_it_was_told_of_and_of_no_other_the_program(
        string allowed, string command, bool isAllowed)
    {
        var job = ProgramJobs.Text(evaluations: 4).Replace(
            "[\"sh\", \"value.sh\", \"{a}\", \"{b}\", \"{seed}\"]", command, StringComparison.Ordinal);
        Assert.Contains(command, job, StringComparison.Ordinal);
        ProgramJobs.Write(_work, job, ProgramJobs.Script + "\ntouch done");
        using var server = NatsServer.Begin();
        KeyValuePair<string, string>[] soon = [new("ENAS__Work__SweepSeconds", "1")];
        using var worker = EnasProcess.Start(
            _work.Root, soon, ["worker", "--engine", server.Url, "--root", ".", "--allow-program", allowed]);
        using var run = EnasProcess.Start(_work.Root, soon,
            ["run", "own.json", "--out", "a", "--engine", server.Url, "--root", ".", "--whole", "--json"]);
        using var limit = new CancellationTokenSource(EnasProcess.Longest);
        var ended = string.Empty;
        while (!ended.Contains(" ended with exit code ", StringComparison.Ordinal))
        {
            try
            {
                var line = await worker.Process.StandardOutput.ReadLineAsync(limit.Token);
                ended = line ?? throw new InvalidOperationException($"the worker ended: {(await worker.EndAsync()).Error}");
            }
            catch (OperationCanceledException)
            {
                // Who knows why is the command.
                Assert.Fail(run.Process.HasExited ? (await run.EndAsync()).Error
                    : $"the command waits, and the worker said last: {ended}; {server.State}");
            }
        }

        Assert.Contains(isAllowed ? "ended with exit code 0" : "ended with exit code 69: the item wants to start sh ", ended,
            StringComparison.Ordinal);
        Assert.Equal(isAllowed, File.Exists(Path.Combine(_work.Root, "done")));
    }
}
