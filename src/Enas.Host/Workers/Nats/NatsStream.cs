using Enas.Pipeline.Work;
using NATS.Client.JetStream;
using NATS.Client.JetStream.Models;

namespace Enas.Host.Workers.Nats;

/// <summary>The stream of items and its consumers, one for each priority. The stream is made by those who give work alone, the first of
/// them and whoever finds it gone: who may make one says which messages are work, and a worker may not. Consumers are made by workers.
/// </summary>
/// <param name="server">The server; not owned.</param>
/// <param name="life">How long a worker has an item without renewing it.</param>
/// <param name="givesWork">Whether the stream is made here; a worker takes it as it is.</param>
internal sealed class NatsStream(NatsJSContext server, TimeSpan life, bool givesWork) : IDisposable
{
    // Of a stream that is there with other settings (server: JSStreamNameExistErr).
    private const int NameTaken = 10058;

    // Of a stream whose subjects another one has (server: JSStreamSubjectOverlapErr).
    private const int SubjectsOverlap = 10065;
    private const long MostWaiting = 100_000;

    private readonly SemaphoreSlim _making = new(1);
    private volatile INatsJSConsumer[]? _consumers;
    private volatile bool _isMade;

    /// <summary>It may be gone: a server that comes back may have lost everything, and says nothing of it to whoever asks for the next
    /// message.</summary>
    public void MakeAgain() => (_isMade, _consumers) = (false, null);

    /// <summary>Makes the stream, unless that was done since it may have gone; nothing for a worker, which finds no consumer before
    /// somebody gave work.</summary>
    public async Task MakeAsync(CancellationToken cancellationToken)
    {
        if (_isMade || !givesWork)
        {
            return;
        }

        await _making.WaitAsync(cancellationToken);
        try
        {
            if (!_isMade)
            {
                await MakeNowAsync(cancellationToken);
                _isMade = true;
            }
        }
        finally
        {
            _making.Release();
        }
    }

    /// <summary>The consumers of a class of device, by priority from 0.</summary>
    public async Task<INatsJSConsumer[]> ConsumersAsync(string deviceClass, CancellationToken cancellationToken)
    {
        if (_consumers is { } made)
        {
            return made;
        }

        var consumers = new INatsJSConsumer[WorkItem.HighestPriority + 1];
        for (var priority = 0; priority < consumers.Length; priority++)
        {
            consumers[priority] = await server.CreateOrUpdateConsumerAsync(
                NatsSubjects.Stream,
                new ConsumerConfig(NatsSubjects.Consumer(deviceClass, priority))
                {
                    FilterSubject = NatsSubjects.Waiting(deviceClass, priority),
                    AckPolicy = ConsumerConfigAckPolicy.Explicit,
                    AckWait = life,
                    MaxDeliver = -1,
                    MaxAckPending = -1,
                },
                cancellationToken);
        }

        return _consumers = consumers;
    }

    /// <inheritdoc />
    public void Dispose() => _making.Dispose();

    // Coordinators and workers begin at the same moment. The server makes a stream once, however many ask for it; but it dies of an update
    // of a stream that it has not finished making (2.9 and later: the stream is in its list before it has a store). So an update is asked
    // for only where the stream is another one, as an older Enas made it.
    private async Task MakeNowAsync(CancellationToken cancellationToken)
    {
        var wanted = new StreamConfig(NatsSubjects.Stream, [NatsSubjects.AllWork])
        {
            Retention = StreamConfigRetention.Workqueue,
            Storage = StreamConfigStorage.File,
            Discard = StreamConfigDiscard.New,
            DiscardNewPerSubject = true,
            MaxMsgsPerSubject = 1,
            MaxMsgs = MostWaiting,
            MaxMsgSize = WorkMessage.MostBytes,
        };
        try
        {
            await CreateAsync(wanted, cancellationToken);
        }
        catch (NatsJSApiException fault) when (fault.Error.ErrCode == NameTaken)
        {
            await server.UpdateStreamAsync(wanted, cancellationToken);
        }
    }

    private async ValueTask CreateAsync(StreamConfig wanted, CancellationToken cancellationToken)
    {
        try
        {
            await server.CreateStreamAsync(wanted, cancellationToken);
        }
        catch (NatsJSApiException fault) when (fault.Error.ErrCode == SubjectsOverlap)
        {
            // Of two who ask at the same moment the server tells one that the other's stream has these subjects: the next answer is right.
            await server.CreateStreamAsync(wanted, cancellationToken);
        }
    }
}
