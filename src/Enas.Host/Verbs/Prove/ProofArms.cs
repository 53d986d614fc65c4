using System.Globalization;
using Enas.Host.Cli;
using Enas.Host.Composition;
using Enas.Host.Searches;
using Enas.Host.Workers;
using Enas.Pipeline.Catalogs;
using Enas.Pipeline.Jobs;
using Enas.Pipeline.Measures;
using Enas.Pipeline.Options;
using Enas.Pipeline.Policies;
using Enas.Pipeline.Steps.Score;

namespace Enas.Host.Verbs.Prove;

/// <summary>
/// The arms of one pair, run in a folder, each piece in a folder of its own: what is there goes on or counts as it is. A piece that was
/// stopped gives nothing, and nothing after it is begun.
/// </summary>
/// <param name="services">The host's.</param>
/// <param name="folder">The folder of the pair.</param>
/// <param name="data">The data that the pair is made of; null where only its first search will say.</param>
/// <param name="compute">What computes.</param>
/// <param name="desk">Does pieces ahead.</param>
/// <param name="terminal">Where it is shown.</param>
internal sealed class ProofArms(
    IServiceProvider services, string folder, ProofData data, ComputeOptions compute, WorkDesk desk, Terminal terminal)
{
    // No search has so many trainings; the draws are made one by one.
    private const int MostDraws = 100_000;

    private RequiredData? _data;
    private WorkAhead? _begun;

    /// <summary>How architectures are trained alone, by the search that has ended; null before it has.</summary>
    public ProofRecipe? Recipe { get; private set; }

    /// <summary>What was left out, and why.</summary>
    public List<string> LeftOut { get; } = [];

    /// <summary>Whether it was stopped on the way.</summary>
    public bool IsStopped { get; private set; }

    /// <summary>Asks what data the pair has to be made of, before a piece of it is.</summary>
    /// <param name="job">The job of the pair.</param>
    /// <exception cref="RefusedException">They are not there, or what is made already was made of others.</exception>
    public async Task RequireDataAsync(JobOptions job) =>
        _data = await data.OfPairAsync(job, Path.Combine(folder, ProofText.Key(ProofArm.Search)));

    /// <summary>Begins the search of an arm ahead of its turn, where there are slots: it needs nothing of the others.</summary>
    /// <param name="document">Its job; null where the proof is without it.</param>
    public void Begin(ProofArm arm, JobDocument? document) => _begun = document is null ? null
        : desk.Begin([(NameOf(ProofText.Key(arm)), desk.Orders?.Of(document, Path.Combine(folder, ProofText.Key(arm)), _data?.Digest))]);

    /// <summary>Waits for what was begun ahead and not asked for.</summary>
    public ValueTask EndAsync() => _begun?.DisposeAsync() ?? ValueTask.CompletedTask;

    /// <summary>A search and the training of its choice; null where it was stopped or has no result.</summary>
    /// <param name="document">Its job.</param>
    public async Task<ProofRun?> SearchAsync(ProofArm arm, JobDocument document)
    {
        var name = ProofText.Key(arm);
        terminal.Line($"arm {ProofText.Name(arm)}: {Path.Combine(Path.GetFileName(folder), name)}");
        var place = Path.Combine(folder, name);
        var (job, outcome) = await desk.DoAsync(
            NameOf(name), desk.Orders?.Of(document, place, _data?.Digest),
            () => StandingWork.SearchAsync(services, document, place, compute, terminal, data: _data));
        _data ??= data.Of(outcome.State.Started?.DataDigest);
        if (!HasResult(job, outcome))
        {
            return null;
        }

        await StandingChildren.RequireIntactAsync(outcome.Folder);
        var chosen = outcome.State.Completed!.Tokens;
        if (ProofLimits.RefusalOf(job, outcome.State.ArchitectureCosts.Of(chosen)) is { } exceeded)
        {
            LeaveOut(outcome, exceeded);
            return null;
        }

        var training = await TrainAsync(document, document.Options!, chosen, outcome.Fingerprint, name + "-trained");
        if (!HasResult(job, training, isTested: true))
        {
            return null;
        }

        // Random trainings stand under another training: there the choice is measured too, for the proof alone.
        Recipe ??= ProofRecipe.Of(document.Options!, outcome.State);
        var atChild = arm != ProofArm.Search || !Recipe.IsShorter ? training
            : await TrainAsync(document, Recipe.Child(chosen), chosen, outcome.Fingerprint, name + "-as-random");
        return IsStopped || !HasResult(job, atChild, isTested: true) ? null : new ProofRun(
            arm, training.State.Completed!.TestScore!.Value, outcome.State.Costs.MultiplyAdds ?? 0, outcome.Folder, training.Fingerprint,
            atChild.State.Completed!.TestScore)
        { OfSearch = outcome.Fingerprint };
    }

    /// <summary>Random architectures within the limits of the job, trained alone until the cost of the search is reached, and the best of
    /// them by validation.</summary>
    /// <param name="document">The job, whose training they get.</param>
    /// <param name="cost">The cost of the search.</param>
    public async Task<(ProofRun? Run, IReadOnlyList<ProofDraw> Draws)> RandomAsync(JobDocument document, long cost)
    {
        var job = document.Options!;
        var (spent, draws, best) = (0L, new List<ProofDraw>(), ((RunOutcome Training, double ChosenBy)?)null);
        using var architectures = DistinctSamples.Of(new UniformPolicy(SpaceCatalog.Create(job), job.Seed), "prove-random", 0, MostDraws)
            .Where(ProofLimits.Of(job, compute)).GetEnumerator();
        for (var number = 1; spent < cost && architectures.MoveNext(); number++)
        {
            var name = Path.Combine(ProofText.Key(ProofArm.RandomTrainings), number.ToString("D3", CultureInfo.InvariantCulture));
            terminal.Line(string.Create(CultureInfo.InvariantCulture,
                $"arm {ProofText.Name(ProofArm.RandomTrainings)}: {name}, {100.0 * spent / cost:0} % of the cost is used"));
            var tokens = architectures.Current.Tokens;
            var training = await TrainAsync(document, Recipe!.Child(tokens), tokens, parent: null, name);
            var ofOne = CostOf(job, training);
            spent += ofOne;
            if (!HasResult(job, training, isTested: true))
            {
                if (IsStopped)
                {
                    return (null, draws);
                }

                continue;
            }

            var completed = training.State.Completed!;
            var chosenBy = ChosenBy(job, training);
            draws.Add(new ProofDraw(completed.Score!.Value, completed.TestScore, chosenBy)
            {
                Architecture = tokens,
                Cost = ofOne,
                Fingerprint = training.Fingerprint,
            });
            best = best is { } known && known.ChosenBy >= chosenBy ? known : (training, chosenBy);
        }

        return (best is { } won ? await LastAsync(document, won.Training, spent) : null, draws);
    }

    // Random search chooses by what the finals of the search choose by; higher is better.
    private double ChosenBy(JobOptions job, RunOutcome training)
    {
        var measure = SpaceCatalog.MeasureOf(job);
        return Recipe!.IsShorter && job.Finals is { AreHeld: true, By: FinalsOptions.ByLoss }
            ? -training.State.Candidates.Where(scored => scored.Source == CandidateSources.Validation)
                .MinBy(scored => scored.Rank)!.Loss.LossSum
            : -measure.Rank(training.State.Completed!.Score!.Value);
    }

    private async Task<ProofRun?> LastAsync(JobDocument document, RunOutcome best, long spent)
    {
        var name = ProofText.Key(ProofArm.RandomTrainings) + "-trained";
        var last = Recipe!.IsShorter
            ? await TrainAsync(document, document.Options!, best.State.Completed!.Tokens, parent: null, name) : best;
        return HasResult(document.Options!, last, isTested: true)
            ? new ProofRun(ProofArm.RandomTrainings, last.State.Completed!.TestScore!.Value, spent, last.Folder, last.Fingerprint,
                best.State.Completed!.TestScore) : null;
    }

    // Where a finalist measures the test set at its end, a random training beside it pays for that too. Else random search itself would
    // not have paid: only the proof asks for that test.
    private long CostOf(JobOptions search, RunOutcome training) => (training.State.Costs.MultiplyAdds ?? 0)
        - (Recipe!.IsShorter && search.Child.Test ? 0
        : training.State.Candidates.Where(scored => scored.Source == CandidateSources.Test).Sum(scored => scored.Cost ?? 0));

    private Task<RunOutcome> TrainAsync(JobDocument document, JobOptions job, string tokens, string? parent, string name)
    {
        var request = new TrainingRequest(job, document.Bytes, tokens, parent, Path.Combine(folder, name), compute) { Data = _data };
        return desk.DoAsync(
            NameOf(name), desk.Orders?.Of(request), () => StandingWork.TrainingAsync(services, request, terminal));
    }

    private string NameOf(string name) => Path.Combine(Path.GetFileName(folder), name);

    // What was stopped ends all of it; what ran to its end without a score is left out, and said to be.
    private bool HasResult(JobOptions job, RunOutcome outcome, bool isTested = false)
    {
        IsStopped |= !outcome.IsComplete;
        var why = !outcome.IsComplete ? null : NoResult.Of(job, outcome.State)?.Words
            ?? (isTested && outcome.State.Completed!.TestScore is null ? "its data have no test set" : null);
        if (why is not null)
        {
            LeaveOut(outcome, why);
        }

        return outcome.IsComplete && why is null;
    }

    private void LeaveOut(RunOutcome outcome, string why) =>
        LeftOut.Add($"{Path.GetRelativePath(Path.GetDirectoryName(folder)!, outcome.Folder)}: {why}");
}
