using System.Text;
using Enas.Pipeline.Work;
using NATS.Client.Core;
using NATS.Client.JetStream;

namespace Enas.Host.Workers.Nats;

/// <summary>All workers of a server, as they are asked and told.</summary>
/// <param name="connection">The connection; not owned.</param>
internal sealed class NatsFleet(NatsConnection connection)
{
    private static readonly TimeSpan s_answers = TimeSpan.FromMilliseconds(500);

    /// <summary>Who works.</summary>
    /// <exception cref="WorkUnavailableException">The server does not answer.</exception>
    public Task<IReadOnlyList<WorkerStatus>> WorkersAsync(CancellationToken cancellationToken) =>
        AskAsync(() => WhoWorksAsync(cancellationToken), cancellationToken);

    /// <summary>Asks workers to take nothing more.</summary>
    /// <param name="name">Their host, or the name of one.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <exception cref="WorkUnavailableException">The server does not answer.</exception>
    public Task DrainAsync(string name, CancellationToken cancellationToken) => AskAsync(async () =>
    {
        await connection.PublishAsync(NatsSubjects.Drain, Encoding.UTF8.GetBytes(name), cancellationToken: cancellationToken);

        // An answer to what comes after it: a connection that is disposed at once may take with it what it has not sent yet.
        await connection.PingAsync(cancellationToken);
        return true;
    }, cancellationToken);

    /// <summary>Asks a server. One that is not there, or goes away meanwhile, is a fault of nobody's program: also where the client gives
    /// up without an answer.</summary>
    /// <exception cref="WorkUnavailableException">It does not answer, or refuses.</exception>
    public static async Task<T> AskAsync<T>(Func<Task<T>> ask, CancellationToken cancellationToken)
    {
        try
        {
            return await ask();
        }
        catch (Exception fault) when (fault is NatsException
            || (fault is OperationCanceledException or TimeoutException && !cancellationToken.IsCancellationRequested))
        {
            var isAnswer = fault is NatsJSApiException;
            throw new WorkUnavailableException($"the engine {(isAnswer ? "refuses" : "does not answer")}: {fault.Message}", fault)
            {
                IsAnswer = isAnswer,
            };
        }
    }

    private async Task<IReadOnlyList<WorkerStatus>> WhoWorksAsync(CancellationToken cancellationToken)
    {
        var found = new List<WorkerStatus>();
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            var inbox = connection.NewInbox();
            await using var answers = await connection.SubscribeCoreAsync<byte[]>(inbox, cancellationToken: cancellationToken);
            await connection.PublishAsync(NatsSubjects.Who, Array.Empty<byte>(), replyTo: inbox, cancellationToken: cancellationToken);
            enough.CancelAfter(s_answers);
            await foreach (var answer in answers.Msgs.ReadAllAsync(enough.Token))
            {
                if (NatsNotes.TryReadStatus(answer.Data) is { } status)
                {
                    found.Add(status);
                }
            }
        }
        catch (OperationCanceledException) when (enough.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            // Whoever has not answered by now is not there.
        }

        return [.. found.OrderBy(worker => worker.Name, StringComparer.Ordinal)];
    }
}
