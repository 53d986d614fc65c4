using Enas.Pipeline.Catalogs;
using Enas.Storage.Searches;

namespace Enas.Storage.Programs;

/// <summary>The numbers of the trials that the log of a search does not have, by what became of them.</summary>
/// <param name="Waiting">Asked for, and no value that can be used was told.</param>
/// <param name="NotAsked">Nobody asked for them yet.</param>
/// <param name="Told">Told, and not in the log yet.</param>
internal sealed record TrialStates(IReadOnlyList<int> Waiting, IReadOnlyList<int> NotAsked, IReadOnlyList<int> Told)
{
    /// <summary>Those of a search.</summary>
    public static TrialStates Of(RecordedSearch search)
    {
        var (trials, measure) = (new Trials(search.Folder.Root), SpaceCatalog.MeasureOf(search.Job));
        var open = trials.All.Where(trial => search.State.Children.TrueForAll(child => child.Order != trial.Order)).ToLookup(
            trial => ProgramFolder.Of(search.Folder.Root, trial.Order).Look(measure) switch
            {
                { Outcome: not null } => State.Told,
                { Fault: null } when !trials.IsTaken(trial) => State.NotAsked,
                _ => State.Waiting,
            },
            trial => trial.Number);
        return new([.. open[State.Waiting]], [.. open[State.NotAsked]], [.. open[State.Told]]);
    }

    private enum State
    {
        Waiting,
        NotAsked,
        Told,
    }
}
