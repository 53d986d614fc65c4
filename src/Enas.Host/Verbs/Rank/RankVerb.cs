using System.Text.Json.Nodes;
using Enas.Host.Cli;
using Enas.Host.Composition;
using Enas.Host.Searches;
using Enas.Host.Workers;
using Enas.Pipeline.Catalogs;
using Enas.Pipeline.Measures;
using Enas.Pipeline.Messages;
using Enas.Pipeline.Options;
using Enas.Pipeline.Steps.Score;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Enas.Host.Verbs.Rank;

/// <summary>What <c>enas rank</c> was asked.</summary>
internal sealed record RankArguments(
    string Search, int Count, int Seeds, bool References, IReadOnlyList<string> Sets, string? Folder, ComputeOptions Compute)
{
    /// <summary>Whether each is trained as the search itself trained architectures alone.</summary>
    public bool AsFinals { get; init; }

    /// <summary>Whether zero-cost proxies stand beside the trainings.</summary>
    public bool Proxies { get; init; }

    /// <summary>Who does the trainings.</summary>
    public DeskRequest Desk { get; init; } = new();
}

/// <summary>
/// Trains the choice of a search, random candidates and, where asked for, reference architectures beside it, each from scratch under one
/// budget, in a folder each with a log of its own, and holds the order against that of the shared weights.
/// </summary>
internal static class RankVerb
{
    private const int Fewest = 2;
    private const int MostSeeds = 1000;

    public static async Task<int> RunAsync(RankArguments arguments, Terminal terminal)
    {
        if (arguments.Count < Fewest)
        {
            throw new CommandLineException($"--count {arguments.Count}: allowed are numbers from {Fewest}");
        }

        if (arguments.Seeds is < 1 or > MostSeeds)
        {
            throw new CommandLineException($"--seeds {arguments.Seeds}: allowed are numbers from 1 to {MostSeeds}");
        }

        var search = await RecordedSearch.OpenAsync(SearchLocator.Find(arguments.Search));
        if (SpaceCatalog.WordsOf(search.Job).Untrainable is { } reason)
        {
            throw new BadInputException($"{search.Name}: {reason}, so nothing can be held against its scores");
        }

        if (arguments.Proxies && SpaceCatalog.Of(search.Job).Proxies.Count == 0)
        {
            throw new CommandLineException($"--proxies: the space {search.Job.Space.Kind} has no zero-cost proxies");
        }

        List<RankPlace> places = [.. Candidates(search, arguments.Count), .. arguments.References ? References(search) : []];
        var jobOf = arguments.AsFinals ? AsFinals(search, arguments.Sets) : Alike(JobLoading.Override(search.Job, arguments.Sets));
        var job = jobOf(places[0].Tokens);
        var root = OutputFolder.Named("--out", arguments.Folder ?? search.Folder.Root.TrimEnd('/') + "-rank");
        RequireSeeds(job, arguments.Seeds);
        var data = RequiredData.Of(search,
            "Scores and trainings have to see the same data: put the data of the search back, or search anew on those of now");
        using var host = EnasHost.Build();
        await host.StartAsync();
        var ranked = places.ConvertAll(place => new RankedCandidate(job, place, []));
        var total = places.Count * arguments.Seeds;

        // All architectures with one seed first: what there is when it is stopped is a ranking already.
        TrainingRequest[] requests =
            [.. Enumerable.Range(0, total).Select(number => RequestOf(number % places.Count, number / places.Count))];
        var stop = host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        await using var desk = await WorkDesk.OpenAsync(WorkDeskOptions.InFolder(arguments.Desk, root, arguments.Compute), terminal, stop);
        await using var ahead = desk.Begin([.. requests.Select(one => (Path.GetFileName(one.Folder), desk.Orders?.Of(one)))]);
        foreach (var (number, request) in requests.Index())
        {
            await ahead.NextAsync();
            var place = number % places.Count;
            terminal.Line($"training {number + 1} of {total}: {Path.GetFileName(request.Folder)}, {request.Tokens}");
            var outcome = await StandingWork.TrainingAsync(host.Services, request, terminal);
            if (!outcome.IsComplete)
            {
                terminal.Line($"stopped; the same command goes on: {number} of {total} are done");
                terminal.Result(new JsonObject { ["complete"] = false, ["done"] = number, ["total"] = total });
                return ExitCodes.Stopped;
            }

            ranked[place] = ranked[place] with { Trainings = [.. ranked[place].Trainings, outcome] };
        }

        var proxies = arguments.Proxies ? ProxiesOf(job, ranked, arguments.Compute) : ProxyColumns.None;
        RankReport.Write(job, ranked, proxies, terminal);
        terminal.Result(RankReport.ToJson(search, ranked, proxies));
        return ranked.Exists(row => row.FirstWithoutResult is not null) ? ExitCodes.GateFailed : ExitCodes.Done;

        TrainingRequest RequestOf(int place, int seed) => new(
            WithSeed(jobOf(places[place].Tokens), seed), search.Folder.ReadJob(), places[place].Tokens, search.Fingerprint,
            Place.Combine(root, places[place].FolderOf(seed)), arguments.Compute)
        { Data = data };
    }

    private static ProxyColumns ProxiesOf(JobOptions job, IReadOnlyList<RankedCandidate> ranked, ComputeOptions compute)
    {
        using var backend = compute.CreateBackend(job.Compute);
        return new RankProxies(job, TaskCatalog.Load(job), SpaceCatalog.Of(job).Proxies, backend).Of(ranked.Select(row => row.Tokens));
    }

    private static Func<string, JobOptions> Alike(JobOptions job) => _ => job;

    private static Func<string, JobOptions> AsFinals(RecordedSearch search, IReadOnlyList<string> sets)
    {
        var recipe = ChildRecipe.Of(search.Job, search.State) ?? throw new CommandLineException($"--as-finals: {search.Name} trained "
            + "nothing alone; leave the option out and say how long to train with --set train.steps=N, or search with finals.count");
        return tokens => JobLoading.Override(recipe.JobOf(search.Job, tokens), sets);
    }

    private static void RequireSeeds(JobOptions job, int seeds)
    {
        if (ulong.MaxValue - job.Seed < (ulong)seeds - 1)
        {
            throw new CommandLineException(
                $"--seeds {seeds}: they follow the job's own, {job.Seed}, and the largest seed is {ulong.MaxValue}; set a smaller seed");
        }
    }

    // Another seed on the same data: what differs is the training alone.
    private static JobOptions WithSeed(JobOptions job, int number) => number == 0 ? job : job with
    {
        Seed = job.Seed + (ulong)number,
        Data = job.Data with
        {
            Seed = job.DataSeed <= long.MaxValue ? (long)job.DataSeed
                : throw new CommandLineException($"--seeds: the job's seed {job.DataSeed} is too large to keep its data; "
                    + $"allowed: up to {long.MaxValue}"),
        },
    };

    private static IEnumerable<RankPlace> References(RecordedSearch search)
    {
        var references = ReferenceArchitectures.Of(search.Job);
        return references.Count > 0 ? references.Select(RankPlace.OfReference)
            : throw new CommandLineException($"--references: the space of {search.Name} holds none of the reference architectures of "
                + $"{search.Job.Space.Kind}");
    }

    /// <summary>The choice, then uniform candidates in the order in which they were drawn.</summary>
    private static IEnumerable<RankPlace> Candidates(RecordedSearch search, int count)
    {
        if (search.State.Completed is not { } chosen || search.State.Started?.Kind == JobOrigins.Train)
        {
            throw new NotFoundException($"{search.Name} has no choice yet: rank needs a search that is complete");
        }

        if (search.NoResult is { } none)
        {
            throw new NotFoundException($"{search.Name} has no choice to rank: {none.Words}");
        }

        var random = search.State.AlikeScores.Where(c => c.Source == CandidateSources.Random && c.Tokens != chosen.Tokens && c.IsFinite)
            .OrderBy(c => c.Ordinal).Take(count).ToArray();
        return random.Length == count
            ? [RankPlace.OfChoice(search.State.AlikeScores.First(c => c.Tokens == chosen.Tokens)), .. random.Select(RankPlace.OfRandom)]
            : throw new CommandLineException($"--count {count}: {search.Name} scored {random.Length} random candidates beside its choice, "
                + "and rank trains those; " + (random.Length > 0 ? $"allowed: at most {random.Length}. A" : "a")
                + " search scores as many as it has candidates (derive.candidates)");
    }
}
