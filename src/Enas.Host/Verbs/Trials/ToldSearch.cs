using System.Globalization;
using Enas.Host.Cli;
using Enas.Host.Composition;
using Enas.Host.Searches;
using Enas.Pipeline.Catalogs;
using Enas.Pipeline.Catalogs.Evaluators;
using Enas.Pipeline.Evaluation;
using Enas.Pipeline.Evaluation.Plans;
using Enas.Pipeline.Measures;
using Enas.Pipeline.Options;
using Enas.Pipeline.Ports;
using Microsoft.Extensions.DependencyInjection;

namespace Enas.Host.Verbs.Trials;

/// <summary>A search whose values are told, as the verbs see it.</summary>
/// <param name="Search">What its log says.</param>
internal sealed record ToldSearch(RecordedSearch Search)
{
    private readonly ToldResults _told = new(
        OutsideEvaluator.FolderOf(Search.Folder.Root), Search.Job, Search.State.Children);

    /// <summary>What its values are of.</summary>
    public Measure Measure { get; } = SpaceCatalog.MeasureOf(Search.Job);

    /// <summary>The costs that have to be told with a value.</summary>
    public IReadOnlyList<CostMeasure> Costs { get; } = CostPlan.Of(Search.Job).Said;

    /// <summary>Its trials.</summary>
    public Enas.Storage.Programs.Trials Trials { get; } = new(OutsideEvaluator.FolderOf(Search.Folder.Root));

    /// <summary>Whether nothing is left to ask for.</summary>
    public bool IsComplete => Search.State.Completed is not null;

    /// <summary>What became of the trials that its log does not have, as it is now: others ask and tell meanwhile.</summary>
    public TrialStates States => TrialStates.Of(Trials, _told);

    /// <summary>Whether something was told that its log does not have, or it waits for nothing though it is not complete: otherwise it
    /// would rest again where it rests.</summary>
    public bool CanGoOn => !IsComplete && States is var states && (states.Told.Count > 0 || !states.Untold.Any());

    /// <summary>Opens it; nothing is written.</summary>
    /// <exception cref="BadInputException">Nobody is asked for its values.</exception>
    public static async Task<ToldSearch> OpenAsync(string path)
    {
        var search = await RecordedSearch.OpenAsync(path);
        return EvaluatorCatalog.Of(search.Job).AwaitsValues ? new ToldSearch(search)
            : throw new BadInputException($"{search.Name}: evaluator.kind is \"{search.Job.Evaluator.Kind}\", so nobody is asked for its "
                + $"values; ask and tell are for \"{EvaluatorOptions.Told}\". It goes on with: {CommandText.Of("resume", search.Name)}");
    }

    /// <summary>Goes on as far as it was told: opens trials for what it wants next. Others wait meanwhile.</summary>
    /// <returns>The search after that.</returns>
    public async Task<ToldSearch> GoOnAsync(Terminal terminal)
    {
        var path = Search.Folder.Root;
        using var taken = await Trials.LockAsync(CancellationToken.None);

        // Another can have gone on with it meanwhile.
        var before = await OpenAsync(path);
        if (!before.CanGoOn)
        {
            return before;
        }

        using var host = EnasHost.Build();
        await host.StartAsync();
        await host.Services.GetRequiredService<ResumeRunner>()
            .RunAsync(new ResumeRequest(path, [], new ComputeOptions(null, null, 1), null), terminal);
        return await OpenAsync(path);
    }

    /// <summary>Where what is said of a trial is kept.</summary>
    public ProgramFolder FolderOf(Trial trial) => ProgramFolder.Of(Search.Folder.Root, trial.Order);

    /// <summary>What was told of a trial, or what is wrong with its file where the log does not have it.</summary>
    public ResultReading ToldOf(Trial trial) => _told.Look(trial.Order);

    /// <summary>Puts what was told of a trial aside where it is not in the log and cannot be used, so that it can be told again.</summary>
    /// <returns>The name of the file now; null where there was none to put aside.</returns>
    public string? PutAsideUnusable(Trial trial) => ToldOf(trial).Fault is not null ? FolderOf(trial).PutAside() : null;

    /// <summary>A trial by its number.</summary>
    /// <exception cref="NotFoundException">There is none; the message says which wait.</exception>
    public Trial Find(int number)
    {
        if (Trials.All.FirstOrDefault(trial => trial.Number == number) is { } found)
        {
            return found;
        }

        var states = States;
        throw new NotFoundException($"{Search.Name} has no trial {number}; " + (states.Waiting.Count > 0
            ? $"waiting for a value: {Numbers(states.Waiting)}" : "none waits for a value")
            + (states.NotAsked.Count > 0 ? $"; not asked for yet: {Numbers(states.NotAsked)}" : string.Empty)
            + $". Ask first: {CommandText.Of("ask", Search.Name)}");
    }

    /// <summary>The numbers of trials.</summary>
    public static string Numbers(IEnumerable<Trial> trials) =>
        string.Join(", ", trials.Select(trial => trial.Number.ToString(CultureInfo.InvariantCulture)));

    /// <summary>A trial by its number that somebody asked for.</summary>
    /// <exception cref="NotFoundException">There is none, or nobody asked for it, so nobody was told which architecture it is.</exception>
    public Trial FindAsked(int number)
    {
        var trial = Find(number);
        return Trials.IsTaken(trial) || Path.Exists(FolderOf(trial).Result) ? trial
            : throw new NotFoundException($"trial {number} of {Search.Name} was not asked for yet, so nobody was told which architecture "
                + $"it is; nothing was changed. Ask first: {CommandText.Of("ask", CommandText.PathFromHere(Search.Folder.Root), "--trial",
                    number.ToString(CultureInfo.InvariantCulture))}");
    }
}
