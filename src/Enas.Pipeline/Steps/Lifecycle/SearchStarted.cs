using Enas.Pipeline.Events;
using Enas.Pipeline.Ports;

namespace Enas.Pipeline.Steps.Lifecycle;

/// <summary>Where a branch left its parent.</summary>
/// <param name="Step">Steps of the parent that it stands on.</param>
/// <param name="Baseline">The parent's baseline there, or null.</param>
/// <param name="Checkpoint">SHA-256 of the parent's weights and policy there: of the checkpoint that holds them, in the first
/// format of checkpoints.</param>
/// <param name="BaselineWeight">The sum of the weights of the signals in that baseline; null where it keeps none.</param>
public sealed record ForkPoint(long Step, double? Baseline, string Checkpoint, double? BaselineWeight = null);

/// <summary>The additive table of latencies that a search looks costs up in.</summary>
/// <param name="Digest">SHA-256 of what it says.</param>
/// <param name="HeldOutError">Its mean relative error on networks that it was not fitted to; null where nobody measured.</param>
public sealed record CostTableFacts(string Digest, double? HeldOutError);

/// <summary>The search began. Its facts are all that determines it; continuing with others is refused.</summary>
/// <param name="Kind"><c>search</c> or <c>train</c>.</param>
/// <param name="Job">The job's facts as canonical JSON.</param>
/// <param name="DataDigest">SHA-256 of the decoded data.</param>
/// <param name="Numerics">What the backend promises about bits.</param>
/// <param name="PolicyNumerics">The same of the policy's backend.</param>
/// <param name="Architecture">The architecture that a final training trains, else null.</param>
/// <param name="Parent">Fact head of the parent search, for a child, else null.</param>
/// <param name="Fork">Where a branch left its parent, else null.</param>
/// <param name="CostTable">The table that costs are looked up in, else null.</param>
public sealed record SearchStarted(
    string Kind, string Job, string DataDigest,
        string Numerics, string PolicyNumerics, string? Architecture, string? Parent, ForkPoint? Fork = null,
        CostTableFacts? CostTable = null) : ISearchEvent
{
    /// <summary>The event's stable name.</summary>
    public const string Name = "search-started";

    /// <summary>What others must know of it.</summary>
    public static EventKind Declaration { get; } = new EventKind<SearchStarted>(Name, FromRow) { IsExact = true };

    /// <summary>The event that a row holds.</summary>
    public static SearchStarted FromRow(LogRow row)
    {
        using var facts = new FactsReader(row);
        return new(
            facts.Text("kind"),
            facts.Raw("job"),
            facts.Text("data_digest"),
            facts.Text("numerics"),
            facts.Text("policy_numerics"),
            facts.OptionalText("architecture"),
            facts.OptionalText("parent"),
            facts.OptionalText("fork_checkpoint") is { } checkpoint
                ? new ForkPoint(facts.Integer("fork_step"),
                    facts.OptionalNumber("fork_baseline"), checkpoint, facts.OptionalNumber("fork_baseline_weight"))
                : null,
            facts.OptionalText("cost_table") is { } table ? new CostTableFacts(table, facts.OptionalNumber("cost_table_error")) : null);
    }

    /// <inheritdoc />
    public LogRow ToRow()
    {
        var facts = new FactsWriter().Text("kind", Kind)
            .Raw("job", Job).Text("data_digest", DataDigest).Text("numerics", Numerics).Text("policy_numerics", PolicyNumerics);
        if (Architecture is not null)
        {
            facts.Text("architecture", Architecture);
        }

        if (Parent is not null)
        {
            facts.Text("parent", Parent);
        }

        if (Fork is not null)
        {
            facts.Integer("fork_step", Fork.Step).OptionalNumber("fork_baseline", Fork.Baseline)
                .Text("fork_checkpoint", Fork.Checkpoint).OptionalNumber("fork_baseline_weight", Fork.BaselineWeight);
        }

        if (CostTable is not null)
        {
            facts.Text("cost_table", CostTable.Digest).OptionalNumber("cost_table_error", CostTable.HeldOutError);
        }

        return FactRow.Of(new StepPosition(Fork?.Step ?? 0, Phases.Start, 0), Name, facts) with { Architecture = Architecture };
    }
}
