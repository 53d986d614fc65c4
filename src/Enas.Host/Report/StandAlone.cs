using System.Text.Json.Nodes;
using Enas.Host.Searches;

namespace Enas.Host.Report;

/// <summary>The architectures of a search that were trained from scratch by one recipe, and what that says of shared scores and of single
/// trainings.</summary>
/// <param name="Architectures">The architectures, the best one first.</param>
/// <param name="Fidelity">How far shared scores rank them.</param>
/// <param name="Reliability">Whether a single training tells them apart; null where not two have two trainings.</param>
internal sealed record StandAlone(IReadOnlyList<TrainedAlone> Architectures, ShareFidelity Fidelity, Reliability? Reliability)
{
    /// <summary>Nothing was trained.</summary>
    public static StandAlone None { get; } = new([], ShareFidelity.Of([]), null);

    /// <summary>Those that have a shared score too.</summary>
    public IReadOnlyList<TrainedAlone> ScoredTwice => [.. Architectures.Where(one => one.Shared is not null)];

    /// <summary>What architectures come to.</summary>
    /// <param name="architectures">Each once, with all its trainings.</param>
    /// <param name="inRewardUnit">How a score is brought to the reward's unit, in which more is better.</param>
    public static StandAlone Of(IReadOnlyList<TrainedAlone> architectures, Func<double?, double?> inRewardUnit) => new(
        [.. architectures.OrderByDescending(one => one.Alone)],
        ShareFidelity.Of([.. architectures.Where(one => one is { From: TrainedAlone.Random, Shared: not null })
            .Select(one => new SharedAndAlone(one.Shared!.Value, one.Alone, inRewardUnit(one.Test)))]),
        ReliabilityOf([.. architectures.Where(one => one.From == TrainedAlone.Random)]));

    /// <summary>It for programs; null where nothing was trained.</summary>
    public JsonObject? ToJson() => Architectures.Count == 0 ? null : new JsonObject(
    [
        .. Fidelity.Fields,
        new("reliability", Reliability?.ToJson()),
        new("architectures", new JsonArray([.. Architectures.Select(one => (JsonNode)new JsonObject
        {
            ["architecture"] = one.Tokens,
            ["source"] = one.From,
            ["shared"] = one.Shared,
            ["validation"] = one.Validation,
            ["test"] = one.Test,
            ["trainings"] = new JsonArray([.. one.Trainings.Select(training => (JsonNode)new JsonObject
            {
                ["seed"] = training.Seed,
                ["validation"] = training.Validation,
                ["test"] = training.Test,
            })]),
        })])),
    ]);

    // Of the random ones alone: a choice and a network that people designed are no sample of what architectures differ by.
    // As many trainings of each as two architectures at least have: a variance wants the same number of all.
    private static Reliability? ReliabilityOf(IReadOnlyList<TrainedAlone> architectures)
    {
        var seeds = architectures.Select(one => one.Trainings.Count).OrderDescending().ElementAtOrDefault(1);
        return Reliability.Of([.. architectures.Where(one => one.Trainings.Count >= seeds)
            .Select(one => one.Trainings.Take(seeds).Select(training => training.Validation).ToArray())]);
    }
}
