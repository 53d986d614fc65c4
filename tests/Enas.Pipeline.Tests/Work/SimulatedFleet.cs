using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Threading.Channels;
using Enas.Pipeline.Work;

namespace Enas.Pipeline.Tests.Work;

/// <summary>What goes wrong, each with its probability.</summary>
internal sealed record FleetFaults(
    double LostItem = 0, double LostNote = 0, double Repeat = 0, double Refused = 0, double Crash = 0, double Failure = 0);

/// <summary>
/// An engine with workers and a store of results, on simulated time: it loses items and notes, gives items out twice and out of order, lets
/// workers die, and refuses to be asked. What it does is a function of its seed.
/// </summary>
internal sealed class SimulatedFleet(int workers, FleetFaults faults, SimulatedTime time, int seed) : IWorkQueue, IResultStore
{
    private static readonly TimeSpan s_life = TimeSpan.FromSeconds(30);

    private readonly Random _random = new(seed);
    private readonly PriorityQueue<WorkItem, double> _waiting = new();
    private readonly Dictionary<WorkKey, int> _known = [];
    private readonly Dictionary<WorkKey, WorkResult> _results = [];
    private readonly Channel<WorkNote> _notes = Channel.CreateUnbounded<WorkNote>(new() { AllowSynchronousContinuations = true });
    private int _idle = workers;
    private long _attempts;

    /// <summary>How long an item takes, with the random part from 0 to 1.</summary>
    public Func<double, TimeSpan> Duration { get; init; } = part => TimeSpan.FromSeconds(1 + (20 * part));

    /// <summary>Items that fail at every try.</summary>
    public Func<WorkItem, bool> AlwaysFails { get; init; } = static _ => false;

    /// <summary>Whether a result is still wanted; others are forgotten, as a store on a disk costs no memory.</summary>
    public Func<long, bool> IsWanted { get; set; } = static _ => true;

    /// <summary>Tries that were begun.</summary>
    public long Begun => _attempts;

    /// <summary>Items whose work was done to its end, repeated ones as often as they were.</summary>
    public long DoneCount { get; private set; }

    /// <summary>Items and results that it holds.</summary>
    public int Held => _known.Count + _results.Count + _waiting.Count;

    public static WorkItem ItemOf(long number) => WorkItem.Of(
        WorkKind.Training, Encoding.UTF8.GetBytes($"{{\"n\":{number.ToString(CultureInfo.InvariantCulture)}}}"),
        WorkNeeds.OfProcessor(1), "fleet");

    public static long NumberOf(WorkItem item) => long.Parse(item.Description.Span[5..^1], CultureInfo.InvariantCulture);

    public static WorkResult ResultOf(WorkItem item) => WorkResult.Done(item.Key, 0, $"of {NumberOf(item)}");

    public ValueTask SubmitAsync(WorkItem item, CancellationToken cancellationToken)
    {
        if (Happens(faults.Refused))
        {
            throw new WorkUnavailableException("the engine is away");
        }

        if (!_known.ContainsKey(item.Key) && !Happens(faults.LostItem))
        {
            Wait(item);
            if (Happens(faults.Repeat))
            {
                Wait(item);
            }
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask CancelAsync(WorkItem item, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public async IAsyncEnumerable<WorkNote> NotesAsync(string owner, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (await _notes.Reader.WaitToReadAsync(cancellationToken))
        {
            while (_notes.Reader.TryRead(out var note))
            {
                yield return note;
            }
        }
    }

    public ValueTask<QueueStatus> StatusAsync(CancellationToken cancellationToken) =>
        ValueTask.FromResult(new QueueStatus(_waiting.Count, 0, []));

    public ValueTask<WorkResult?> FindAsync(WorkKey key, CancellationToken cancellationToken) =>
        ValueTask.FromResult(_results.GetValueOrDefault(key));

    public ValueTask ForgetAsync(WorkKey key, CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask<bool> PutAsync(WorkResult result, CancellationToken cancellationToken) =>
        ValueTask.FromResult(_results.TryAdd(result.Key, result));

    /// <summary>Drops a result that nobody asks for again.</summary>
    public void Forget(WorkKey key) => _results.Remove(key);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private bool Happens(double probability) => probability > 0 && _random.NextDouble() < probability;

    private void Wait(WorkItem item)
    {
        _known[item.Key] = _known.GetValueOrDefault(item.Key) + 1;
        time.After(TimeSpan.FromSeconds(_random.NextDouble()), () =>
        {
            _waiting.Enqueue(item, _random.NextDouble());
            Give();
        });
    }

    private void Give()
    {
        while (_idle > 0 && _waiting.TryDequeue(out var item, out _))
        {
            _idle--;
            Work(item, _attempts++);
        }
    }

    private void Work(WorkItem item, long attempt)
    {
        var name = attempt.ToString(CultureInfo.InvariantCulture);
        if (Happens(faults.Crash))
        {
            // The worker comes back at once, its item after the life of its lease.
            time.After(s_life, () => Again(item));
            time.After(TimeSpan.FromSeconds(1), Free);
            return;
        }

        time.After(Duration(_random.NextDouble()), () =>
        {
            if (AlwaysFails(item) || Happens(faults.Failure))
            {
                Say(new WorkNote(item.Key, WorkNoteKind.Failed, "w", name, 74, "the disk is full"));
                Again(item);
            }
            else
            {
                DoneCount++;
                if (IsWanted(NumberOf(item)))
                {
                    _results.TryAdd(item.Key, ResultOf(item));
                }

                Gone(item);
                Say(new WorkNote(item.Key, WorkNoteKind.Ended, "w", name));
            }

            Free();
        });
    }

    private void Free()
    {
        _idle++;
        Give();
    }

    private void Again(WorkItem item)
    {
        Gone(item);
        if (IsWanted(NumberOf(item)))
        {
            Wait(item);
        }
    }

    private void Gone(WorkItem item)
    {
        if (--_known[item.Key] == 0)
        {
            _known.Remove(item.Key);
        }
    }

    private void Say(WorkNote note)
    {
        for (var copy = Happens(faults.Repeat) ? 2 : 1; copy > 0 && !Happens(faults.LostNote); copy--)
        {
            time.After(TimeSpan.FromSeconds(2 * _random.NextDouble()), () => _notes.Writer.TryWrite(note));
        }
    }
}
