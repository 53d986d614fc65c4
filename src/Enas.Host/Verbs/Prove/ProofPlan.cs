using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Enas.Host.Cli;
using Enas.Host.Searches;
using Enas.Pipeline.Jobs;
using Enas.Pipeline.Options;

namespace Enas.Host.Verbs.Prove;

/// <summary>
/// What a proof was to be when its folder was begun: one job, from one seed on, with so many pairs. Who decides after a look at the result
/// when to stop can find what he likes in chance, so the number stands in the folder before the first pair does.
/// </summary>
/// <param name="Pairs">Pairs that were planned; null in a folder that was begun before plans were recorded.</param>
/// <param name="Seed">The seed of the first pair.</param>
internal sealed record ProofPlan(int? Pairs, ulong Seed)
{
    /// <summary>Its file in the folder of all arms.</summary>
    public const string FileName = "proof.json";

    private const string PairPrefix = "seed-";

    /// <summary>The digest of the data that the proof was begun with, and the seed under which it is that; null where nobody knows
    /// it yet.</summary>
    public (ulong Seed, string Digest)? Data { get; init; }

    /// <summary>The folder of a pair.</summary>
    /// <param name="root">The folder of all arms.</param>
    /// <param name="seed">The seed of the pair.</param>
    public static string FolderOf(string root, ulong seed) => Path.Combine(root, FormattableString.Invariant($"{PairPrefix}{seed}"));

    /// <summary>The plan of a folder, which is recorded where there is none yet, and anew as long as no pair was begun: of a command that
    /// found no data nothing is known by which a number of pairs could be chosen.</summary>
    /// <param name="root">The folder of all arms.</param>
    /// <param name="job">The job of the first pair.</param>
    /// <param name="pairs">Pairs that are asked for.</param>
    /// <param name="digest">Gives the digest of the data that this job names now, null where they are not there; only asked where none is
    /// recorded.</param>
    /// <exception cref="BadInputException">The folder holds a proof of another job.</exception>
    public static async Task<ProofPlan> OfAsync(string root, JobOptions job, int pairs, Func<JobOptions, string?> digest)
    {
        var file = Path.Combine(root, FileName);
        if (File.Exists(file) && HasBegun(root))
        {
            var (known, begunWith, name) = Read(file, await File.ReadAllTextAsync(file));
            return begunWith == DigestOf(job) && known.Seed == job.Seed ? await WithDataAsync(known, root, job, digest)
                : throw Other(root, string.Create(
                    CultureInfo.InvariantCulture, $"of another job than this one (\"{name}\", from seed {known.Seed} on)"));
        }

        string[] older = [.. PairsIn(root).Select(pair => pair.Folder)];
        if (older.Length > 0 && !IsOf(job, (await RecordedSearch.OpenAsync(SearchIn(older[0]))).Job))
        {
            throw Other(root, "of another job than this one");
        }

        return await WithDataAsync(new(older.Length > 0 ? null : pairs, job.Seed), root, job, digest, isNew: true);
    }

    // A plan of before data were recorded takes those of its first pair, which is the oldest witness there is.
    private static async Task<ProofPlan> WithDataAsync(
        ProofPlan plan, string root, JobOptions job, Func<JobOptions, string?> digest, bool isNew = false)
    {
        if (plan.Data is null && PairsIn(root).OrderBy(pair => pair.Seed).FirstOrDefault() is { Folder: { } first } pair)
        {
            var recorded = (await RecordedSearch.OpenAsync(SearchIn(first))).State.Started?.DataDigest;
            plan = plan with { Data = recorded is null ? null : (pair.Seed, recorded) };
        }
        else if (plan.Data is null)
        {
            plan = plan with { Data = digest(job) is { } now ? (job.Seed, now) : null };
            isNew |= plan.Data is not null;
        }

        if (isNew)
        {
            await OutputFile.Derived(Path.Combine(root, FileName)).WriteAsync(new JsonObject
            {
                ["name"] = job.Name,
                ["job"] = DigestOf(job),
                ["seed"] = plan.Seed,
                ["pairs"] = plan.Pairs,
                ["data"] = plan.Data is { } data && data.Seed == plan.Seed ? data.Digest : null,
            }.ToJsonString() + "\n");
        }

        return plan;
    }

    /// <summary>Pairs that lie in a folder and are none of the proof that is asked for.</summary>
    /// <param name="root">The folder of all arms.</param>
    /// <param name="asked">Pairs that are asked for.</param>
    public int Others(string root, int asked) => PairsIn(root).Count(pair => pair.Seed - Seed >= (ulong)asked);

    /// <summary>What stands beside a result of another number of pairs than was planned; null beside the planned one.</summary>
    /// <param name="counted">Pairs that are counted.</param>
    /// <param name="others">Pairs that lie there and are not counted.</param>
    public string? Words(int counted, int others)
    {
        var more = others == 0 ? string.Empty : $"; {Number(others)} more {(others == 1 ? "lies" : "lie")} in the folder and "
            + (others == 1 ? "is not counted" : "are not counted");
        return Pairs is not { } planned
            ? "the folder was begun before the number of pairs was recorded: nothing shows that it was fixed beforehand" + more
            : planned == counted && others == 0 ? null
            : $"{Number(counted)} {(counted == 1 ? "pair is" : "pairs are")} counted, and {Number(planned)} "
                + $"{(planned == 1 ? "was" : "were")} planned when the proof began{more}. Intervals and probabilities hold for the "
                + "planned number alone: who stops or goes on by the result finds too much";
    }

    private static bool HasBegun(string root) => Directory.EnumerateDirectories(root, PairPrefix + "*").Any();

    private static IEnumerable<(ulong Seed, string Folder)> PairsIn(string root)
    {
        if (!Directory.Exists(root))
        {
            yield break;
        }

        foreach (var folder in Directory.EnumerateDirectories(root, PairPrefix + "*").Order(StringComparer.Ordinal))
        {
            if (ulong.TryParse(Path.GetFileName(folder)[PairPrefix.Length..], NumberStyles.None, CultureInfo.InvariantCulture, out var seed)
                && SearchLocator.IsSearch(SearchIn(folder)))
            {
                yield return (seed, folder);
            }
        }
    }

    private static string SearchIn(string pair) => Path.Combine(pair, ProofText.Key(ProofArm.Search));

    private static bool IsOf(JobOptions job, JobOptions recorded) => FactsOf(job) == FactsOf(recorded with { Seed = job.Seed });

    private static string DigestOf(JobOptions job) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(FactsOf(job))));

    // What the folders of its arms must have in common with the job. An option that comes later changes nothing as long as it has its
    // default.
    private static string FactsOf(JobOptions job) => string.Join('\n', [
        JobFacts.ForSearch(job), JobFacts.ForTraining(job),
        .. JobJson.Values(job).Where(value => value.Json != value.Option.Default
            && (value.Option.Key.StartsWith("budget.", StringComparison.Ordinal) || value.Option.Key == "train.epochs"))
            .Select(value => $"{value.Option.Key}={value.Json}")]);

    private static (ProofPlan Plan, string Digest, string Name) Read(string file, string text)
    {
        try
        {
            if (JsonNode.Parse(text) is JsonObject plan && plan["seed"]?.GetValue<ulong>() is { } seed
                && plan["job"]?.GetValue<string>() is { } job && plan["name"]?.GetValue<string>() is { } name)
            {
                return (new ProofPlan(plan["pairs"]?.GetValue<int>(), seed)
                {
                    Data = plan["data"]?.GetValue<string>() is { } data ? (seed, data) : null,
                }, job, name);
            }
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException or FormatException)
        {
            // It is refused below, as one that lacks a part.
        }

        throw new BadInputException($"{file} is no plan of a proof as enas writes it; give another --out");
    }

    private static BadInputException Other(string root, string words) =>
        new($"{root} holds a proof {words}; give another --out, or the options that it was begun with");

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
