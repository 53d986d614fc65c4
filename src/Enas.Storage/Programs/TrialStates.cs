using Enas.Storage.Searches;

namespace Enas.Storage.Programs;

/// <summary>The trials that the log of a search does not have, in order, by what became of them.</summary>
/// <param name="Waiting">Asked for, and no value that can be used was told.</param>
/// <param name="NotAsked">Nobody asked for them yet.</param>
/// <param name="Told">Told, and not in the log yet.</param>
/// <param name="Unusable">Those of <paramref name="Waiting"/> of which what was told cannot be used, with what is wrong with the file in
/// words that follow its name.</param>
internal sealed record TrialStates(IReadOnlyList<Trial> Waiting, IReadOnlyList<Trial> NotAsked, IReadOnlyList<Trial> Told,
    IReadOnlyList<(Trial Trial, string Fault)> Unusable)
{
    /// <summary>Those that still have to be told: <see cref="Waiting"/> and <see cref="NotAsked"/>.</summary>
    public IEnumerable<Trial> Untold => Waiting.Concat(NotAsked).OrderBy(trial => trial.Number);

    /// <summary>Those of a search.</summary>
    public static TrialStates Of(RecordedSearch search) => Of(new Trials(search.Folder.Root),
        new ToldResults(search.Folder.Root, search.Job, search.State.Children));

    /// <summary>Those of a search.</summary>
    /// <param name="trials">Its trials.</param>
    /// <param name="told">What was told of them.</param>
    public static TrialStates Of(Trials trials, ToldResults told)
    {
        (Trial Trial, ResultReading Told)[] open =
            [.. trials.All.Where(trial => !told.IsRecorded(trial.Order)).Select(trial => (trial, told.Look(trial.Order)))];
        var byState = open.ToLookup(one => StateOf(one.Told, trials.IsTaken(one.Trial)), one => one.Trial);
        return new([.. byState[State.Waiting]], [.. byState[State.NotAsked]], [.. byState[State.Told]],
            [.. open.Where(one => one.Told.Fault is not null).Select(one => (one.Trial, one.Told.Fault!))]);
    }

    private static State StateOf(ResultReading told, bool isTaken) => told switch
    {
        { Outcome: not null } => State.Told,
        { Fault: null } when !isTaken => State.NotAsked,
        _ => State.Waiting,
    };

    private enum State
    {
        Waiting,
        NotAsked,
        Told,
    }
}
