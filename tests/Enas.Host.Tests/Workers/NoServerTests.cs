using Enas.Host.Tests.Cli;
using Enas.Host.Tests.Service;
using Enas.Host.Workers.Nats;
using Enas.Pipeline.Work;

namespace Enas.Host.Tests.Workers;

/// <summary>Where a server should be is none: that is no bug, and is said.</summary>
public sealed class NoServerTests : IDisposable
{
    private static readonly string s_nowhere = $"nats://127.0.0.1:{ServiceProbe.FreePort()}";

    private readonly WorkFolder _work = new();
    private readonly CancellationTokenSource _end = new(EnasProcess.Longest);

    public void Dispose()
    {
        _end.Dispose();
        _work.Dispose();
    }

    [Theory]
    [InlineData("status")]
    [InlineData("drain", "anybody")]
    [InlineData("cancel", "anybody")]
    public async Task A_question_to_nobody_ends_with_69(params string[] question)
    {
        var asked = await _work.Enas(["cluster", .. question, "--engine", s_nowhere]);
        Assert.True(asked.ExitCode == 69, asked.Error);
        Assert.Contains("the engine does not answer", asked.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("run", "tiny.json", "--whole", "--out", "a")]
    [InlineData("run", "tiny.json", "--seeds", "1,2", "--out", "a")]
    public async Task A_command_whose_engine_never_answers_says_so_and_ends_with_69(params string[] command)
    {
        using var run = Start("1", command);
        var ended = await run.EndAsync();
        Assert.True(ended.ExitCode == 69, ended.Error);
        Assert.Contains($"{s_nowhere["nats://".Length..]}; it is waited for", ended.Error, StringComparison.Ordinal);
        Assert.Contains("; it never answered in ", ended.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("bug", ended.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_command_that_waits_for_an_engine_that_is_not_there_ends_with_75_when_it_is_told_to()
    {
        using var run = Start("1000", ["run", "tiny.json", "--whole", "--out", "a"]);
        while (!(await run.Process.StandardError.ReadLineAsync(_end.Token))!.Contains("it is waited for", StringComparison.Ordinal))
        {
        }

        ServiceProbe.Terminate(run.Process);
        var ended = await run.EndAsync();
        Assert.True(ended.ExitCode == 75, ended.Error);
    }

    [Fact]
    public async Task A_worker_says_that_its_server_is_not_there_and_waits_for_it()
    {
        using var worker = EnasProcess.Start(_work.Root, ["worker", "--engine", s_nowhere, "--root", "."]);
        while (!(await worker.Process.StandardOutput.ReadLineAsync(_end.Token))!.Contains("it is waited for", StringComparison.Ordinal))
        {
        }

        ServiceProbe.Terminate(worker.Process);
        Assert.Equal(75, (await worker.EndAsync()).ExitCode);
    }

    [Fact]
    public async Task What_workers_say_cannot_be_heard_where_nobody_is()
    {
        await using var queue = Open(null);
        await Assert.ThrowsAsync<WorkUnavailableException>(async () =>
        {
            await foreach (var _ in queue.NotesAsync("anybody", _end.Token))
            {
            }
        });
    }

    [Fact]
    public async Task A_worker_that_was_there_before_its_server_hears_of_a_drain()
    {
        using var server = NatsServer.Begin();
        server.Kill();
        var away = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var worker = NatsWork.Open(
            EngineAddress.Parse(server.Url, null), TimeSpan.FromSeconds(2), new WorkerStatus("here/1", 1, "cpu", [], false, "1"),
            TimeProvider.System, _ => away.TrySetResult());
        var taking = worker.TakeAsync(new WorkerOffer("here/1", "cpu"), _end.Token).AsTask();
        await away.Task.WaitAsync(_end.Token);
        server.Again();
        await using var queue = NatsWork.Open(EngineAddress.Parse(server.Url, null), TimeSpan.FromSeconds(2), null, TimeProvider.System);
        while ((await queue.StatusAsync(_end.Token)).Workers.Count == 0)
        {
            await Task.Delay(20, _end.Token);
        }

        await queue.DrainAsync("here", _end.Token);
        Assert.Null(await taking.WaitAsync(_end.Token));
    }

    private EnasProcess Start(string patience, string[] command) => EnasProcess.Start(
        _work.Root, [new("ENAS__Work__PatienceSeconds", patience), new("ENAS__Work__SweepSeconds", "0.5")],
        [.. command, "--engine", s_nowhere, "--root", ".", "--json"]);

    private static NatsWork Open(WorkerStatus? worker) =>
        NatsWork.Open(EngineAddress.Parse(s_nowhere, null), TimeSpan.FromSeconds(2), worker, TimeProvider.System);
}
