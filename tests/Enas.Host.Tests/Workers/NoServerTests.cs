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
        await using var worker = NatsWork.Open(
            EngineAddress.Parse(server.Url, null), TimeSpan.FromSeconds(2), new WorkerStatus("here/1", 1, "cpu", [], false, "1"),
            TimeProvider.System);
        var taking = worker.TakeAsync(new WorkerOffer("here/1", "cpu"), _end.Token).AsTask();
        Assert.NotSame(taking, await Task.WhenAny(taking, Task.Delay(TimeSpan.FromSeconds(1), _end.Token)));
        server.Again();
        await using var queue = NatsWork.Open(EngineAddress.Parse(server.Url, null), TimeSpan.FromSeconds(2), null, TimeProvider.System);
        while ((await queue.StatusAsync(_end.Token)).Workers.Count == 0)
        {
            await Task.Delay(20, _end.Token);
        }

        await queue.DrainAsync("here", _end.Token);
        Assert.Null(await taking.WaitAsync(_end.Token));
    }

    private static NatsWork Open(WorkerStatus? worker) =>
        NatsWork.Open(EngineAddress.Parse(s_nowhere, null), TimeSpan.FromSeconds(2), worker, TimeProvider.System);
}
