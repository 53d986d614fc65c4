using System.Globalization;
using System.Text.Json.Nodes;
using Enas.Pipeline.Evaluation;
using Enas.Pipeline.Evaluation.Plans;
using Enas.Pipeline.Measures;
using Enas.Pipeline.Options;
using Enas.Pipeline.Search;
using Enas.Pipeline.Strategies;

namespace Enas.Host.Searches;

/// <summary>An architecture of a front.</summary>
/// <param name="Point">Its reward and its cost.</param>
internal sealed record FrontMember(string Tokens, FrontPoint Point);

/// <summary>The front of all that a search evaluated: what it is worth beside a cost.</summary>
/// <param name="Cost">Which cost.</param>
/// <param name="Members">By rising cost.</param>
/// <param name="Hypervolume">Against the reference of the job; null where it names none.</param>
/// <param name="Reference">That reference; 0 for none.</param>
/// <param name="Rewarded">What the rewards are made of; null where a cost has a part in them.</param>
internal sealed record RecordedFront(
    CostMeasure Cost, IReadOnlyList<FrontMember> Members, double? Hypervolume, double Reference, RewardedMeasure? Rewarded)
{
    /// <summary>Architectures that were evaluated and whose cost is not known.</summary>
    public int WithoutCost { get; init; }

    /// <summary>What stands beside the cost: the measure, or the reward that both are in.</summary>
    public string Value => Rewarded?.Measure.Name ?? "reward";

    /// <summary>The front in one line.</summary>
    public string Words => (Members.Count == 1 ? $"one architecture, {Of(Members[0])}"
            : string.Create(CultureInfo.InvariantCulture, $"{Members.Count:N0} architectures, from {Of(Members[0])} to {Of(Members[^1])}"))
        + (Hypervolume is { } volume ? string.Create(CultureInfo.InvariantCulture,
            $"; hypervolume of reward and cost {volume:G8} against {CostColumns.Words(new(Cost, Reference))}") : string.Empty)
        + (WithoutCost == 0 ? string.Empty
            : string.Create(CultureInfo.InvariantCulture, $"; {WithoutCost:N0} more are left out, whose {Cost.Measure} is not known"));

    /// <summary>The front of a search whose objective is one; null for others, and where nothing was evaluated.</summary>
    public static RecordedFront? Of(JobOptions job, SearchState state) => CostPlan.Of(job).Beside is not { } cost
        || !job.Objective.IsFront ? null
        : Of(job, cost, state.Trials.WithValue.Select(trial => (trial.Tokens, trial.Reward)), state.ArchitectureCosts);

    /// <summary>The front of some rewards.</summary>
    /// <param name="job">Names the reference.</param>
    /// <param name="cost">Which cost.</param>
    /// <param name="rewards">Architectures with their rewards; one whose cost is not known is left out.</param>
    /// <param name="known">What is known of costs.</param>
    public static RecordedFront? Of(
        JobOptions job, CostMeasure cost, IEnumerable<(string Tokens, double Reward)> rewards, KnownCosts known)
    {
        var all = rewards.ToArray();
        FrontMember[] points =
        [
            .. from reward in all
               let value = known.Of(reward.Tokens).Of(cost)
               where value is not null
               select new FrontMember(reward.Tokens, new FrontPoint(reward.Reward, value.Value)),
        ];
        FrontPoint[] plane = [.. points.Select(member => member.Point)];
        var reference = job.Objective.Reference;
        return points.Length == 0 ? null : new(
            cost, [.. ParetoFront.Of(plane).Select(place => points[place])],
            reference > 0 ? ParetoFront.Hypervolume(plane, reference) : null, reference, RewardedMeasure.Of(job))
        {
            WithoutCost = all.Length - points.Length,
        };
    }

    /// <summary>What a member is worth: the measured value, or its reward.</summary>
    public double ValueOf(FrontMember member) => Rewarded?.ValueOf(member.Point.Reward) ?? member.Point.Reward;

    private string Of(FrontMember member) => (Rewarded?.Words(member.Point.Reward)
        ?? string.Create(CultureInfo.InvariantCulture, $"reward {member.Point.Reward:0.0000}"))
        + $" at {CostColumns.Words(new(Cost, member.Point.Cost))}";

    /// <summary>As JSON.</summary>
    public JsonObject ToJson() => new()
    {
        ["cost"] = Cost.Name,
        ["measure"] = Rewarded?.Measure.Name,
        ["reference"] = Reference > 0 ? Reference : null,
        ["hypervolume"] = Hypervolume,
        ["architectures"] = new JsonArray([.. Members.Select(member => (JsonNode)new JsonObject
        {
            ["architecture"] = member.Tokens,
            ["value"] = Rewarded?.ValueOf(member.Point.Reward),
            ["reward"] = member.Point.Reward,
            ["cost"] = member.Point.Cost,
        })]),
    };
}
