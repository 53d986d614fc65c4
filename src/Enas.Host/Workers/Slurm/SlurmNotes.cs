using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Enas.Pipeline.Work;

namespace Enas.Host.Workers.Slurm;

/// <summary>What is seen of jobs, told to whoever listens at that time.</summary>
internal sealed class SlurmNotes
{
    private readonly Lock _gate = new();
    private readonly List<(string Owner, Channel<WorkNote> Notes)> _listeners = [];

    /// <summary>Tells an owner.</summary>
    public void Tell(string owner, WorkNote note)
    {
        lock (_gate)
        {
            foreach (var (listening, notes) in _listeners)
            {
                if (listening == owner)
                {
                    notes.Writer.TryWrite(note);
                }
            }
        }
    }

    /// <summary>What an owner is told from now on.</summary>
    public async IAsyncEnumerable<WorkNote> OfAsync(string owner, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var listener = (owner, Channel.CreateUnbounded<WorkNote>());
        lock (_gate)
        {
            _listeners.Add(listener);
        }

        try
        {
            await foreach (var note in listener.Item2.Reader.ReadAllAsync(cancellationToken))
            {
                yield return note;
            }
        }
        finally
        {
            lock (_gate)
            {
                _listeners.Remove(listener);
            }
        }
    }
}
