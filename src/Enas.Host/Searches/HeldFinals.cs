using System.Globalization;
using System.Text.Json.Nodes;
using Enas.Host.Cli;
using Enas.Pipeline.Options;
using Enas.Pipeline.Search;
using Enas.Pipeline.Steps.Child;
using Enas.Pipeline.Steps.Finals;

namespace Enas.Host.Searches;

/// <summary>A finalist in a rung.</summary>
/// <param name="Finalist">Who.</param>
/// <param name="Child">What its training came to; null where it was not trained yet.</param>
internal sealed record FinalPlace(Finalist Finalist, ChildTrained? Child);

/// <summary>A rung of the finals as far as it was held, the best first; those that are not trained yet come last.</summary>
/// <param name="Opened">How it began.</param>
/// <param name="Places">Who is in it.</param>
internal sealed record HeldRung(FinalsOpened Opened, IReadOnlyList<FinalPlace> Places);

/// <summary>The finals of a search as far as they were held, in words, tables and JSON.</summary>
/// <param name="Rungs">The rungs, the last one first: it decides.</param>
internal sealed record HeldFinals(IReadOnlyList<HeldRung> Rungs)
{
    private const string FromPolicy = "policy";

    /// <summary>The heads of the table.</summary>
    public static IReadOnlyList<string> Heads(string spaceKind) =>
        ["rung", "rank", ScoreText.Measure(spaceKind), "steps", "parameters", "from", "number", "architecture"];

    /// <summary>The finals; null where none were begun.</summary>
    /// <param name="job">What finalists are ranked by.</param>
    /// <param name="finals">Rungs that began.</param>
    /// <param name="children">Architectures that were trained alone.</param>
    public static HeldFinals? Of(JobOptions job, IReadOnlyList<FinalsOpened> finals, IReadOnlyList<ChildTrained> children) =>
        finals.Count == 0 ? null : new([.. finals.Reverse().Select(opened => new HeldRung(opened, Places(job, opened, children)))]);

    /// <summary>What a job plans; null for none.</summary>
    public static string? Planned(JobOptions job)
    {
        var rungs = FinalsRung.Of(job);
        return rungs.Count == 0 ? null : string.Join(", ", rungs.Select(rung => rung.Number == 0
            ? $"the best {Count(rung.Count)} are trained alone for {StepsOf(rung.Steps)}"
            : $"then the best {Count(rung.Count)} of them for {StepsOf(rung.Steps)}"));
    }

    /// <summary>A line for each rung, in the order in which they were held.</summary>
    public IEnumerable<string> Lines(string spaceKind) => Rungs.Reverse().Select(rung => Words(spaceKind, rung));

    /// <summary>The rows of the table.</summary>
    public IEnumerable<IReadOnlyList<string>> Rows(string spaceKind) =>
        from rung in Rungs
        from place in rung.Places.Index()
        select (IReadOnlyList<string>)
        [
            Count(rung.Opened.Rung + 1), Count(place.Index + 1), Score(spaceKind, place.Item), Count(place.Item.Child?.Outcome.Steps),
            Count(place.Item.Child?.Outcome.Parameters), place.Item.Finalist.Source, Count(place.Item.Finalist.Ordinal),
            place.Item.Finalist.Tokens,
        ];

    /// <summary>For programs.</summary>
    public JsonArray ToJson() =>
    [
        .. from rung in Rungs
           from place in rung.Places.Index()
           select ToJson(rung.Opened.Rung, place.Index + 1, place.Item),
    ];

    private static JsonObject ToJson(int rung, int rank, FinalPlace place) => new()
    {
        ["rung"] = rung,
        ["rank"] = rank,
        ["source"] = place.Finalist.Source,
        ["ordinal"] = place.Finalist.Ordinal,
        ["architecture"] = place.Finalist.Tokens,
        ["score"] = place.Child?.Evaluated?.Measurement.Value,
        ["steps"] = place.Child?.Outcome.Steps,
        ["parameters"] = place.Child?.Outcome.Parameters,
        ["failure"] = place.Child?.Outcome.Failure,
        ["fingerprint"] = place.Child?.Outcome.Fingerprint,
    };

    // In the order in which the search ranks them.
    private static FinalPlace[] Places(JobOptions job, FinalsOpened opened, IReadOnlyList<ChildTrained> children) =>
    [
        .. opened.Finalists.Select(finalist => new FinalPlace(finalist, children.FirstOrDefault(child => child.Tokens == finalist.Tokens
                && child.Order.Rung == opened.Rung && child.Order.Steps == opened.Steps)))
            .OrderBy(place => place.Child is null ? 1 : 0)
            .ThenBy(place => job.Finals.By == FinalsOptions.ByLoss ? 0 : place.Child?.Rank ?? 0)
            .ThenBy(place => place.Child?.Outcome.Validation?.LossSum ?? double.PositiveInfinity),
    ];

    private static string Words(string spaceKind, HeldRung rung)
    {
        FinalPlace[] trained = [.. rung.Places.Where(place => place.Child is not null)];
        var all = rung.Places.Count;
        var steps = trained.Length > 0 ? trained[0].Child!.Outcome.Steps : rung.Opened.Steps;
        var who = trained.Length < all ? $"{Count(trained.Length)} of {Count(all)}" : Count(all);
        string[] best =
        [
            .. trained.Length > 0 ? (string[])[$"best {Score(spaceKind, trained[0])}"] : [],
            .. Best(spaceKind, trained, FromPolicy, "of the strategy's own"), .. Best(spaceKind, trained, "random", "random"),
        ];
        return $"{who} trained alone for {StepsOf(steps)}{(best.Length > 0 ? $": {string.Join("; ", best)}" : string.Empty)}";
    }

    private static string[] Best(string spaceKind, IReadOnlyList<FinalPlace> trained, string source, string words)
    {
        FinalPlace[] those = [.. trained.Where(place => place.Finalist.Source == source)];
        return those.Length == 0 ? [] : [$"{Count(those.Length)} {words}, best {Score(spaceKind, those[0])}"];
    }

    private static string Score(string spaceKind, FinalPlace place) => place.Child switch
    {
        null => "not yet",
        { Evaluated: { } evaluated } => ScoreText.Of(spaceKind, evaluated.Measurement.Value),
        _ => "failed",
    };

    private static string StepsOf(long steps) => steps == 0 ? "one epoch" : $"{Count(steps)} steps";

    private static string Count(long? value) => value?.ToString("N0", CultureInfo.InvariantCulture) ?? "-";
}
