using System.Text.Json.Nodes;
using Enas.Host.Cli;
using Enas.Pipeline.Catalogs;
using Enas.Pipeline.Options;

namespace Enas.Host.Verbs.Prove;

/// <summary>A proof as far as it came.</summary>
/// <param name="Root">The folder of all arms.</param>
/// <param name="Pairs">The pairs that ended.</param>
/// <param name="LeftOut">What has no result, and why.</param>
/// <param name="Asked">Pairs that were asked for.</param>
/// <param name="Plan">What it was to be when its folder was begun.</param>
internal sealed record Proof(
    JobOptions Job, string Root, IReadOnlyList<ProofPair> Pairs, IReadOnlyList<string> LeftOut, int Asked, ProofPlan Plan)
{
    /// <summary>Why it has no arm with a uniform policy, with the arm's name before; null where it has one or needs none.</summary>
    public string? WithoutArm { get; init; }

    /// <summary>All that is not in it, and why: the arm that it does not have, and pieces that came to nothing.</summary>
    public IReadOnlyList<string> Missing => WithoutArm is { } arm ? [arm, .. LeftOut] : LeftOut;

    /// <summary>What it says.</summary>
    public ProofSummary Summary => ProofSummary.Of(SpaceCatalog.MeasureOf(Job), Pairs);

    /// <summary>It in words.</summary>
    public ProofText Text => new(Summary);

    /// <summary>What has to be known of how it was made: the limits of its draws, and a number of pairs that nobody planned.</summary>
    public IReadOnlyList<(string Label, string Words)> Remarks =>
    [
        .. ProofLimits.WordsOf(Job) is { } limits ? [("limits", limits)] : Array.Empty<(string, string)>(),
        .. PlanWords is { } plan ? [("planned", plan)] : Array.Empty<(string, string)>(),
    ];

    private int Others => Plan.Others(Root, Asked);

    private string? PlanWords => Plan.Words(Pairs.Count, Others);

    /// <summary>For people, of one that came to nothing: why.</summary>
    public void WriteMissing(Terminal terminal)
    {
        foreach (var words in LeftOut)
        {
            terminal.Line($"{"no result",-12} {words}");
        }
    }

    /// <summary>For people.</summary>
    public void Write(Terminal terminal)
    {
        var text = Text;
        var table = new PeopleTable(text.Head);
        foreach (var row in text.Rows)
        {
            table.Row(row);
        }

        terminal.Draw(table);
        terminal.Line();
        foreach (var (label, words) in text.Lines.Concat(Remarks).Concat(Missing.Select(words => ("left out", words))))
        {
            terminal.Line($"{label,-12} {words}");
        }
    }

    /// <summary>For programs.</summary>
    public JsonObject ToJson()
    {
        var json = Text.ToJson();
        json.Insert(0, "folder", Root);
        json.Insert(1, "planned", Plan.Pairs);
        json.Insert(2, "asked", Asked);
        json.Insert(3, "pairsNotCounted", Others);
        json["remarks"] = new JsonArray([.. Remarks.Select(remark => (JsonNode)remark.Words)]);
        json["leftOut"] = new JsonArray([.. Missing.Select(words => (JsonNode)words)]);
        json["pairs"] = new JsonArray([.. Pairs.Select(pair => (JsonNode)new JsonObject
        {
            ["seed"] = pair.Seed,
            ["randomTrainings"] = pair.Draws.Count,
            ["draws"] = new JsonArray([.. pair.Draws.Select(draw =>
                (JsonNode)new JsonObject
                {
                    ["validation"] = draw.Validation,
                    ["test"] = draw.Test,
                    ["architecture"] = draw.Architecture,
                    ["cost"] = draw.Cost,
                    ["fingerprint"] = draw.Fingerprint,
                })]),
            ["runs"] = new JsonArray([.. pair.Runs.Select(run => (JsonNode)new JsonObject
            {
                ["arm"] = ProofText.Key(run.Arm),
                ["test"] = run.Test,
                ["testAsRandom"] = run.AtChild,
                ["cost"] = run.Cost,
                ["folder"] = run.Folder,
                ["searchFingerprint"] = run.OfSearch,
                ["fingerprint"] = run.Fingerprint,
            })]),
        })]);
        return json;
    }
}
