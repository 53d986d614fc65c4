using Enas.Pipeline.Work;

namespace Enas.Host.Workers.Slurm;

/// <summary>What is to be done about an item after a look at its job.</summary>
/// <param name="Note">What whoever waits for it is told; null for nothing.</param>
/// <param name="IsAgain">Whether it needs another job now.</param>
internal readonly record struct SlurmStep(WorkNote? Note, bool IsAgain);

/// <summary>An item that was asked for, and what was seen of its jobs.</summary>
/// <param name="item">The item.</param>
internal sealed class SlurmItem(WorkItem item)
{
    private const int Gone = 69;
    private const int FirstImpossible = 64;
    private const int LastImpossible = 66;

    private SlurmJob? _job;
    private string? _begun;
    private WorkNote? _owed;
    private bool _isSettled = true;
    private int _ends;

    /// <summary>The item.</summary>
    public WorkItem Item => item;

    /// <summary>Whether the end of its last job is known, so that nobody works on it.</summary>
    public bool IsSettled => _isSettled;

    /// <summary>How long it is left alone before its next job: longer with each that ended without a result.</summary>
    public TimeSpan Patience => _ends == 0 ? TimeSpan.Zero : WorkLoop.PatienceAfter(_ends);

    /// <summary>It has a job.</summary>
    public void Has(SlurmJob job) => (_job, _isSettled, _owed) = (job, false, null);

    /// <summary>It has none, and nobody could submit one: it is asked for again.</summary>
    public void HasNone() => _isSettled = true;

    /// <summary>What is owed to whoever asks again for an item whose job seemed to have ended well: there was no result.</summary>
    public WorkNote? TakeOwed()
    {
        var owed = _owed;
        _owed = null;
        return owed;
    }

    /// <summary>Looks at what Slurm says.</summary>
    /// <param name="job">The job that does it, or the last one that did; null where Slurm knows none.</param>
    /// <param name="log">The last line that the job wrote for people, as it is asked for; null where there is none.</param>
    public SlurmStep Follow(SlurmJob? job, Func<string?> log)
    {
        if (_isSettled)
        {
            return default;
        }

        if (job is null)
        {
            // A controller that was killed can forget a job, and every one forgets those that ended long ago.
            return Settle(WorkNoteKind.Ended, Gone, $"job {_job!.Id} is not known to Slurm any more");
        }

        _job = job;
        if (job.IsHeldForGood)
        {
            // Nothing of the item was begun, so it is not to blame.
            _ends++;
            return new SlurmStep(null, IsAgain: true);
        }

        if (!job.IsOver)
        {
            return job.IsRunning && job.Attempt != _begun ? Begun(job) : default;
        }

        if (job.IsDone || job.ExitCode is >= FirstImpossible and <= LastImpossible)
        {
            return Settle(WorkNoteKind.Ended, job.ExitCode, $"{job.Words}, and there is no result");
        }

        _ends++;
        return new SlurmStep(job.IsFault ? Told(WorkNoteKind.Failed, job.ExitCode, Reason(job, log())) : null, IsAgain: true);
    }

    private static string Reason(SlurmJob job, string? line) => line is null ? job.Words : $"{job.Words}: {line}";

    private SlurmStep Begun(SlurmJob job)
    {
        _begun = job.Attempt;
        return new SlurmStep(Told(WorkNoteKind.Started, 0, null), IsAgain: false);
    }

    // Whoever waits looks into the results; who asks again has found none there.
    private SlurmStep Settle(WorkNoteKind kind, int exitCode, string without)
    {
        _isSettled = true;
        _ends++;
        _owed = Told(WorkNoteKind.Failed, exitCode == 0 ? Gone : exitCode, without);
        return new SlurmStep(Told(kind, 0, null), IsAgain: false);
    }

    private WorkNote Told(WorkNoteKind kind, int exitCode, string? reason) => new(
        item.Key, kind, _job!.Node.Length > 0 ? _job.Node : "Slurm", _job.Attempt, exitCode, reason);
}
