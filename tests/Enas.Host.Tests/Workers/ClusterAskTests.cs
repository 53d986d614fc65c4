using System.Text;
using Enas.Host.Tests.Cli;
using Enas.Host.Workers.Nats;
using Enas.Pipeline.Work;

namespace Enas.Host.Tests.Workers;

/// <summary><c>enas cluster cancel</c> and <c>drain</c> say what they found to take back and whom to tell.</summary>
public sealed class ClusterAskTests : IDisposable
{
    private readonly WorkFolder _work = new();
    private readonly NatsServer _server = NatsServer.Begin();
    private readonly CancellationTokenSource _end = new(EnasProcess.Longest);

    public void Dispose()
    {
        _end.Dispose();
        _server.Dispose();
        _work.Dispose();
    }

    [Fact]
    public async Task What_is_taken_back_is_counted_and_where_there_is_nothing_that_is_said()
    {
        await using var queue = Open(null);
        foreach (var name in (string[])["a", "b"])
        {
            await queue.SubmitAsync(
                WorkItem.Of(WorkKind.Training, Encoding.UTF8.GetBytes($"\"{name}\""), WorkNeeds.OfProcessor(1), "mine"), _end.Token);
        }

        Assert.Contains("nothing of somebody waits or runs", await AskAsync(0, "cancel", "somebody"), StringComparison.Ordinal);
        Assert.Contains("2 pieces of mine taken back", await AskAsync(0, "cancel", "mine"), StringComparison.Ordinal);
        Assert.Contains("nothing of mine waits or runs", await AskAsync(0, "cancel", "mine"), StringComparison.Ordinal);
        Assert.Equal(0, (await queue.StatusAsync(_end.Token)).Waiting);
    }

    [Fact]
    public async Task A_drain_names_who_heard_it_and_where_nobody_has_that_name_those_who_are_there()
    {
        Assert.Contains("those that do are none", await AskAsync(64, "drain", "nowhere"), StringComparison.Ordinal);
        await using var worker = Open(new WorkerStatus("here/1", 1, "cpu", [], false, "1"));
        var taking = worker.TakeAsync(new WorkerOffer("here/1", "cpu"), _end.Token).AsTask();
        while ((await worker.WorkersAsync(_end.Token)).Count == 0)
        {
            await Task.Delay(20, _end.Token);
        }

        Assert.Contains("no host and no worker of that name answers; those that do are here/1", await AskAsync(64, "drain", "nowhere"),
            StringComparison.Ordinal);
        Assert.Contains("here/1: takes nothing more", await AskAsync(0, "drain", "here"), StringComparison.Ordinal);
        Assert.Null(await taking.WaitAsync(_end.Token));
    }

    private NatsWork Open(WorkerStatus? worker) =>
        NatsWork.Open(EngineAddress.Parse(_server.Url, null), TimeSpan.FromSeconds(2), worker, TimeProvider.System);

    private async Task<string> AskAsync(int code, params string[] words)
    {
        var asked = await _work.Enas(["cluster", .. words, "--engine", _server.Url]);
        Assert.True(asked.ExitCode == code, asked.Error);
        return asked.Output + asked.Error;
    }
}
