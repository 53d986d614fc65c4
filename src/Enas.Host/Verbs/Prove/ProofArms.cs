using System.Globalization;
using Enas.Host.Cli;
using Enas.Host.Composition;
using Enas.Host.Searches;
using Enas.Pipeline.Catalogs;
using Enas.Pipeline.Jobs;
using Enas.Pipeline.Measures;
using Enas.Pipeline.Options;
using Enas.Pipeline.Policies;

namespace Enas.Host.Verbs.Prove;

/// <summary>
/// The arms of one pair, run in a folder, each piece in a folder of its own: what is there goes on or counts as it is. A piece that was
/// stopped gives nothing, and nothing after it is begun.
/// </summary>
/// <param name="services">The host's.</param>
/// <param name="folder">The folder of the pair.</param>
/// <param name="compute">What computes.</param>
/// <param name="terminal">Where it is shown.</param>
internal sealed class ProofArms(IServiceProvider services, string folder, ComputeOptions compute, Terminal terminal)
{
    // No search has so many trainings; the draws are made one by one.
    private const int MostDraws = 100_000;

    /// <summary>What was left out, and why.</summary>
    public List<string> LeftOut { get; } = [];

    /// <summary>Whether it was stopped on the way.</summary>
    public bool IsStopped { get; private set; }

    /// <summary>A search and the training of its choice; null where it was stopped or has no result.</summary>
    /// <param name="arm">The arm.</param>
    /// <param name="document">Its job.</param>
    public async Task<ProofRun?> SearchAsync(ProofArm arm, JobDocument document)
    {
        var name = ProofText.Key(arm);
        terminal.Line($"arm {ProofText.Name(arm)}: {Path.Combine(Path.GetFileName(folder), name)}");
        var (job, outcome) = await StandingWork.SearchAsync(services, document, Path.Combine(folder, name), compute, terminal);
        if (!outcome.IsComplete || NoResult.Of(job, outcome.State) is not null)
        {
            return Without(outcome, NoResult.Of(job, outcome.State));
        }

        var chosen = outcome.State.Completed!.Tokens;
        var training = await TrainAsync(document, chosen, outcome.Fingerprint, name + "-trained");
        return training is null ? null
            : new ProofRun(arm, training.State.Completed!.TestScore!.Value,
                outcome.State.Costs.MultiplyAdds ?? 0, outcome.Folder, training.Fingerprint);
    }

    /// <summary>Random architectures trained alone until the cost of the search is reached, and the best of them by validation.</summary>
    /// <param name="document">The job, whose training they get.</param>
    /// <param name="cost">The cost of the search.</param>
    public async Task<(ProofRun? Run, IReadOnlyList<ProofDraw> Draws)> RandomAsync(JobDocument document, long cost)
    {
        var job = document.Options!;
        var measure = SpaceCatalog.Of(job.Space.Kind).Measure;
        var (spent, draws, best) = (0L, new List<ProofDraw>(), ((RunOutcome Training, double Validation)?)null);
        using var architectures = DistinctSamples.Of(new UniformPolicy(SpaceCatalog.Create(job), job.Seed), "prove-random", 0, MostDraws)
            .GetEnumerator();
        while (spent < cost && architectures.MoveNext())
        {
            var name = Path.Combine(ProofText.Key(ProofArm.RandomTrainings), (draws.Count + LeftOut.Count + 1).ToString("D3",
                CultureInfo.InvariantCulture));
            terminal.Line(string.Create(CultureInfo.InvariantCulture,
                $"arm {ProofText.Name(ProofArm.RandomTrainings)}: {name}, {100.0 * spent / cost:0} % of the cost is used"));
            var training = await TrainAsync(document, architectures.Current.Tokens, parent: null, name);
            if (IsStopped)
            {
                return (null, draws);
            }

            if (training is null)
            {
                continue;
            }

            spent += CostOf(training);
            var completed = training.State.Completed!;
            draws.Add(new ProofDraw(completed.Score!.Value, completed.TestScore));
            best = best is { } known && !measure.IsBetter(completed.Score.Value, known.Validation)
                ? known : (training, completed.Score.Value);
        }

        return best is not { } won ? (null, draws)
            : (new ProofRun(ProofArm.RandomTrainings, won.Training.State.Completed!.TestScore!.Value,
                spent, won.Training.Folder, won.Training.Fingerprint), draws);
    }

    // The test set is looked at for the proof; random search itself would not have paid for it.
    private static long CostOf(RunOutcome training) => (training.State.Costs.MultiplyAdds ?? 0)
        - training.State.Candidates.Where(scored => scored.Source == "test").Sum(scored => scored.Cost ?? 0);

    private async Task<RunOutcome?> TrainAsync(JobDocument document, string tokens, string? parent, string name)
    {
        var job = document.Options!;
        var training = await StandingWork.TrainingAsync(
            services, new TrainingRequest(job, document.Bytes, tokens, parent, Path.Combine(folder, name), compute), terminal);
        return training.IsComplete && NoResult.Of(job, training.State) is null && training.State.Completed!.TestScore is not null
            ? training : Without(training, NoResult.Of(job, training.State)) is null ? null : training;
    }

    private ProofRun? Without(RunOutcome outcome, NoResult? none)
    {
        IsStopped |= !outcome.IsComplete;
        if (outcome.IsComplete)
        {
            var from = Path.GetDirectoryName(folder)!;
            LeftOut.Add($"{Path.GetRelativePath(from, outcome.Folder)}: {none?.Words ?? "its data have no test set"}");
        }

        return null;
    }
}
