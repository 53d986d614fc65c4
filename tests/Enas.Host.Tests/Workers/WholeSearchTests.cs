using Enas.Host.Tests.Cli;
using Enas.Host.Tests.Service;
using Enas.Host.Workers.Nats;

namespace Enas.Host.Tests.Workers;

/// <summary>A worker does a whole search, for a person or for a service.</summary>
public sealed class WholeSearchTests : IDisposable
{
    private readonly WorkFolder _work = new();
    private readonly NatsServer _server = NatsServer.Begin();

    public void Dispose()
    {
        _server.Dispose();
        _work.Dispose();
    }

    [Fact]
    public async Task A_service_has_its_searches_done_by_workers_and_records_them_as_its_own()
    {
        var alone = (await _work.Enas("run", "tiny.json", "--out", "alone", "--json")).Json().GetProperty("fingerprint").GetString()!;
        _work.Write("jobs/tiny.json", await File.ReadAllTextAsync(_work.Tiny));
        Assert.Equal(0, (await _work.Enas("schedule", "trigger", "tiny")).ExitCode);
        using var worker = EnasProcess.Start(_work.Root, "worker", "--engine", _server.Url, "--root", ".");
        _ = worker.Process.StandardOutput.ReadToEndAsync();
        using var serve = EnasProcess.Start(
            _work.Root, "serve", "--listen", $"127.0.0.1:{ServiceProbe.FreePort()}", "--engine", _server.Url, "--root", ".");
        await FireHistory.UntilAsync(_work, fires => fires.Count == 1 && fires.All(FireHistory.IsDone));
        var fire = Assert.Single(await FireHistory.HistoryAsync(_work));
        Assert.Equal(alone, FireHistory.Text(fire, "fingerprint"));

        // The worker did it, and not the service's machine.
        var result = Assert.Single(Directory.GetFiles(Path.Combine(_work.Root, "results"), "*.json"));
        Assert.Contains(alone, await File.ReadAllTextAsync(result), StringComparison.Ordinal);
        ServiceProbe.Terminate(serve.Process);
        Assert.Equal(75, (await serve.EndAsync()).ExitCode);
    }

    [Fact]
    public async Task A_search_that_waits_for_a_worker_and_is_stopped_waits_no_more()
    {
        await using var queue = NatsWork.Open(EngineAddress.Parse(_server.Url, null), TimeSpan.FromSeconds(2), null, TimeProvider.System);
        using var run = EnasProcess.Start(
            _work.Root, "run", "tiny.json", "--out", "a", "--engine", _server.Url, "--root", ".", "--whole", "--json");
        using var limit = new CancellationTokenSource(EnasProcess.Longest);
        while ((await queue.StatusAsync(limit.Token)).Waiting == 0)
        {
            await Task.Delay(10, limit.Token);
        }

        ServiceProbe.Terminate(run.Process);
        Assert.Equal(75, (await run.EndAsync()).ExitCode);
        Assert.Equal(0, (await queue.StatusAsync(limit.Token)).Waiting);
        Assert.False(Directory.Exists(Path.Combine(_work.Root, "a")));
    }

    /// <summary>As when the server was away for longer than a lease: a second worker has the item, and the first still does it.</summary>
    [Fact]
    public async Task A_search_that_another_process_still_writes_is_waited_for_and_has_not_failed()
    {
        var alone = (await _work.Enas("run", "tiny.json", "--out", "alone", "--json")).Json().GetProperty("fingerprint").GetString()!;
        Assert.Equal(75, (await _work.Enas("run", "tiny.json", "--out", "a", "--stop-after-steps", "2")).ExitCode);
        KeyValuePair<string, string>[] soon = [new("ENAS__Work__LeaseSeconds", "1"), new("ENAS__Work__SweepSeconds", "1")];
        using var worker = EnasProcess.Start(_work.Root, soon, ["worker", "--engine", _server.Url, "--root", "."]);
        _ = worker.Process.StandardOutput.ReadToEndAsync();
        EnasProcess run;
        var heard = string.Empty;
        using (Enas.Storage.Files.LockFile.TryLock(Path.Combine(_work.Root, "a", "_tmp", "writer.lock")))
        {
            run = EnasProcess.Start(
                _work.Root, soon, ["run", "tiny.json", "--out", "a", "--engine", _server.Url, "--root", ".", "--whole", "--json"]);
            using var limit = new CancellationTokenSource(EnasProcess.Longest);
            while (!heard.Contains("another process writes this search", StringComparison.Ordinal))
            {
                heard = (await run.Process.StandardError.ReadLineAsync(limit.Token))!;
            }
        }

        using (run)
        {
            var ended = await run.EndAsync();
            Assert.True(ended.ExitCode == 0, ended.Error);
            Assert.Equal(alone, ended.Json().GetProperty("fingerprint").GetString());
            Assert.StartsWith("a waits for whoever has it: ", heard, StringComparison.Ordinal);
            Assert.DoesNotContain("ended with exit code", ended.Error, StringComparison.Ordinal);
        }

        Assert.Single(Directory.GetFiles(Path.Combine(_work.Root, "results"), "*.json"));
    }

    /// <summary>Nobody works: what waits at the server is the window.</summary>
    [Theory]
    [InlineData("3", 3)]
    [InlineData("7", 7)]
    public async Task A_command_asks_for_as_many_pieces_ahead_as_the_setting_says(string window, long waiting)
    {
        await using var queue = NatsWork.Open(EngineAddress.Parse(_server.Url, null), TimeSpan.FromSeconds(2), null, TimeProvider.System);
        using var run = EnasProcess.Start(_work.Root, [new("ENAS__Work__Window", window), new("ENAS__Work__SweepSeconds", "0.2")],
            ["run", "tiny.json", "--seeds", "1..9", "--out", "a", "--engine", _server.Url, "--root", "."]);
        using var limit = new CancellationTokenSource(EnasProcess.Longest);
        for (var looks = 0; looks < 20;)
        {
            looks += (await queue.StatusAsync(limit.Token)).Waiting < waiting ? 0 : 1;
        }

        ServiceProbe.Terminate(run.Process);
        await run.EndAsync();
        Assert.Equal(waiting, (await queue.StatusAsync(limit.Token)).Waiting);
    }

    [Theory]
    [InlineData("Window", "0")]
    [InlineData("Window", "10001")]
    [InlineData("Window", "many")]
    [InlineData("LeaseSeconds", "0")]
    [InlineData("SweepSeconds", "-1")]
    [InlineData("PollSeconds", "NaN")]
    [InlineData("PatienceSeconds", "1e9")]
    public async Task A_setting_of_work_that_can_be_none_is_refused(string name, string value)
    {
        using var run = EnasProcess.Start(_work.Root, [new($"ENAS__Work__{name}", value)],
            ["run", "tiny.json", "--whole", "--out", "a", "--engine", _server.Url, "--root", "."]);
        var refused = await run.EndAsync();
        Assert.True(refused.ExitCode == 65, refused.Error);
        Assert.Contains("settings of this host: ", refused.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--whole is for --engine", "--whole")]
    [InlineData("name the folder", "--whole", "--engine", "nats://127.0.0.1:1")]
    [InlineData("is for one search", "--whole", "--engine", "nats://127.0.0.1:1", "--out", "a", "--seeds", "1,2")]
    public async Task What_no_worker_can_do_as_a_whole_is_refused(string words, params string[] more)
    {
        var refused = await _work.Enas(["run", "tiny.json", .. more]);
        Assert.Equal(64, refused.ExitCode);
        Assert.Contains(words, refused.Error, StringComparison.Ordinal);
    }
}
