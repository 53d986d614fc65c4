using System.Globalization;
using System.Text.Json.Nodes;
using Enas.Host.Cli;
using Enas.Host.Composition;
using Enas.Host.Searches;
using Enas.Host.Settings;
using Enas.Host.Workers;
using Enas.Pipeline.Catalogs;
using Enas.Pipeline.Jobs;
using Enas.Pipeline.Options;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Enas.Host.Verbs.Prove;

/// <summary>What <c>enas prove</c> was asked.</summary>
/// <param name="Job">The job file.</param>
/// <param name="Pairs">Pairs of seeds.</param>
/// <param name="Sets">Overrides of the job.</param>
/// <param name="Folder">The folder of all arms; null for one under the runs root.</param>
/// <param name="Compute">What computes.</param>
/// <param name="Desk">Who does the arms.</param>
internal sealed record ProveArguments(
    string Job, int Pairs, IReadOnlyList<string> Sets, string? Folder, ComputeOptions Compute, DeskRequest Desk);

/// <summary>
/// Runs a search, random trainings at its cost and the search with a uniform policy, pair by pair and arm by arm, and says what the search
/// is worth. It goes on where it was stopped.
/// </summary>
internal static class ProveVerb
{
    /// <summary>The page beside the arms.</summary>
    public const string PageName = "proof.html";

    /// <summary>What every arm has set, as <c>key=value</c>.</summary>
    public static IReadOnlyList<string> OwnSets { get; } = [$"budget.cost={BudgetOptions.CostInMultiplyAdds}", "train.test=true"];

    public static async Task<int> RunAsync(ProveArguments arguments, Terminal terminal)
    {
        var job = JobLoading.Read(arguments.Job, arguments.Sets).Options!;
        Refuse(arguments, job);
        var root = arguments.Folder is { } given ? OutputFolder.Named("--out", Surroundings.FullPath(given))
            : FolderNaming.Of(HostSettings.Read().Runs.Root, job.Name, "-proof");
        var plan = await ProofPlan.OfAsync(root, Read(arguments, []).Options!, arguments.Pairs, ProofData.DigestOf);
        var data = new ProofData(root, OfSeed(plan.Data?.Seed ?? job.Seed).Options!, plan.Data?.Digest);
        using var host = EnasHost.Build();
        await host.StartAsync();
        var (pairs, leftOut, isStopped) = (new List<ProofPair>(), new List<string>(), false);
        var uniform = UniformArm.Of(job, arguments);
        var lifetime = host.Services.GetRequiredService<IHostApplicationLifetime>();
        await using var desk = await WorkDesk.OpenAsync(
            WorkDeskOptions.InFolder(arguments.Desk, root, arguments.Compute), terminal, lifetime.ApplicationStopping);
        var ahead = new PairsAhead(arguments.Pairs, desk.FlowCount, number =>
        {
            var seed = job.Seed + (ulong)number;
            terminal.Line(string.Create(CultureInfo.InvariantCulture, $"pair {number + 1} of {arguments.Pairs}, seed {seed}"));
            return PairAsync(uniform, OfSeed(seed),
                new ProofArms(host.Services, ProofPlan.FolderOf(root, seed), data, arguments.Compute, desk, terminal));
        });
        try
        {
            for (var number = 0; number < arguments.Pairs && !isStopped; number++)
            {
                var (pair, arms) = await ahead.NextAsync();
                leftOut.AddRange(arms.LeftOut);
                isStopped = arms.IsStopped;
                if (!isStopped)
                {
                    pairs.Add(pair);
                }
            }
        }
        catch
        {
            lifetime.StopApplication(); // The pairs beside it end at their next step.
            throw;
        }
        finally
        {
            await ahead.EndAsync();
        }

        return await EndAsync(
            new Proof(job, root, pairs, leftOut, arguments.Pairs, plan) { WithoutArm = uniform.Refusal }, isStopped, terminal);

        JobDocument OfSeed(ulong seed) => Read(arguments, [FormattableString.Invariant($"seed={seed}")]);
    }

    private static void Refuse(ProveArguments arguments, JobOptions job)
    {
        if (!SpaceCatalog.Of(job).HasSharedWeights)
        {
            var why = SpaceCatalog.WordsOf(job).Unprovable ?? $"the architectures of {job.Space.Kind} share no weights";
            throw new BadInputException($"prove trains networks, and {why}. "
                + "Compare seeds of strategies with: " + CommandText.Of("run", arguments.Job, "--seeds", "1..10"));
        }

        if (ulong.MaxValue - job.Seed < (ulong)arguments.Pairs - 1)
        {
            throw new CommandLineException(string.Create(CultureInfo.InvariantCulture,
                $"--pairs {arguments.Pairs}: the seeds of the pairs follow the job's own, {job.Seed}, and the largest seed is ")
                + string.Create(CultureInfo.InvariantCulture, $"{ulong.MaxValue}; set a smaller seed"));
        }

        if (ProofLimits.RefusalOf(job) is { } refusal)
        {
            throw new BadInputException(refusal);
        }
    }

    // Every arm sees the same job but for what makes it another arm, so that data, split and training are one.
    private static async Task<(ProofPair Pair, ProofArms Arms)> PairAsync(UniformArm uniform, JobDocument document, ProofArms arms)
    {
        var (seed, runs) = (document.Options!.Seed, new List<ProofRun>());
        IReadOnlyList<ProofDraw> draws = [];
        await arms.RequireDataAsync(document.Options!);
        arms.Begin(ProofArm.UniformWeights, uniform.ForSeed(seed));
        if (await arms.SearchAsync(ProofArm.Search, document) is { } search)
        {
            runs.Add(search);
            (var random, draws) = await arms.RandomAsync(document, search.Cost);
            runs.AddRange(random is null ? [] : [random]);
            if (!arms.IsStopped && uniform.ForSeed(seed) is { } job)
            {
                runs.AddRange(await arms.SearchAsync(ProofArm.UniformWeights, job) is { } run ? [run] : []);
            }
        }

        await arms.EndAsync();
        return (new ProofPair(seed, runs, draws, arms.Recipe?.Finals ?? 0), arms);
    }

    private static JobDocument Read(ProveArguments arguments, string[] own) =>
        JobLoading.Read(arguments.Job, [.. arguments.Sets, .. OwnSets, .. own]);

    private static async Task<int> EndAsync(Proof proof, bool isStopped, Terminal terminal)
    {
        terminal.Line();
        if (proof.Pairs.Any(pair => pair.Runs.Count > 0))
        {
            proof.Write(terminal);
            var page = OutputFile.Derived(Path.Combine(proof.Root, PageName));
            await page.WriteAsync(ProofPage.Write(proof));
            terminal.Line($"{"page",-12} {Path.Combine(proof.Root, PageName)}");
        }
        else
        {
            proof.WriteMissing(terminal);
        }

        if (isStopped)
        {
            terminal.Line($"stopped; the same command goes on: {proof.Pairs.Count} of {proof.Asked} pairs are done");
        }

        JsonObject json = proof.ToJson();
        json.Insert(0, "complete", !isStopped);
        string[] refused = isStopped ? [] : [.. proof.LeftOut, .. proof.Text.Refusal is { } words ? [words] : Array.Empty<string>()];
        if (refused.Length > 0)
        {
            json["error"] = SearchJson.Error(string.Join("; ", refused));
        }

        terminal.Result(json);
        return isStopped ? ExitCodes.Stopped : refused.Length > 0 ? ExitCodes.GateFailed : ExitCodes.Done;
    }
}
