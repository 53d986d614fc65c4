using Enas.Pipeline.Composition;
using Enas.Pipeline.Messages;
using Enas.Pipeline.Options;
using Enas.Pipeline.Ports;
using Enas.Pipeline.Steps.Child;
using Enas.Storage.Programs;
using Enas.Storage.Searches;

namespace Enas.Storage.Runs;

/// <summary>
/// Answers for children that a search has recorded: from the child's own log where that is there, so that what it says is held against the
/// fact; else from the fact. Trains nothing and writes nothing.
/// </summary>
/// <param name="search">Path of the search.</param>
/// <param name="job">Its job.</param>
/// <param name="data">Its data.</param>
/// <param name="recorded">The facts of its children.</param>
internal sealed class RecordedChildTrainer(string search, JobOptions job, JobData data, IReadOnlyList<ChildTrained> recorded)
    : IChildTrainer
{
    /// <summary>Children that were read from their own logs.</summary>
    public int FoundCount { get; private set; }

    /// <summary>Children whose folders are not there.</summary>
    public int AbsentCount { get; private set; }

    /// <summary>Whether the search has recorded a child.</summary>
    public bool Knows(ChildOrder order) => recorded.Any(child => child.Order == order);

    /// <summary>The outcome of a child; null where the search has not recorded it.</summary>
    public async Task<ChildOutcome?> TryAsync(ChildOrder order)
    {
        if (recorded.FirstOrDefault(child => child.Order == order) is not { } known)
        {
            return null;
        }

        if (known.Outcome.Program is { } program)
        {
            return OfProgram(known, program.Measure);
        }

        var parameters = data.FinalParameters(Pipeline.Training.ChildJob.Of(job, order, known.Outcome.Steps), order.Tokens);
        if (await RecordedChild.OutcomeAsync(ChildFolders.Of(search, order), parameters) is not { } outcome)
        {
            AbsentCount++;
            return known.Outcome;
        }

        FoundCount++;
        return outcome;
    }

    // What a program said is no function of anything: its file is held against the fact where it is there.
    private ChildOutcome OfProgram(ChildTrained known, Pipeline.Measures.Measure measure)
    {
        if (ProgramFolder.Of(search, known.Order).TryReadRecorded(measure) is not { } outcome)
        {
            AbsentCount++;
            return known.Outcome;
        }

        FoundCount++;
        return outcome;
    }

    /// <inheritdoc />
    public async Task<ChildOutcome> TrainAsync(ChildOrder order) => await TryAsync(order)
        ?? throw new InconclusiveException($"{Path.GetFileName(search)}: the log has no training of {order.Tokens} in rung {order.Rung}, "
            + "which is asked for here; a replay trains nothing");
}
