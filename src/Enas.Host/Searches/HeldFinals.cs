using System.Globalization;
using System.Text.Json.Nodes;
using Enas.Host.Cli;
using Enas.Pipeline.Measures;
using Enas.Pipeline.Messages;
using Enas.Pipeline.Options;
using Enas.Pipeline.Search;
using Enas.Pipeline.Steps.Child;
using Enas.Pipeline.Steps.Finals;
using Enas.Pipeline.Steps.Proxy;
using Enas.Pipeline.Steps.Score;
using Enas.Pipeline.Strategies;

namespace Enas.Host.Searches;

/// <summary>A finalist in a rung.</summary>
/// <param name="Finalist">Who.</param>
/// <param name="Child">What its training came to; null where it was not trained yet.</param>
internal sealed record FinalPlace(Finalist Finalist, ChildTrained? Child);

/// <summary>A rung of the finals as far as it was held, the best first; those that are not trained yet come last.</summary>
/// <param name="Opened">How it began.</param>
/// <param name="Places">Who is in it.</param>
internal sealed record HeldRung(FinalsOpened Opened, IReadOnlyList<FinalPlace> Places)
{
    /// <summary>Whether it is another seed for the two best of the rung before: what they came to is that of both trainings
    /// together.</summary>
    public bool IsSecondSeed { get; init; }
}

/// <summary>The finals of a search as far as they were held, in words, tables and JSON.</summary>
/// <param name="Rungs">The rungs, the last one first: it decides.</param>
/// <param name="Proxies">What zero-cost proxies say of the finalists, where that was recorded.</param>
internal sealed record HeldFinals(IReadOnlyList<HeldRung> Rungs, ProxyColumns Proxies)
{
    private const int FewestRanked = 3;

    /// <summary>What the strategy's own finalists are called where people read it.</summary>
    public string Own { get; init; } = CandidateSources.Policy;

    /// <summary>The best random finalist of those that were trained as long as the choice: of the last rung, and of the rung before where
    /// the last one is another seed. Null where none came so far.</summary>
    public FinalPlace? BestRandom => Rungs.Take(Rungs[0].IsSecondSeed ? 2 : 1).SelectMany(rung => rung.Places)
        .FirstOrDefault(place => place.Finalist.Source == CandidateSources.Random);

    /// <summary>The heads of the table.</summary>
    public IReadOnlyList<string> Heads(Measure measure) =>
        ["rung", "rank", measure.Name, "steps", "parameters", .. Proxies.Heads.Select(HeadOf), "from", "number", "architecture"];

    /// <summary>The finals of a state; null where none were begun.</summary>
    public static HeldFinals? Of(JobOptions job, SearchState state) =>
        Of(job, state.Finals, state.Children, state.ArchitectureCosts, state.Proxies);

    /// <summary>The finals; null where none were begun.</summary>
    /// <param name="job">What finalists are ranked by.</param>
    /// <param name="finals">Rungs that began.</param>
    /// <param name="children">Architectures that were trained alone.</param>
    /// <param name="costs">What architectures cost.</param>
    /// <param name="proxies">What zero-cost proxies say of them.</param>
    public static HeldFinals? Of(
        JobOptions job, IReadOnlyList<FinalsOpened> finals, IReadOnlyList<ChildTrained> children, KnownCosts costs,
        KnownProxies proxies) =>
        finals.Count == 0 ? null : new([.. finals.Reverse().Select(opened => new HeldRung(opened, Places(job, opened, children, costs))
            {
                IsSecondSeed = FinalsRung.SecondSeedOf(job)?.Number == opened.Rung
            })],
            ProxyColumns.Of(proxies, finals.SelectMany(opened => opened.Finalists).Select(finalist => finalist.Tokens)))
        {
            Own = OwnCandidates.NameOf(job)
        };

    /// <summary>What a job plans, in the numbers that are used; null for none.</summary>
    public static string? Planned(JobOptions job)
    {
        var come = JobFit.FinalistsOf(job);
        FinalsRung[] rungs = [.. FinalsRung.Of(job).Select(rung => rung with { Count = Math.Min(rung.Count, come) })];
        return rungs.Length == 0 ? null : string.Join(", ", rungs.Select(rung => rung.Number == 0
            ? $"the best {(rung.Count == 1 ? "one is" : $"{Count(rung.Count)} are")} trained alone for {StepsOf(rung.Steps)}"
            : $"then the best {(rung.Count == 1 ? "one" : Count(rung.Count))} of them for {StepsOf(rung.Steps)}"))
            + (FinalsRung.SecondSeedOf(job) is null || rungs[^1].Count < 2 ? string.Empty : string.Create(CultureInfo.InvariantCulture,
                $"; where the two best differ by less than {100 * job.Finals.SecondSeed:0.##} %, both once more with another seed"));
    }

    /// <summary>A line for each rung, in the order in which they were held.</summary>
    public IEnumerable<string> Lines(Measure measure) => Rungs.Reverse().Select(rung => Words(measure, rung));

    /// <summary>The rows of the table.</summary>
    public IEnumerable<IReadOnlyList<string>> Rows(Measure measure) =>
        from rung in Rungs
        from place in rung.Places.Index()
        select (IReadOnlyList<string>)
        [
            Count(rung.Opened.Rung + 1), Count(place.Index + 1), Score(measure, place.Item), Count(place.Item.Child?.Outcome.Steps),
            Count(place.Item.Child?.Outcome.Parameters), .. Proxies.Cells(place.Item.Finalist.Tokens),
            place.Item.Finalist.Source == CandidateSources.Policy ? Own : place.Item.Finalist.Source, Count(place.Item.Finalist.Ordinal),
            place.Item.Finalist.Tokens,
        ];

    /// <summary>
    /// How far the scores with the shared weights rank what the finalists came to alone, over the first rung, in which all of them were;
    /// null for fewer than three. Finalists are the best by those scores, so they differ less in them than architectures do at large.
    /// </summary>
    /// <param name="scores">What those scores are called, see <see cref="ShareFidelity.ScoresOf"/>.</param>
    /// <param name="scored">Candidates that were scored on the whole set.</param>
    public string? Fidelity(string scores, IReadOnlyList<CandidateScored> scored)
    {
        (double Shared, double Alone)[] both =
        [
            .. from place in Rungs[^1].Places
               where place.Child is { Evaluated: not null }
               let shared = scored.FirstOrDefault(one => one.Tokens == place.Finalist.Tokens && one.IsFinite)
               where shared is not null
               select (-shared.Rank, -place.Child!.Rank),
        ];
        if (both.Length < FewestRanked)
        {
            return null;
        }

        var kendall = RankCorrelation.Kendall([.. both.Select(one => one.Shared)], [.. both.Select(one => one.Alone)]);
        return $"Kendall tau-b {kendall.Words} of {scores} and stand-alone validation over {Count(both.Length)} finalists. They are the "
            + $"best by their {scores} scores, which therefore differ little; over all architectures the correlation may be higher";
    }

    /// <summary>How far zero-cost proxies order the finalists of the first rung, in which all of them were, as their trainings
    /// do.</summary>
    public IReadOnlyList<ProxyAgreement> ProxyAgreements() => Proxies.Agreements(
        from place in Rungs[^1].Places
        where place.Child is { Evaluated: not null }
        select (place.Finalist.Tokens, -place.Child!.Rank));

    /// <summary>For programs.</summary>
    public JsonArray ToJson() =>
    [
        .. from rung in Rungs
           from place in rung.Places.Index()
           select ToJson(rung.Opened.Rung, place.Index + 1, place.Item),
    ];

    // The count of the trained network stands beside it.
    private static string HeadOf(string proxy) => proxy == ZeroCostProxy.Parameters.Name ? "parameters before" : proxy;

    private JsonObject ToJson(int rung, int rank, FinalPlace place) => new()
    {
        ["rung"] = rung,
        ["rank"] = rank,
        ["source"] = place.Finalist.Source,
        ["ordinal"] = place.Finalist.Ordinal,
        ["architecture"] = place.Finalist.Tokens,
        ["score"] = place.Child?.Evaluated?.Measurement.Value,
        ["steps"] = place.Child?.Outcome.Steps,
        ["parameters"] = place.Child?.Outcome.Parameters,
        ["proxies"] = Proxies.ToJson(place.Finalist.Tokens),
        ["failure"] = place.Child?.Outcome.Failure,
        ["fingerprint"] = place.Child?.Outcome.Fingerprint,
    };

    private static FinalPlace[] Places(
        JobOptions job, FinalsOpened opened, IReadOnlyList<ChildTrained> children, KnownCosts costs)
    {
        FinalPlace[] places =
        [
            .. opened.Finalists.Select(finalist => new FinalPlace(
                finalist, FinalsRung.ChildOf(job, opened.Rung, finalist.Tokens, children))),
        ];
        return
        [
            .. new FinalsOrder(job).BestFirst(places.Where(place => place.Child is not null), place => place.Child!, costs),
            .. places.Where(place => place.Child is null),
        ];
    }

    private static string Words(Measure measure, HeldRung rung)
    {
        FinalPlace[] trained = [.. rung.Places.Where(place => place.Child is not null)];
        var all = rung.Places.Count;
        var steps = trained.Length > 0 ? trained[0].Child!.Outcome.Steps : rung.Opened.Steps;
        var who = trained.Length < all ? $"{Count(trained.Length)} of {Count(all)}" : Count(all);
        string[] best =
        [
            .. trained.Length > 0 ? (string[])[$"best {Score(measure, trained[0])}"] : [],
            .. Best(measure, trained, CandidateSources.Policy, "of the strategy's own"),
            .. Best(measure, trained, CandidateSources.Random, "random"),
        ];
        var seed = rung.IsSecondSeed ? " once more with another seed, both trainings together" : string.Empty;
        return $"{who} trained alone for {StepsOf(steps)}{seed}{(best.Length > 0 ? $": {string.Join("; ", best)}" : string.Empty)}";
    }

    private static string[] Best(Measure measure, IReadOnlyList<FinalPlace> trained, string source, string words)
    {
        FinalPlace[] those = [.. trained.Where(place => place.Finalist.Source == source)];
        return those.Length == 0 ? [] : [$"{Count(those.Length)} {words}, best {Score(measure, those[0])}"];
    }

    private static string Score(Measure measure, FinalPlace place) => place.Child switch
    {
        null => "not yet",
        { Evaluated: { } evaluated } => ScoreText.Of(measure, evaluated.Measurement.Value),
        _ => "failed",
    };

    private static string StepsOf(long steps) => steps == 0 ? "one epoch" : Counted.Of(steps, "step");

    private static string Count(long? value) => value?.ToString("N0", CultureInfo.InvariantCulture) ?? "-";
}
